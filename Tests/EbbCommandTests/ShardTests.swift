import EbbTestSupport
import Foundation
import Testing

/// Shares of all simulations, as several machines take them.
@Suite("Shares of simulations") struct ShardTests {
  private static func lines(_ arguments: [String]) throws -> [String] {
    let outcome = try Program.run(Ebb.path, arguments + ["--db", Sample.path], environment: ["EBB_DB": nil])
    #expect(outcome.status == 0 || arguments[0] == "check" && outcome.status == 1, "\(outcome.errors)")
    return outcome.output.split(separator: "\r\n").flatMap { $0.split(separator: "\n") }.map(String.init)
  }

  @Test("answers about the shards are together those about all", arguments: ["stats", "check"])
  func answers(command: String) throws {
    let all = try Self.lines([command, "--all", "--csv"])
    let parts = try (1...2).flatMap {
      try Self.lines([command, "--all", "--shard", "\($0)/2", "--csv"]).dropFirst()
    }
    #expect(parts.sorted() == all.dropFirst().sorted() && !parts.isEmpty)
  }

  @Test("reports of the shards have together the names of all")
  func reports() throws {
    let folder = try TemporaryFolder()
    let options = ["report", "--all", "--state", "COMPLETED", "-e", "peak", "--db", Sample.path, "-q"]
    for number in ["1/2", "2/2"] {
      let outcome = try Program.run(
        Ebb.path, options + ["--shard", number, "-o", folder.path("shards") + "/"])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let listed = try Self.lines([
      "list", "simulations", "--state", "COMPLETED", "--columns", "simulation", "--csv",
    ])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("shards")).sorted()
    let indexes = ["index-1-of-2.html", "index-2-of-2.html"]
    #expect(names == (listed.dropFirst().map { $0 + ".html" } + indexes).sorted())
  }

  @Test("a plan's shards are balanced, and make what one process makes")
  func plan() throws {
    let folder = try TemporaryFolder()
    let plan = folder.path("plan.json")
    let made = try Ebb.run("plan", "--shards", "2", "-o", plan, "--db", Sample.path)
    #expect(made.status == 0 && made.errors.contains("5 simulations"), "\(made.errors)")
    let options = ["export", "--all", "--db", Sample.path, "-e", "peak", "-f", "json", "-q"]
    let environment = ["SOURCE_DATE_EPOCH": "1750000000"]
    for number in ["1/2", "2/2"] {
      let outcome = try Program.run(
        Ebb.path, options + ["--shard", number, "--plan", plan, "-o", folder.path("out") + "/"],
        environment: environment)
      #expect(outcome.status == 0, "\(outcome.errors)")
      if number == "1/2" {
        let half = try Ebb.run("index", folder.path("out"))
        #expect(half.status == 1 && half.errors.contains("shard 2 of 2 of the plan"), "\(half.errors)")
      }
    }
    #expect(try Ebb.run("index", folder.path("out"), "-q").status == 0)
    try #require(
      try Program.run(Ebb.path, options + ["-o", folder.path("whole") + "/"], environment: environment).status
        == 0)
    let difference = try Program.run(
      "diff", ["-r", "--exclude=index.d", folder.path("whole"), folder.path("out")])
    #expect(difference.status == 0, "\(difference.output)")
  }

  @Test(
    "what makes no sense is refused with a word on what does",
    arguments: [
      (["export", "20260112", "--shard", "1/2"], "--all"),
      (["export", "--all", "--shard", "3/2", "-o", "x/"], "3/8"),
      (["stats", "--all", "--plan", "plan.json"], "--shard K/N"), (["plan", "--shards", "0"], "from 1"),
      (["check", "--all", "--shard", "1/2", "--plan", "/nowhere.json"], "no plan"),
      (["index", "/nowhere"], "no folder"), (["export", "20260112", "--tasks", "x"], "1-50,53"),
    ])
  func refused(words: [String], says: String) throws {
    let outcome = try Program.run(Ebb.path, words + (words[0] == "index" ? [] : ["--db", Sample.path]))
    #expect([64, 66].contains(outcome.status) && outcome.errors.contains(says), "\(outcome.errors)")
  }
}
