import EbbTestSupport
import Foundation
import Testing

/// The format of the platform's web interface.
@Suite("Files for the web interface") struct YaptideTests {
  private static let store = MadeStore.path

  /// Exports to `JOB-result.json` in a folder, and gives its path.
  private static func save(_ id: Int, in folder: TemporaryFolder, _ options: String...) throws -> String {
    let outcome = try Program.run(
      Ebb.path,
      ["export", "-q", "id:\(id)", "-f", "yaptide", "--db", store, "-o", folder.url.path + "/"]
        + options)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    try #require(names.count == 1 && names[0].hasSuffix("-result.json"), "\(names)")
    return folder.path(names[0])
  }

  /// An export in JSON without what differs between a store and a file of whole results.
  private static func results(_ arguments: String...) throws -> NSDictionary {
    let outcome = try Program.run(Ebb.path, ["export", "-q"] + arguments)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let script = """
      del(.provenance, .ebb) | del(.simulations[] | .tasks, .input_sha256)
      | del(.simulations[].estimators[].pages[] | .errors, .error, .dof, .contributions, .bin_contributions, .denominator, .findings)
      """
    let folder = try TemporaryFolder()
    try outcome.output.write(toFile: folder.path("out.json"), atomically: true, encoding: .utf8)
    let reduced = try Program.run("jq", [script, folder.path("out.json")])
    try #require(reduced.status == 0, "\(reduced.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(reduced.output.utf8)) as? NSDictionary)
  }

  @Test(
    "read back give the same values, units, axes, metadata and simulation, errors aside", arguments: 1...16)
  func roundTrip(id: Int) throws {
    let folder = try TemporaryFolder()
    let path = try Self.save(id, in: folder)
    let areSame = try Self.results(path) == Self.results("id:\(id)", "--db", Self.store)
    #expect(areSame)
  }

  @Test("stated errors stay with bins that are chosen; that those put together have none is said")
  func chosenBins() throws {
    let folder = try TemporaryFolder()
    let saved = try Ebb.run(
      "export", "20260112", "--db", Sample.path, "-f", "yaptide", "-o", folder.path("saved.json"), "-q")
    try #require(saved.status == 0, "\(saved.errors)")
    let page = [folder.path("saved.json"), "-e", "z_profile", "-p", "DOSE"]
    let all = try #require(try Self.errors(page)[0].errors)
    let chosen = try #require(try Self.errors(page + ["--range", "z=1:2"])[0].errors)
    #expect(chosen == Array(all[10..<20]) && !chosen.contains(nil))
    #expect(try Self.errors(page + ["--at", "z=1.05"])[0].errors == [all[10]])
    let rebinned = try Program.run(Ebb.path, ["export", "-f", "json"] + page + ["--rebin", "z=2"])
    #expect(rebinned.status == 0 && rebinned.errors.contains("put together (1 page)"), "\(rebinned.errors)")
  }

  @Test("errors of another kind than a file states are refused, not given under its name")
  func otherErrors() throws {
    let folder = try TemporaryFolder()
    let saved = try Ebb.run(
      "export", "20260112", "--db", Sample.path, "-f", "yaptide", "-o", folder.path("saved.json"), "-q")
    try #require(saved.status == 0, "\(saved.errors)")
    for kind in ["stddev", "ci68", "ci95"] {
      let outcome = try Ebb.run("export", folder.path("saved.json"), "-e", "z_profile", "--error", kind)
      #expect(outcome.status == 64 && outcome.errors.contains("standard error"), "\(kind): \(outcome.errors)")
    }
    let none = try Ebb.run(
      "export", folder.path("saved.json"), "-e", "z_profile", "-p", "DOSE", "--error", "none", "-q")
    #expect(none.status == 0 && !none.output.contains("\"errors\""))
  }

  /// Errors as JSON exports have them.
  private struct Errors: Decodable {
    struct Simulation: Decodable { var estimators: [Estimator] }
    struct Estimator: Decodable { var pages: [Page] }
    struct Page: Decodable, Equatable {
      var error: String?
      var errors: [Double?]?
    }
    var simulations: [Simulation]
  }

  private static func errors(_ arguments: [String]) throws -> [Errors.Page] {
    let outcome = try Program.run(Ebb.path, ["export", "-q", "-f", "json"] + arguments)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try Ebb.decode(Errors.self, outcome.output).simulations.flatMap(\.estimators).flatMap(\.pages)
  }

  @Test("errors and their kind are read back", arguments: ["stderr", "ci95"])
  func errors(kind: String) throws {
    let folder = try TemporaryFolder()
    let sample = Reference.root.appending(path: "samples/pencil-beam.sqlite").path
    let source = ["20260112", "-e", "z_profile", "--error", kind, "--db", sample]
    let path = folder.path("r.json")
    let outcome = try Program.run(Ebb.path, ["export", "-q", "-f", "yaptide", "-o", path] + source)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let read = try Self.errors([path])
    #expect(read.contains { $0.errors != nil })
    #expect(try read == Self.errors(source))
    #expect(try Self.errors([path, "--error", "none"]).allSatisfy { $0.errors == nil })
  }

