import EbbTestSupport
import Foundation
import Testing

/// Results of files as simulations of a store of one's own.
@Suite("Imports") struct ImportTests {
  /// The layout that a simulation's results are written in.
  struct Source: Sendable, CustomTestStringConvertible {
    var simulation: Int
    var layout: String
    var testDescription: String { "\(simulation), \(layout)" }
  }

  private static let made = [
    Source(simulation: 3, layout: "answer"), Source(simulation: 6, layout: "saved"),
    Source(simulation: 7, layout: "names"), Source(simulation: 8, layout: "folders.gz"),
    Source(simulation: 10, layout: "folders"), Source(simulation: 11, layout: "folders"),
  ]

  private static func run(_ arguments: [String], db: String? = nil) throws -> Program.Outcome {
    try Program.run(
      Ebb.path, arguments, environment: ["EBB_DB": db, "SOURCE_DATE_EPOCH": "1750000000", "COLUMNS": "200"])
  }

  /// The estimators of an export in JSON, with all that is said of their pages.
  private static func estimators(_ arguments: [String], db: String? = nil) throws -> NSArray {
    let outcome = try run(["export", "-q", "-f", "json"] + arguments, db: db)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    let simulations = try #require(object?["simulations"] as? [[String: Any]])
    return try #require(simulations.first?["estimators"] as? NSArray)
  }

  private static func check(_ source: Source, from store: String) throws {
    let folder = try TemporaryFolder()
    try SourceFilesTests.write(source.simulation, source.layout, to: folder.path("job"), from: store)
    let (job, db) = (folder.path("job"), folder.path("jobs.sqlite"))
    let first = try run(["import", job, "-o", db, "--verify"])
    #expect(first.status == 0 && first.errors.contains("1 simulation compared"), "\(first.errors)")
    let before = try folder.bytes("jobs.sqlite")
    let again = try run(["import", job, "-o", db])
    #expect(again.status == 0 && again.errors.contains("there already"), "\(again.errors)")
    #expect(try folder.bytes("jobs.sqlite") == before)
    for options in [[], ["--per-task"]] {
      let areSame = try estimators([job] + options) == estimators(["id:1"] + options, db: db)
      #expect(areSame, "\(options)")
    }
    for command in [["stats"], ["values", "--at", "z=0"]] {
      let (own, other) = (try run(command + [job, "--csv"]), try run(command + ["id:1", "--csv"], db: db))
      #expect(own.status == other.status)
      // The first column is the simulation's name, which an import chooses.
      func rows(_ text: String) -> [Substring] {
        text.split(separator: "\n").map { $0.drop { $0 != "," } }
      }
      #expect(rows(own.output) == rows(other.output), "\(command)")
    }
    let listed = try run(["list", "pages", "id:1", "--json"], db: db)
    #expect(listed.status == 0 && !listed.output.contains("\"dimensions\": null"))
  }

  @Test("every command says of what was imported what it says of the files", arguments: made)
  func same(_ source: Source) throws { try Self.check(source, from: MadeStore.path) }

  @Test(
    "the reference's results too", .enabled(if: Reference.isPresent, "real results"),
    arguments: [
      Source(simulation: 1, layout: "answer"), Source(simulation: 5, layout: "saved"),
      Source(simulation: 7, layout: "names"),
    ])
  func reference(_ source: Source) throws { try Self.check(source, from: Reference.path("real.sqlite")) }

  @Test(
    "a file for the web interface that is made of an import has its values, and is imported as the same job")
  func interface() throws {
    let folder = try TemporaryFolder()
    let (one, two) = (folder.path("one.sqlite"), folder.path("two.sqlite"))
    try SourceFilesTests.write(6, "saved", to: folder.url.path)
    #expect(try Self.run(["import", folder.path("saved-result.json"), "-o", one]).status == 0)
    let back = folder.path("back-result.json")
    #expect(try Self.run(["export", "id:1", "-f", "yaptide", "-o", back], db: one).status == 0)
    #expect(try Self.run(["import", back, "-o", two, "--verify"]).status == 0)
    func jobs(_ db: String) throws -> String {
      try Self.run(["list", "simulations", "--csv", "--columns", "simulation,title,state,platform"], db: db)
        .output
    }
    #expect(try jobs(one) == jobs(two))
    let arguments = ["id:1", "-f", "ndjson", "--as-stored"]
    let values = try [one, two].map { try Self.run(["export", "-q"] + arguments, db: $0).output }
    #expect(values[0] == values[1] && !values[0].isEmpty)
    #expect(try Self.run(["input", "id:1"], db: one).output == Self.run(["input", "id:1"], db: two).output)
  }

  @Test("titles and users are chosen, simulations of several folders are several")
  func names() throws {
    let folder = try TemporaryFolder()
    let db = folder.path("jobs.sqlite")
    for (name, simulation) in [("a", 12), ("b", 13)] {
      try SourceFilesTests.write(simulation, "answer", to: folder.path("jobs/\(name)"))
    }
    let refused = try Self.run(["import", folder.path("jobs"), "-o", db, "--title", "T"])
    #expect(refused.status == 64 && refused.errors.contains("one by one"))
    #expect(try !folder.names.contains("jobs.sqlite"))
    #expect(try Self.run(["import", folder.path("jobs"), "-o", db]).status == 0)
    let other = folder.path("other.sqlite")
    let named = try Self.run(
      ["import", folder.path("jobs/a"), "-o", other, "--title", "T", "--user", "ann"])
    #expect(named.status == 0)
    func list(_ db: String) throws -> String {
      try Self.run(["list", "simulations", "--csv", "--columns", "title,user,state,platform"], db: db).output
    }
    #expect(try list(other).contains("T,ann,COMPLETED,DIRECT"))
    #expect(try list(db).split(separator: "\n").count == 3 && list(db).contains("import"))
    // What is there under another title is another simulation.
    let clash = try Self.run(["import", folder.path("jobs/a"), "-o", db, "--title", "T"])
    #expect(clash.status == 73 && clash.errors.contains("its title is"), "\(clash.errors)")
    // Archives of archives: imported simulations are like others.
    #expect(
      try Self.run(["archive", "--all", "-o", other, "--user", "import"], db: db).errors.contains(
        "1 simulation"))
  }

  @Test("exports of ebb are refused, with the way that there is")
  func exports() throws {
    let folder = try TemporaryFolder()
    for file in ["a.h5", "a.json"] {
      let made = try Self.run(["export", "id:1", "-q", "-o", folder.path(file)], db: MadeStore.path)
      #expect(made.status == 0)
      let outcome = try Self.run(["import", folder.path(file), "-o", folder.path("x.sqlite")])
      #expect(outcome.status == 64 && outcome.errors.contains("-f yaptide"), "\(outcome.errors)")
    }
    #expect(try folder.names == ["a.h5", "a.json"])
  }
}
