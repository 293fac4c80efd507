import EbbTestSupport
import Foundation
import Testing

/// Commands as people say them, and the words in which they are answered.
@Suite("Asking") struct AskingTests {
  static let store = Reference.root.appending(path: "samples/pencil-beam.sqlite").path

  static func run(_ words: String..., folder: String? = nil) throws -> Program.Outcome {
    try run(words, folder: folder)
  }

  static func run(_ words: [String], folder: String? = nil) throws -> Program.Outcome {
    try Program.run(
      Ebb.path, words,
      environment: ["EBB_DB": store, "FLASK_SQLALCHEMY_DATABASE_URI": nil, "COLUMNS": nil], folder: folder)
  }

  static func rows(_ words: String...) throws -> [[String: Any]] {
    let outcome = try run(words + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let answer = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(answer as? [[String: Any]])
  }

  /// What is answered to people who mistake something: a snapshot of all, one after another.
  private static let mistakes: [[String]] = [
    ["exprot"], ["20260112"], ["20260112", "export", "-o", "x.h5"], ["export", "20260112", "z_profile"],
    ["list", "simulation"], ["analyze", "brag", "latest"], ["show", "--jsn"],
    ["export", "latest", "--at", "z", "--formt", "h5"], ["export", "--formt", "h5"],
    ["export", "latest", "--at", "z"], ["export", "latest", "--at", "z=here"],
    ["export", "latest", "--at", "z=3parsec"], ["export", "latest", "--range", "z=3:1"],
    ["export", "latest", "--range", "z=5"], ["export", "latest", "--range", "z=:"],
    ["export", "latest", "--range", "z=1cm:2MeV"], ["export", "latest", "--rebin", "z=0"],
    ["export", "latest", "--rebin", "z=1.5"], ["export", "latest", "--sum", "z=3"],
    ["list", "simulations", "--state", "COMPLETE"], ["list", "simulations", "--state", "CANCELED"],
    ["list", "simulations", "--user", "alcie"], ["list", "simulations", "--simulator", "shieldhit12"],
    ["list", "simulations", "--title", "*carbon*"], ["list", "simulations", "--since", "2030-01-01"],
    ["list", "simulations", "--state", "FAILED", "--user", "carol"],
    ["stats", "--all", "--state", "COMPLET"],
    ["list", "pages", "--quantity", "LTE"], ["list", "pages", "-e", "z_profil"],
    ["list", "pages", "--unit", "Bq"], ["list", "pages", "-p", "DOSE,DLET"],
    ["show", "2026"], ["show", "latest:*carbon*"], ["show", "20260199"],
    ["show", "Proton pencil beam 150 MeV, replica 3"], ["show", "nowhere.sqlite"], ["show", "nowhere.h5"],
    ["show", store], ["list", "simulations", "--columns", "titel"],
    ["list", "simulations", "--sort", "titel"], ["list", "tasks", "--title", "*pensil beam*"],
    ["export", "id:1", "-e", "z_profil"], ["export", "id:1", "-e", "LTE"], ["export", "id:1", "-e", "DOSE"],
    ["export", "id:1", "-e", "z_profile,yz_profile"], ["export", "id:1", "-p", "DOSE,FLUENCE (Protons)"],
    ["export", "id:1", "-p", "DOSE,nothing"], ["export", "id:1", "-p", "LTE"],
    ["export", "id:1", "-p", "DLTE"], ["export", "id:1", "--sum", "zz"],
    ["export", "id:1", "-e", "z_profile", "-p", "0", "--at", "z=7MeV"],
    ["export", "id:1", "-f", "csv", "-o", "x.h5"],

    ["show", "README.md"], ["show", "login.json"], ["merge", "README.md"],
    ["list", "simulations", "--db", "login.json"], ["list", "simulations", "--db", "README.md"],
    ["export", "id:1", "-o", "nowhere/x.h5"], ["export", "id:5"], ["values", "id:1", "-e", "z_profile"],
  ]

  @Test("whoever mistakes something is told what, and what there is instead")
  func messages() throws {
    let folder = try TemporaryFolder()
    let given = [("README.md", "# Results\n"), ("login.json", "<!DOCTYPE html>\n<title>Log in</title>\n")]
    for (name, content) in given { try Data(content.utf8).write(to: URL(filePath: folder.path(name))) }
    var text = ""
    for words in Self.mistakes {
      let outcome = try Self.run(words, folder: folder.url.path)
      let asked = "$ ebb \(words.joined(separator: " "))\n\(outcome.errors)[\(outcome.status)]\n\n"
      text += asked.replacing(Reference.root.path + "/", with: "")
    }
    try expectSnapshot(text, named: "messages")
    #expect(try folder.names == given.map(\.0))
  }

  @Test(
    "a job is named by its number, a beginning, as the latest, and by its title",
    arguments: [
      ("id:3", "20260114"), ("20260114", "20260114"), ("latest", "20260116"),
      ("latest:*replica*", "20260115"), ("latest:*REPLICA 1", "20260114"),
      ("Proton pencil beam 150 MeV, replica 1", "20260114"),
      ("proton pencil beam 150 mev, REPLICA 2", "20260115"),
    ])
  func names(_ reference: String, job: String) throws {
    let outcome = try Self.run("show", reference)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("Simulation  \(job)"))
  }

