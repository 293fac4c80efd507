import EbbTestSupport
import Foundation
import Testing

/// `ebb export --partial` and `ebb merge`, against one export of all contributions.
@Suite("Merging parts") struct MergeTests {
  typealias Document = SourceFilesTests.Document

  /// A folder with the task files of a simulation, and a part of each task: `1.h5`, `2.h5`, ….
  private static func parts(
    of simulation: Int, tasks: [Int], in store: String = MadeStore.path, _ options: String...
  ) throws -> (folder: TemporaryFolder, paths: [String]) {
    let folder = try TemporaryFolder()
    try SourceFilesTests.write(simulation, "folders", to: folder.path("job"), from: store)
    let paths = try tasks.map { task in
      let path = folder.path("\(task).h5")
      let files = folder.path("job/task_" + String(repeating: "0", count: 4 - "\(task)".count) + "\(task)")
      try Self.succeed(["export", "-q", files, "--partial", "-o", path] + options)
      return path
    }
    return (folder, paths)
  }

  private static func succeed(_ arguments: [String]) throws {
    let outcome = try Program.run(Ebb.path, arguments, environment: ["EBB_DB": nil])
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private static func merged(_ paths: [String], _ options: String...) throws -> Document {
    let outcome = try Program.run(Ebb.path, ["merge", "-q"] + paths + options)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try Ebb.decode(Document.self, outcome.output)
  }

  private static let simulations: [(Int, [Int])] = [
    (7, [1, 2, 3, 11, 12, 13, 14]), (8, [1, 2, 3]), (10, [1, 2, 3]), (11, [1, 2, 3, 4]),
  ]

  @Test(
    "parts of one task each, merged, are one export of all to 1e-12", arguments: simulations,
    ["propagate", "skip"])
  func sameAsExport(simulation: (Int, [Int]), policy: String) throws {
    let (folder, paths) = try Self.parts(of: simulation.0, tasks: simulation.1, "--nan", policy)
    let direct = try SourceFilesTests.export([folder.path("job"), "--nan", policy])
    try expectSame(try Self.merged(paths), direct)
    try expectSame(try Self.merged(paths.reversed()), direct)
    // Put together in another way, by parts of parts.
    let both = folder.path("both.h5")
    try Self.succeed(["merge", "-q", paths[1], paths[2], "--partial", "-o", both])
    try expectSame(try Self.merged([both] + paths[3...] + [paths[0]]), direct)
    let stddev = try SourceFilesTests.export([folder.path("job"), "--nan", policy, "--error", "stddev"])
    try expectSame(try Self.merged(paths, "--error", "stddev"), stddev)
  }

  /// Phase space is in the order of the parts, all else to 1e-12 whatever their order.
  private func expectSame(_ merged: Document, _ direct: Document) throws {
    var (mine, theirs) = (merged, direct)
    try #require(mine.estimators.map(\.name) == theirs.estimators.map(\.name))
    for (first, second) in zip(merged.estimators.flatMap(\.pages), direct.estimators.flatMap(\.pages)) {
      #expect((first.errors == nil) == (second.errors == nil))
      if first.aggregation == "concatenation" {
        let rows = { (page: Document.Page) in
          stride(from: 0, to: page.values.count, by: 8).map {
            page.values[$0..<$0 + 8].map { $0 ?? 0 }.description
          }
          .sorted()
        }
        let areSame = rows(first) == rows(second)
        #expect(areSame)
      } else {
        #expect(isClose(first.values, second.values))
        #expect(isClose(first.errors ?? [], second.errors ?? []))
      }
    }
    for simulation in mine.simulations.indices { Self.clear(&mine.simulations[simulation]) }
    for simulation in theirs.simulations.indices { Self.clear(&theirs.simulations[simulation]) }
    let areSame = mine == theirs
    #expect(areSame, "all but values and errors")
  }

  private static func clear(_ simulation: inout Document.Simulation) {
    for estimator in simulation.estimators.indices {
      for page in simulation.estimators[estimator].pages.indices {
        simulation.estimators[estimator].pages[page].values = []
        simulation.estimators[estimator].pages[page].errors = nil
      }
    }
  }

  private func isClose(_ mine: [Double?], _ theirs: [Double?]) -> Bool {
    mine.count == theirs.count
      && zip(mine, theirs).allSatisfy { mine, theirs in
        guard let mine, let theirs else { return mine == nil && theirs == nil }
        return abs(mine - theirs) <= 1e-12 * abs(theirs)
      }
  }

  @Test("replicas in a store are merged like --combine")
  func replicas() throws {
    let folder = try TemporaryFolder()
    let store = MadeStore.path
    let jobs = (12...15).map { "id:\($0)" }
    for (index, job) in jobs.enumerated() {
      try Self.succeed(["export", "-q", job, "--db", store, "--partial", "-o", folder.path("\(index).h5")])
    }
    let direct = try SourceFilesTests.export(jobs + ["--combine", "--db", store])
    try expectSame(try Self.merged((0..<4).map { folder.path("\($0).h5") }), direct)
  }

  @Test("tables of what was merged are a folder with one of every page")
  func tables() throws {
    let (folder, paths) = try Self.parts(of: 11, tasks: [1, 2, 3, 4])
    let tables = folder.path("tables") + "/"
    try Self.succeed(["merge", "-q"] + paths + ["-f", "csv", "-o", tables])
    #expect(try FileManager.default.contentsOfDirectory(atPath: tables).count == 8)
  }

  @Test(
    "merged HDF5 of real results is what was to be expected, and opens in every reader",
    .enabled(if: Reference.isPresent, "real results"), .enabled(if: Python.isPresent))
  func readers() throws {
    let (folder, paths) = try Self.parts(of: 11, tasks: [1, 2, 3, 4], in: Reference.path("real.sqlite"))
    let result = folder.path("result.h5")
    try Self.succeed(["merge", "-q"] + paths + ["-o", result])
    let comparison = try Program.run(
      Python.path, [Reference.tool("compare_expected.py"), result, "--set", "sim11", "--ratios"])
    #expect(comparison.status == 0, "\(comparison.output)\(comparison.errors)")
    for file in [result, paths[0]] {
      #expect(try HDF5Readers.failures(file) == "")
    }
  }

  /// Parts that cannot be merged, by what makes them, and what is said.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Options of the second part.
    var options: [String] = []
    /// What is merged with part 1; 0 is a part of all tasks.
    var second = 2
    var status: Int32 = 65
    var says: [String]
    /// How many pages --keep-going leaves, of seven.
    var left = 0
  }

