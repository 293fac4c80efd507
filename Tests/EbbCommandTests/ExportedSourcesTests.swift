import EbbTestSupport
import Foundation
import Testing

/// What ebb has written as HDF5 or JSON, in the place of simulations.
@Suite("Exports as sources") struct ExportedSourcesTests {
  private static let store = Reference.root.appending(path: "samples/pencil-beam.sqlite").path

  /// A folder with an export of one job in both formats, and one of another job.
  private static func exports() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (job, name) in [("id:1", "a.h5"), ("id:1", "a.json"), ("id:2", "b.h5")] {
      let outcome = try Ebb.run(
        "export", job, "-e", "*profile", "-e", "entrance", "-o", folder.path(name), "--db", store)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    return folder
  }

  private static func json(_ words: String...) throws -> Any {
    let outcome = try Program.run(Ebb.path, words, environment: ["EBB_DB": nil])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
  }

  @Test("an audit of exports tells what was found when they were written", arguments: ["h5", "json"])
  func audit(suffix: String) throws {
    let folder = try TemporaryFolder()
    func check(_ job: String, _ options: String...) throws -> (findings: [[String: Any]], Program.Outcome) {
      let name = folder.path("\(UUID()).\(suffix)")
      let export = try Program.run(Ebb.path, ["export", job, "-o", name, "--db", Self.store] + options)
      #expect(export.status == 0, "\(export.errors)")
      let outcome = try Ebb.run("check", name, "--json")
      let answer = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      return (try #require(answer as? [[String: Any]]), outcome)
    }
    let (tasks, first) = try check("id:1")
    #expect(first.status == 1)
    #expect(tasks.map { $0["check"] as? String } == ["failed-tasks", "lost-primaries"])
    #expect(first.errors.contains("when this was written: task 7 FAILED"))
    #expect(first.errors.contains("an export holds no contributions"))
    let (averaged, second) = try check("id:2", "--as-stored")
    #expect(second.status == 1)
    let found = averaged.filter { $0["check"] as? String == "averaged-counts" }
    #expect(found.count == 3 && found.allSatisfy { $0["severity"] as? String == "error" })
    #expect(found.compactMap { $0["estimator"] as? String } == ["yz_profile", "entrance", "peak"])
    #expect(try check("id:2").findings.isEmpty, "what an export mends is none")
  }

  @Test("from HDF5 to JSON and back values, errors, axes, units and metadata are the same bits")
  func roundTrip() throws {
    let folder = try Self.exports()
    func export(_ source: String, _ target: String) throws {
      let outcome = try Ebb.run("export", folder.path(source), "-o", folder.path(target))
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    try export("a.h5", "b.json")
    try export("b.json", "c.h5")
    try export("c.h5", "d.json")
    func pages(_ file: String) throws -> [NSDictionary] {
      let text = try Data(contentsOf: URL(filePath: folder.path(file)))
      let answer = try #require(JSONSerialization.jsonObject(with: text) as? [String: Any])
      let simulations = try #require(answer["simulations"] as? [[String: Any]])
      #expect(simulations.count == 1)
      return simulations.flatMap { $0["estimators"] as? [[String: Any]] ?? [] }.flatMap { estimator in
        (estimator["pages"] as? [[String: Any]] ?? []).map { page in
          var page = page
          page["estimator"] = estimator["name"]
          page["estimator_metadata"] = (estimator["metadata"] as? [String: Any])?["number_of_primaries"]
          // HDF5 tells hits always, JSON on request.
          page["hits"] = nil
          page["zero_limit"] = nil
          // Attributes come back in the order of their names.
          return page as NSDictionary
        }
      }
    }
    let direct = try pages("a.json")
    #expect(direct.count > 10)
    #expect(try pages("b.json") == direct)
    #expect(try pages("d.json") == direct)
    let text = try String(contentsOf: URL(filePath: folder.path("d.json")), encoding: .utf8)
    #expect(text.contains("\"origin\""), "the first export's origin")
    #expect(text.contains("export id:1"), "its command")
    #expect(text.contains("c.h5"), "where it was exported from")
    #expect(text.contains("\"simulated_primaries\""), "the tasks")
  }

  @Test("values, figures and pages are those of the store", arguments: ["a.h5", "a.json"])
  func answers(file: String) throws {
    let folder = try Self.exports()
    let path = folder.path(file)
    let words = ["-e", "z_profile", "-p", "DOSE", "--at", "z=0", "--json"]
    let direct = try Ebb.run(
      "export", "id:1", "-e", "z_profile", "-p", "DOSE", "--at", "z=0", "-f", "csv", "--db", Self.store)
    let read = try Ebb.run("export", path, "-e", "z_profile", "-p", "DOSE", "--at", "z=0", "-f", "csv")
    #expect(read.status == 0, "\(read.errors)")
    #expect(read.output == direct.output)
    let values = try Program.run(Ebb.path, ["values", path] + words, environment: ["EBB_DB": nil])
    #expect(values.status == 0, "\(values.errors)")
    #expect(values.output.contains("\"quantity\": \"DOSE\""))
    let shown = try Ebb.run("show", path, "--values")
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("yz_profile") && shown.output.contains("LARGEST"))
    let bragg = try #require(
      try Self.json("analyze", "bragg", path, "-e", "z_profile", "-p", "DOSE", "--json") as? [[String: Any]])
    let same = try #require(
      try Self.json("analyze", "bragg", "id:1", "-e", "z_profile", "-p", "DOSE", "--json", "--db", Self.store)
        as? [[String: Any]])
    func r80(_ rows: [[String: Any]]) -> Double? { (rows[0]["r80"] as? [String: Any])?["value"] as? Double }
    #expect(r80(bragg) != nil)
    #expect(r80(bragg) == r80(same))
    let stats = try #require(try Self.json("stats", path, "-e", "z_profile", "--json") as? [[String: Any]])
    #expect(stats.count == 4 && stats[0]["median_error"] is Double)
    let drawn = try Ebb.run("show", path, "--plot", "-e", "z_profile", "-p", "0")
    #expect(drawn.status == 0, "\(drawn.errors)")
    let report = try Ebb.run("report", path, "-e", "z_profile", "-o", folder.path("report.html"))
    #expect(report.status == 0, "\(report.errors)")
  }

  @Test("several exports are several simulations")
  func several() throws {
    let folder = try Self.exports()
    let rows = try #require(
      try Self.json("values", folder.path("a.h5"), folder.path("b.h5"), "-e", "entrance", "-p", "0", "--json")
        as? [[String: Any]])
    #expect(rows.compactMap { ($0["simulation"] as? String)?.prefix(8) } == ["20260112", "20260113"])
  }

  @Test("what takes contributions is refused with the reason, and bins put together lose their errors aloud")
  func refusals() throws {
    let folder = try Self.exports()
    let path = folder.path("a.h5")
    let apart = try Ebb.run("export", path, "--per-task")
    #expect(apart.status == 64 && apart.errors.contains("--per-task"), "\(apart.errors)")
    let kind = try Ebb.run("export", path, "--error", "ci95")
    #expect(kind.status == 64 && kind.errors.contains("--error ci95"), "\(kind.errors)")
    let ratio = try Ebb.run("export", path, "-e", "z_profile", "-p", "DLET*", "--sum", "z")
    #expect(ratio.status == 64 && ratio.errors.contains("average"), "\(ratio.errors)")
    let sum = try Ebb.run("export", path, "-e", "z_profile", "-p", "0", "--rebin", "z=4", "-f", "csv")
    #expect(sum.status == 0 && sum.errors.contains("errors of bins that are put together"), "\(sum.errors)")
    // The column is there, and empty.
    #expect(sum.output.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix(",") })
    let full = try Ebb.run(
      "export", "id:1", "-e", "z_profile", "-p", "0", "--rebin", "z=4", "-f", "csv", "--db", Self.store)
    func values(_ csv: String) -> [Double] {
      csv.split(separator: "\n").dropFirst().map { Double($0.split(separator: ",")[3])! }
    }
    for (read, direct) in zip(values(sum.output), values(full.output)) {
      #expect(abs(read - direct) <= 1e-12 * abs(direct))
    }
  }

  @Test("input and logs take files of the web interface")
  func inputs() throws {
    let folder = try TemporaryFolder()
    let saved = folder.path("saved-result.json")
    #expect(try Ebb.run("export", "id:3", "-f", "yaptide", "-o", saved, "--db", Self.store).status == 0)
    let input = try Ebb.run("input", saved, "--json")
    #expect(input.status == 0, "\(input.errors)")
    #expect(input.output.contains("RNDSEED"), "\(input.output.prefix(200))")
    #expect(try Ebb.run("logs", saved).status == 66)
  }
}