  @Test("counts that were multiplied back are read back as they are, and once more, without a warning")
  func restoredCounts() throws {
    let folder = try TemporaryFolder()
    let sample = Reference.root.appending(path: "samples/pencil-beam.sqlite").path
    let source = ["20260114", "-e", "yz_profile", "-p", "1"]
    func save(_ arguments: [String], _ name: String) throws -> Program.Outcome {
      let outcome = try Program.run(
        Ebb.path, ["export", "-f", "yaptide", "-o", folder.path(name)] + arguments)
      try #require(outcome.status == 0, "\(outcome.errors)")
      return outcome
    }
    let stored = try save(source + ["--as-stored", "--db", sample], "stored.json")
    #expect(!stored.errors.contains("multiplied by 4;"))
    #expect(try save(source + ["--db", sample], "once.json").errors.contains("multiplied by 4."))
    for (from, to) in [("once.json", "twice.json"), ("twice.json", "thrice.json")] {
      let errors = try save([folder.path(from)], to).errors
      #expect(!errors.contains("averag"), "\(errors)")
      let counts = try SourceFilesTests.export([folder.path(from)]).estimators[0].pages[0].values
      #expect(
        try counts == SourceFilesTests.export(source + ["--db", sample]).estimators[0].pages[0].values)
      let audit = try Ebb.run("check", folder.path(to))
      #expect(!audit.output.contains("averaged-counts"), "\(audit.output)")
    }
    let audit = try Ebb.run("check", folder.path("stored.json"))
    #expect(audit.output.contains("averaged-counts"), "\(audit.output)")
  }

  @Test("contributions on their own are read back as those of tasks", arguments: [7, 10, 11])
  func perTask(id: Int) throws {
    let folder = try TemporaryFolder()
    let path = try Self.save(id, in: folder, "--per-task")
    let areSame = try Self.results(path) == Self.results("id:\(id)", "--db", Self.store)
    #expect(areSame)
  }

  @Test("reduced pages are read back in their units")
  func reduced() throws {
    let folder = try TemporaryFolder()
    let path = try Self.save(1, in: folder, "--sum", "y")
    let document = try SourceFilesTests.export([path])
    let direct = try SourceFilesTests.export(
      ["id:1", "--db", Self.store, "--sum", "y"])
    #expect(
      document.estimators.flatMap(\.pages).map(\.unit) == direct.estimators.flatMap(\.pages).map(\.unit))
    let areSame =
      document.estimators.flatMap(\.pages).map(\.values)
      == direct.estimators.flatMap(\.pages).map(\.values)
    #expect(areSame)
  }

  @Test("have what the interface's loader asks for, and the input")
  func members() throws {
    let folder = try TemporaryFolder()
    let data = try Data(contentsOf: URL(filePath: try Self.save(6, in: folder)))
    let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    for key in ["input", "estimators", "jobState", "jobId", "jobTasksStatus", "metadata", "startTime"] {
      #expect(file[key] != nil, "\(key)")
    }
    let metadata = try #require(file["metadata"] as? [String: String])
    #expect(Set(metadata.keys) == ["server", "platform", "input", "inputType", "simType"])
    let tasks = try #require(file["jobTasksStatus"] as? [[String: Any]])
    #expect(tasks.count == 6)
    for key in [
      "taskId", "taskState", "requestedPrimaries", "simulatedPrimaries", "startTime", "endTime",
    ] {
      #expect(tasks.allSatisfy { $0[key] != nil }, "\(key)")
    }
    let input = try #require(file["input"] as? [String: Any])
    #expect(input["inputType"] as? String == "EDITOR")
    let stored = try Ebb.run("input", "id:6", "--json", "--db", Self.store)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(stored.output.utf8)) as? [String: Any])
    #expect(input["inputJson"] as? NSDictionary == json["input_json"] as? NSDictionary)
    #expect(input["inputFiles"] as? NSDictionary == json["input_files"] as? NSDictionary)
    let items = try #require(input["estimatorsItems"] as? [[String: Any]])
    let estimators = try #require(file["estimators"] as? [[String: Any]])
    #expect(items.map { $0["name"] as? String } == estimators.map { $0["name"] as? String })
    let pages = try #require(items[0]["pagesByDimensions"] as? [String: [String: Any]])
    #expect(pages["1"]?["pageNums"] as? [Int] == [0, 1, 2, 3])
    #expect((pages["1"]?["names"] as? [String])?.first == "DOSE")
  }

  @Test("hold one simulation; several are refused, and get a file each in a folder")
  func several() throws {
    let refused = try Ebb.run("export", "id:1", "id:2", "-f", "yaptide", "--db", Self.store)
    #expect(refused.status == 64 && refused.output.isEmpty)
    #expect(refused.errors.contains("one simulation") && refused.errors.contains("-o FOLDER/"))
    let folder = try TemporaryFolder()
    let done = try Ebb.run(
      "export", "id:1", "id:2", "-f", "yaptide", "--db", Self.store, "-o", folder.url.path)
    #expect(done.status == 0, "\(done.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.count == 2 && names.allSatisfy { $0.hasSuffix("-result.json") })
  }
}