  static let cases = [
    Case(testDescription: "a task in both", second: 0, says: ["1.h5", "0.h5", "task 1 of 'job'"]),
    Case(
      testDescription: "a page that one lacks", options: ["-p", "0"], says: ["missing from", "2.h5"], left: 2),
    Case(
      testDescription: "an estimator that one lacks", options: ["-e", "nanlet"],
      says: ["'diff45'", "missing from", "2.h5"], left: 4),
    Case(testDescription: "other weights", options: ["--weights", "equal"], says: ["alike", "--weights"]),
    Case(testDescription: "another policy", options: ["--nan", "skip"], says: ["skip", "--nan"]),
    Case(testDescription: "other bins", options: ["--sum", "z"], says: ["--sum z", "nothing"]),
  ]

  @Test("parts that do not fit are refused, and --keep-going leaves what does not", arguments: cases)
  func refused(_ wrong: Case) throws {
    let (folder, paths) = try Self.parts(of: 11, tasks: [1])
    let second = folder.path("\(wrong.second).h5")
    let files = folder.path(wrong.second == 0 ? "job" : "job/task_0002")
    try Self.succeed(["export", "-q", files, "--partial", "-o", second] + wrong.options)
    let out = folder.path("out.json")
    let outcome = try Ebb.run("merge", paths[0], second, "-o", out)
    #expect(outcome.status == wrong.status, "\(outcome.errors)")
    for text in wrong.says { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
    #expect(!FileManager.default.fileExists(atPath: out))
    let left = try Ebb.run("merge", paths[0], second, "-o", out, "--keep-going")
    #expect(left.status == (wrong.left > 0 ? 1 : 65), "\(left.errors)")
    if wrong.left > 0 {
      let document = try Ebb.decode(Document.self, try String(contentsOfFile: out, encoding: .utf8))
      #expect(document.estimators.flatMap(\.pages).count == wrong.left)
    }
  }

  @Test("tasks that no part has are told")
  func gaps() throws {
    let (folder, paths) = try Self.parts(of: 11, tasks: [1, 4])
    let outcome = try Ebb.run("merge", paths[0], paths[1])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("tasks 2 to 3 of job are in no part"), "\(outcome.errors)")
    withExtendedLifetime(folder) {}
  }