  @Test(
    "the pages that scored a quantity are found by its name, a word, its filter and its unit, over all jobs")
  func search() throws {
    func names(_ words: String...) throws -> Set<String> {
      Set(try Self.rows(["list", "pages"] + words).compactMap { $0["page_name"] as? String })
    }
    #expect(try names("--quantity", "LET") == ["DLET", "TLET"])
    #expect(try names("--quantity", "dlet") == ["DLET"])
    #expect(try names("-p", "FLUENCE (Protons)", "-e", "z_profile") == ["FLUENCE"])
    #expect(try names("--unit", "keV/um") == ["DLET", "TLET"])
    #expect(try names("-e", "entrance", "-p", "0") == ["DOSE"])
    let jobs = try Self.rows("list", "simulations", "--quantity", "LET").compactMap {
      $0["job_id"] as? String
    }
    #expect(jobs.map { String($0.prefix(8)) } == ["20260115", "20260114", "20260113", "20260112"])
    let filtered = try Self.rows("list", "pages", "-p", "FLUENCE (Protons)", "20260113")
    #expect(!filtered.isEmpty && filtered.allSatisfy { $0["filter"] as? String == "Protons" })
  }

  private static func rows(_ words: [String]) throws -> [[String: Any]] {
    let outcome = try run(words + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let answer = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(answer as? [[String: Any]])
  }

  @Test(
    "what ebb prints of a page selects it",
    arguments: ["FLUENCE (Protons)", "1 FLUENCE (Protons)", "fluence (prot*)"])
  func printed(page: String) throws {
    let outcome = try Self.run("export", "id:1", "-e", "z_profile", "-p", page, "-f", "csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let number = try Self.run("export", "id:1", "-e", "z_profile", "-p", "1", "-f", "csv")
    #expect(outcome.output == number.output)
  }

  @Test("places are taken in any unit of length")
  func units() throws {
    func csv(_ words: String...) throws -> String {
      let outcome = try Self.run(["export", "id:1", "-e", "z_profile", "-p", "0", "-f", "csv"] + words)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    #expect(try csv("--at", "z=7mm") == csv("--at", "z=0.7"))
    #expect(try csv("--range", "z=50:60mm") == csv("--range", "z=5:6"))
    #expect(try csv("--rebin", "z=20mm") == csv("--rebin", "z=2cm"))
  }

  @Test("single values come as a table, with errors and units; others at a place")
  func values() throws {
    let values = try Self.rows("values", "id:1", "-e", "entrance")
    #expect(
      values.compactMap { $0["quantity"] as? String } == ["DOSE", "AVG-ENERGY", "DLET", "TLET", "COUNT"])
    #expect(values.allSatisfy { $0["value"] is Double && $0["error"] is Double && $0["unit"] is String })
    let entrance = try Self.rows("values", "id:1", "-p", "DOSE", "-e", "z_profile", "--at", "z=0")
    #expect(entrance.count == 1)
    let exported = try Self.run("export", "id:1", "-p", "DOSE", "-e", "z_profile", "--at", "z=0", "-f", "csv")
    let cells = exported.output.split(separator: "\n")[1].split(separator: ",").map { Double($0)! }
    // Foundation's reader of JSON may be off by the last bit.
    #expect(Self.isClose(entrance[0]["value"], cells[0]))
    #expect(Self.isClose(entrance[0]["error"], cells[1]))
    let table = try Self.run("values", "id:1", "-e", "entrance").output
    #expect(table.contains("±") && table.contains("MeV/g"))
    try expectSnapshot(
      try Program.run(
        Ebb.path, ["values", "id:1", "-p", "DOSE", "--at", "z=0"],
        environment: ["EBB_DB": Self.store, "COLUMNS": "80"]
      ).output, named: "values-80")
  }

  private static func isClose(_ read: Any?, _ number: Double) -> Bool {
    guard let read = read as? Double else { return false }
    return abs(read - number) <= 1e-14 * abs(number)
  }

  @Test("show tells the least, largest and mean value of each page on request")
  func ranges() throws {
    let outcome = try Self.run("show", "id:1", "--values", "-e", "z_profile", "-p", "0", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let answer = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let page = try #require(
      (answer["pages"] as? [[String: Any]])?.first { $0["estimator"] as? String == "z_profile" })
    #expect((answer["pages"] as? [Any])?.count == 1)
    let csv = try Self.run("export", "id:1", "-e", "z_profile", "-p", "0", "-f", "csv").output
    let values = csv.split(separator: "\n").dropFirst().map { Double($0.split(separator: ",")[3])! }
    #expect(Self.isClose(page["least"], try #require(values.min())))
    let largest = try #require(values.max())
    #expect(Self.isClose(page["largest"], largest))
    let row = try #require(
      csv.split(separator: "\n").dropFirst().first { $0.split(separator: ",")[3] == "\(largest)" })
    let cells = row.split(separator: ",")
    #expect(page["largest_place"] as? String == "z = \(cells[1]) cm")
    #expect(Self.isClose(page["largest_error"], Double(cells[4])!))
    let mean = try #require(page["mean"] as? Double)
    #expect(abs(mean - values.reduce(0, +) / Double(values.count)) < 1e-12)
    #expect(try Self.run("show", "id:1").output.contains("LARGEST") == false)
  }

  @Test("check, stats, analyze and report take all that filters select")
  func all() throws {
    let stats = try Self.rows("stats", "--all", "--user", "bob", "-e", "entrance", "-p", "0")
    #expect(stats.compactMap { ($0["simulation"] as? String)?.prefix(8) } == ["20260115", "20260114"])
    let check = try Self.run("check", "--all", "--json")
    #expect(check.status == 1, "\(check.errors)")
    #expect(check.output.contains("20260113") && check.output.contains("20260116"))
    let bragg = try Self.rows(
      "analyze", "bragg", "--all", "--platform", "BATCH", "-e", "z_profile", "-p", "DOSE")
    #expect(bragg.count == 1)
    let folder = try TemporaryFolder()
    let report = try Self.run(
      "report", "--all", "--user", "bob", "-e", "entrance", "-o", folder.path("all") + "/")
    #expect(report.status == 0, "\(report.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("all")).count == 3)
    #expect(try Self.run("stats", "id:1", "--all").status == 64)
    #expect(try Self.run("stats", "id:1", "--state", "COMPLETED").status == 64)
  }

  @Test("of two jobs that are asked for, one that has nothing is told of, and the status is 1")
  func one() throws {
    let folder = try TemporaryFolder()
    for output in [folder.path("both.json"), folder.path("each") + "/"] {
      let outcome = try Self.run("export", "id:1", "id:5", "-e", "entrance", "-o", output)
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("20260116"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("each")).count == 1)
  }

  @Test("FAILED tasks are warned of once a run; what exists and is skipped is counted")
  func once() throws {
    let folder = try TemporaryFolder()
    let words = [
      "export", "--all", "--state", "COMPLETED", "-e", "entrance", "-f", "csv", "-o", folder.path("all/"),
    ]
    let first = try Self.run(words)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.components(separatedBy: "FAILED").count == 2, "\(first.errors)")
    let job = "20260112-081500-3f6c1a52-8b0e-4d17-9a44-c05be7d2f6a1BATCH"
    #expect(first.errors.contains("task 7 of \(job) FAILED: its results are left out"))
    let again = try Self.run(words + ["--skip-existing"])
    #expect(again.errors.contains("4 exist already and were skipped."), "\(again.errors)")
  }

  @Test(
    "a suffix of no format is refused with those that there are", arguments: ["x.docx", "x.csv.gz", "x.out"])
  func noFormat(output: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Self.run("export", "id:1", "-o", output, folder: folder.url.path)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("is the suffix of no format") && outcome.errors.contains(".h5, "))
    #expect(try folder.names == [])
  }

  @Test("-f takes a format's suffix too", arguments: ["h5", "hdf5", "HDF5"])
  func suffixes(format: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Self.run("export", "id:1", "-e", "entrance", "-f", format, "-o", folder.path("x.h5"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let tabs = try Self.run("export", "id:1", "-e", "z_profile", "-p", "0", "-f", "tsv").output
    #expect(tabs.contains("\t") && !tabs.contains(","))
  }
}
