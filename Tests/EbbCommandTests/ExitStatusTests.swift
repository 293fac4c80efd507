import EbbSamples
import EbbTestSupport
import Foundation
import Testing

/// Every exit status that `ebb` has, each by the shortest way to it.
@Suite("Exit status") struct ExitStatusTests {
  private static let store = MadeStore.path

  @Test("0: done")
  func done() throws {
    #expect(try Ebb.run("export", "id:7", "--db", Self.store).status == 0)
  }

  @Test("1: done, but something was left out on request, or found")
  func incomplete() throws {
    let folder = try TemporaryFolder()
    let broken = try #require(BrokenStore.all.first { $0.name == "bad_json" })
    try broken.write(to: folder.path("broken.sqlite"))
    #expect(try Ebb.run("export", "id:1", "--keep-going", "--db", folder.path("broken.sqlite")).status == 1)
    #expect(try Ebb.run("check", "id:11", "--db", Self.store).status == 1)
    #expect(try Ebb.run("compare", "id:6", "id:7", "--db", Self.store).status == 1)
  }

  @Test("64: usage")
  func usage() throws {
    #expect(try Ebb.run("export", "id:7", "--nonsense", "--db", Self.store).status == 64)
  }

  @Test("65: broken data")
  func brokenData() throws {
    let folder = try TemporaryFolder()
    let broken = try #require(BrokenStore.all.first { $0.name == "truncated_gzip" })
    try broken.write(to: folder.path("broken.sqlite"))
    #expect(try Ebb.run("export", "id:1", "--db", folder.path("broken.sqlite")).status == 65)
  }

  @Test(
    "66: no such job, estimator or page", arguments: [["id:99"], ["id:7", "-e", "x"], ["id:7", "-p", "77"]])
  func notFound(arguments: [String]) throws {
    #expect(try Program.run(Ebb.path, ["export", "--db", Self.store] + arguments).status == 66)
  }

  @Test("69: no store there", arguments: ["/nowhere.sqlite", "postgresql://u@127.0.0.1:1/d"])
  func unreachable(store: String) throws {
    #expect(try Ebb.run("list", "simulations", "--db", store).status == 69)
  }

  @Test("73: the output cannot be made")
  func notCreatable() throws {
    #expect(try Ebb.run("export", "id:7", "--db", Self.store, "-o", "/no/such/folder/x.json").status == 73)
  }

  @Test("74: reading or writing failed")
  func writing() throws {
    let outcome = try Program.run(
      "sh", ["-c", "'\(Ebb.path)' export id:7 --db '\(Self.store)' > /dev/full"])
    #expect(outcome.status == 74, "\(outcome.errors)")
  }

  @Test("77: not permitted", .enabled(if: PostgreSQLServer.canStart))
  func notPermitted() throws {
    let port = try #require(try PostgreSQLServer.shared().port)
    let outcome = try Ebb.run(
      "list", "simulations", "--db", "postgresql://ebb:wrong@127.0.0.1:\(port)/postgres")
    #expect(outcome.status == 77, "\(outcome.errors)")
  }

  @Test("130: interrupted")
  func interrupted() throws {
    let server = try SilentServer()
    let outcome = try Ebb.run(
      "list", "simulations", "--db", "postgresql://u@127.0.0.1:\(server.port)/d?connect_timeout=600",
      interruptWhen: { server.hasConnection })
    #expect(outcome.status == 130, "\(outcome.errors)")
  }
}
