import EbbTestSupport
import Foundation
import Testing

/// The commands to look around in a store with.
@Suite("Looking around") struct ListingTests {
  static let commands = [
    "list users", "list clusters", "list simulations", "list tasks 20260113",
    "list estimators 20260112 --limit 4",
    "list pages 20260112 --limit 4", "show 20260112", "show 20260116", "logs 20260116", "schema",
    "analyze bragg 20260112 -e z_profile -p 0", "analyze bragg 20260112 20260113 -e z_profile -p 0,1",
    "analyze lateral 20260112 -e yz_profile -p 0 --at z=10",
    "analyze spectrum 20260112 20260114 -e peak -p 4", "analyze dvh 20260112 20260114 -e xyz_dose",
    "stats 20260112", "compare 20260112 20260114 --gamma 3%/2mm", "check 20260112",
    "quantities --simulator=shieldhit",
  ]

  /// Those that find something, and say so by their exit status.
  private static let finding = ["compare", "check"]

  @Test(
    "answers on the sample are what the snapshots hold, in a terminal of 80 and of 120 columns, and fit",
    arguments: commands, ["80", "120"])
  func table(command: String, columns: String) throws {
    let outcome = try run(command, environment: ["COLUMNS": columns])
    let finds = Self.finding.contains { command.hasPrefix($0) }
    #expect(outcome.status == 0 || finds && outcome.status == 1, "\(outcome.errors)")
    try expectSnapshot(outcome.output, named: "\(name(command))-\(columns)")
    // What is a file for other programs is as it is.
    if command.hasPrefix("logs") || command == "schema" { return }
    for line in outcome.output.split(separator: "\n") { #expect(line.count <= Int(columns)!, "\(line)") }
  }

  @Test("list alone lists simulations, with their options", arguments: ["", " --limit 2 --json"])
  func listAlone(options: String) throws {
    let outcome = try run("list" + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == (try run("list simulations" + options)).output)
  }

  @Test(
    "answers for programs are what the snapshots hold", arguments: commands.filter { $0.hasPrefix("list") },
    ["csv", "json"])
  func forPrograms(command: String, form: String) throws {
    let outcome = try run("\(command) --\(form)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    try expectSnapshot(outcome.output, named: "\(name(command))-\(form)")
  }

  @Test("JSON has the store's column names, and those of other answers")
  func columnNames() throws {
    let schema = try run("schema").output
    for command in ["users", "clusters", "simulations", "tasks", "estimators"] {
      let answer = try run("list \(command) --json").output
      let rows = try #require(JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [[String: Any]])
      let shared = ["simulation", "user", "simulator", "state", "task", "estimator", "cluster", "provider"]
      for key in try #require(rows.first).keys where !shared.contains(key) {
        // Each stands in the schema as a column: "+VARCHAR title".
        #expect(schema.contains(" \(key)\n") || schema.contains(" \(key) "), "\(command): \(key)")
      }
    }
  }

  @Test("rows are sorted by any column, and limited after that")
  func sorts() throws {
    func column(_ name: String, _ command: String) throws -> [String] {
      let rows = try JSONSerialization.jsonObject(with: Data(try run(command + " --json").output.utf8))
      return try #require(rows as? [[String: Any]]).map { "\($0[name] ?? "")" }
    }
    let titles = try column("title", "list simulations --sort title")
    #expect(titles == titles.sorted())
    let last = try column("title", "list simulations --sort title:desc --limit 2")
    #expect(last == Array(titles.reversed().prefix(2)))
    let primaries = try column("simulated_primaries", "list tasks 20260112 --sort simulated_primaries").map {
      Int($0)!
    }
    #expect(primaries == primaries.sorted())
    #expect(
      try column("simulated_primaries", "list tasks 20260112 --sort simulated_primaries:desc --limit 1")
        == ["5000"])
    for name in ["STARTED", "started", "start_time"] {
      let found = try run("list simulations --sort \(name) --csv --columns title")
      #expect(found.output == (try run("list simulations --sort start_time --csv --columns title")).output)
      #expect(found.errors.isEmpty, "\(found.errors)")
    }
    let old = try run("list simulations --sort job_state --limit 1 --columns state --csv")
    #expect(old.output == "state\nCOMPLETED\n")
    #expect(old.errors.contains("'job_state' is called 'state' now"))
    #expect(
      try run("list tasks --sort simulated:desc --limit 1 --csv --columns simulated").output.hasSuffix(
        "\n5000\n"))
    #expect(try run("list tasks --sort nosuch").status == 64)
    #expect(try run("list simulations --sort nosuch").errors.contains("STARTED"))
    #expect(try run("show 20260112 --columns nosuch").status == 64)
    #expect(try run("list users --sort id:up").status == 64)
  }

  @Test("filters choose the simulations whose rows are listed")
  func filters() throws {
    func jobs(_ command: String) throws -> Set<String> {
      let rows = try JSONSerialization.jsonObject(with: Data(try run(command + " --json").output.utf8))
      return Set(try #require(rows as? [[String: Any]]).map { String("\($0["job_id"] ?? "")".prefix(8)) })
    }
    #expect(try jobs("list tasks --platform batch") == ["20260112"])
    #expect(try jobs("list tasks --state failed") == ["20260116"])
    #expect(try jobs("list pages --title *replica*") == ["20260114", "20260115"])
    #expect(try jobs("list estimators --since 2026-01-13 --until 2026-01-15") == ["20260113", "20260114"])
    #expect(try jobs("list estimators 20260112 20260113 --platform direct") == ["20260113"])
    #expect(try jobs("list tasks --title nosuch") == [])
  }

  @Test("input files and the project come as they were")
  func input() throws {
    let store = MadeStore.path
    let folder = try TemporaryFolder()
    let written = try Ebb.run("input", "id:6", "--db", store, "-o", folder.path("in"))
    #expect(written.status == 0, "\(written.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("in")).sorted()
    #expect(names == ["beam.dat", "detect.dat", "geo.dat", "info.json", "mat.dat", "project.json"])
    let whole = try Ebb.run("input", "id:6", "--db", store, "--json").output
    let input = try #require(JSONSerialization.jsonObject(with: Data(whole.utf8)) as? [String: Any])
    let files = try #require(input["input_files"] as? [String: String])
    #expect(try String(contentsOfFile: folder.path("in/beam.dat"), encoding: .utf8) == files["beam.dat"])
    let project = try Ebb.run("input", "id:6", "--db", store).output
    #expect(try String(contentsOfFile: folder.path("in/project.json"), encoding: .utf8) == project)
    #expect(whole.contains(project.trimmingCharacters(in: .newlines)))
    #expect(try Ebb.run("input", "id:6", "--db", store, "-o", folder.path("in")).status == 73)
    #expect(try Ebb.run("input", "id:4", "--db", store).output.hasPrefix("TITLE"))
    #expect(try Ebb.run("input", "id:20", "--db", store).status == 66)
  }

  @Test("log files come one after another, or as files")
  func logs() throws {
    let store = MadeStore.path
    let several = try Ebb.run("logs", "id:17", "--db", store).output
    #expect(several.hasPrefix("==> shieldhit_0001.log <==\n"))
    #expect(several.components(separatedBy: "==> ").count == 5)
    let folder = try TemporaryFolder()
    #expect(try Ebb.run("logs", "id:17", "--db", store, "-o", folder.url.path).status == 0)
    #expect(try folder.names.first == "shieldhit_0001.log")
    #expect(try Ebb.run("logs", "id:6", "--db", store).status == 66)
  }

  @Test("every store shows the same", arguments: SameResults.present)
  func stores(store: SameResults) throws {
    func answers(_ url: String) throws -> [String] {
      try ["list users", "list simulations --json", "list tasks --csv", "show id:11 --json", "logs id:10"].map
      {
        try Program.run(Ebb.path, $0.split(separator: " ").map(String.init) + ["--db", url]).output
      }
    }
    #expect(try answers(store.url()) == answers(SameResults.sqlite.url()))
  }

  private func run(_ command: String, environment: [String: String?] = [:]) throws -> Program.Outcome {
    let store = command.hasPrefix("quantities") ? [] : ["--db", Sample.path]
    return try Program.run(
      Ebb.path, command.split(separator: " ").map(String.init) + store,
      environment: ["COLUMNS": nil].merging(environment) { $1 })
  }

  private func name(_ command: String) -> String {
    command.split(separator: " ").filter { !$0.hasPrefix("-") && Int($0) ?? 9999 > 99 }.joined(separator: "-")
      .replacing("%/", with: "-")
  }
}