  @Test(
    "shares of a job's tasks, merged, are one export of all; a share that is missing is named, the last one too"
  )
  func shares() throws {
    let folder = try TemporaryFolder()
    let paths = (1...3).map { folder.path("\($0).h5") }
    let job = ["export", "20260112", "--db", Sample.path, "-e", "peak"]
    for (index, path) in paths.enumerated() {
      try Self.succeed(job + ["-q", "--tasks", "\(index + 1)/3", "--partial", "-o", path])
    }
    let direct = try SourceFilesTests.export(["20260112", "--db", Sample.path, "-e", "peak"])
    try expectSame(try Self.merged(paths), direct)
    let last = try Ebb.run("merge", paths[0], paths[1])
    #expect(last.status == 0 && last.errors.contains("tasks 7, 9 to 12 of 20260112"), "\(last.errors)")
    try Self.succeed(job + ["-q", "--tasks", "8-9", "--partial", "-o", folder.path("again.h5")])
    let doubled = try Ebb.run("merge", paths[0], paths[2], folder.path("again.h5"))
    #expect(doubled.status == 65 && doubled.errors.contains("both have task 9 of"), "\(doubled.errors)")
    let none = try Program.run(Ebb.path, job + ["--tasks", "13-20"])
    #expect(none.status == 66 && none.errors.contains("no results of tasks 13-20"), "\(none.errors)")
    let averaged = try Ebb.run("export", "20260114", "--tasks", "1/2", "--db", Sample.path)
    #expect(averaged.status == 66 && averaged.errors.contains("DIRECT"), "\(averaged.errors)")
  }

  @Test("parts of files know by --all-tasks that the last is missing")
  func lastOfFiles() throws {
    let (folder, paths) = try Self.parts(of: 11, tasks: [1, 2, 3], in: MadeStore.path, "--all-tasks", "1-4")
    let outcome = try Ebb.run("merge", paths[0], paths[1], paths[2])
    #expect(outcome.errors.contains("task 4 of job is in no part"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("no part says"), "\(outcome.errors)")
    let stranger = try Ebb.run(
      "export", folder.path("job"), "--all-tasks", "1-3", "--partial", "-o", folder.path("x.h5"))
    #expect(stranger.status == 64 && stranger.errors.contains("tasks 4"), "\(stranger.errors)")
    // A share of a list of files tells the list.
    let share = folder.path("share.h5")
    try Self.succeed(["export", "-q", folder.path("job"), "--tasks", "1/2", "--partial", "-o", share])
    let half = try Ebb.run("merge", share)
    #expect(half.errors.contains("tasks 3 to 4 of job are in no part"), "\(half.errors)")
  }

  @Test("what is merged keeps its parts' inputs, versions, tasks and commands")
  func origins() throws {
    let folder = try TemporaryFolder()
    for share in 1...2 {
      try Self.succeed([
        "export", "-q", "20260112", "--db", Sample.path, "-e", "peak", "--tasks", "\(share)/2", "--partial",
        "-o",
        folder.path("\(share).h5"),
      ])
    }
    func simulation(_ words: String...) throws -> [String: Any] {
      let outcome = try Program.run(Ebb.path, words + ["-q"], environment: ["EBB_DB": nil])
      let document = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
      return try #require((document?["simulations"] as? [[String: Any]])?.first, "\(outcome.errors)")
    }
    let direct = try simulation("export", "20260112", "--db", Sample.path, "-e", "peak")
    let merged = try simulation("merge", folder.path("1.h5"), folder.path("2.h5"))
    #expect(merged["input_sha256"] as? [String] == direct["input_sha256"] as? [String])
    #expect((merged["input_sha256"] as? [String])?.count == 1)
    #expect(merged["simulator_version"] as? String == "SYNTHETIC ebb-samples")
    for key in ["task", "requested_primaries", "simulated_primaries"] {
      let columns = [direct, merged].map { ($0["tasks"] as? [[String: Any]])?.map { $0[key] as? Int } }
      #expect(columns[0]?.count == 12 && columns[0] == columns[1])
    }
    let command = (merged["origin"] as? [String: String])?["command"] ?? ""
    #expect(command.contains("--tasks 1/2") && command.contains("--tasks 2/2"), "\(command)")
  }

  @Test("what is no part is refused")
  func noParts() throws {
    let (folder, paths) = try Self.parts(of: 11, tasks: [1])
    try Self.succeed(["export", "-q", folder.path("job"), "-o", folder.path("whole.h5")])
    try Data("{}".utf8).write(to: URL(filePath: folder.path("text.h5")))
    let refusals: [([String], Int32, String)] = [
      ([folder.path("whole.h5"), paths[0]], 65, "--partial"), ([folder.path("text.h5")], 65, "text.h5"),
      ([folder.path("none.h5")], 66, "none.h5"), ([paths[0], paths[0]], 64, "twice"),
      ([paths[0], "-f", "hdf5"], 64, "-o FILE.h5"),
      ([paths[0], "--partial", "-o", folder.path("x.csv")], 64, "HDF5"),
      ([], 64, "part"),
    ]
    for (arguments, status, says) in refusals {
      let outcome = try Program.run(Ebb.path, ["merge"] + arguments)
      #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
      #expect(outcome.errors.contains(says), "\(outcome.errors)")
    }
    for options in [["--per-task"], ["--primaries", "100"]] {
      let outcome = try Program.run(
        Ebb.path, ["export", folder.path("job"), "--partial", "-o", folder.path("y.h5")] + options)
      #expect(outcome.status == 64, "\(outcome.errors)")
    }
  }
}
