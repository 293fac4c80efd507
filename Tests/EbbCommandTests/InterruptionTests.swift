import EbbTestSupport
import Foundation
import Testing

/// Ctrl-C while the store is waited for.
@Suite("Interruptions of a store", .enabled(if: Reference.isPresent && PostgreSQLServer.canStart))
struct InterruptionTests {
  /// Without an end by the signal it would be ten minutes; it looks every 50 ms, on a machine that other tests share.
  static let mostSeconds = 120.0

  private func interrupted(_ url: String, _ arguments: String...) throws {
    let begun = Date.now
    var last = begun
    let outcome = try Program.run(
      Ebb.path, arguments, environment: ["EBB_DB": url, "FLASK_SQLALCHEMY_DATABASE_URI": nil],
      interruptWhen: {
        last = Date.now
        return last.timeIntervalSince(begun) > 1.5
      })
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("interrupted"))
    #expect(outcome.output == "")
    #expect(Date.now.timeIntervalSince(last) < Self.mostSeconds)
  }

  @Test("a server that never answers")
  func silent() throws {
    let server = try SilentServer()
    try interrupted(
      "postgresql://ann@127.0.0.1:\(server.port)/x?connect_timeout=600", "list", "simulations")
  }

  @Test("a table that is locked")
  func locked() throws {
    let server = try PostgreSQLServer.start()
    let url = try server.createDatabase()
    try server.run("\\i \(Reference.path("real.pg.sql"))", on: url)
    let locker = Thread {
      try? server.run(#"BEGIN; LOCK TABLE public."Task"; SELECT pg_sleep(600)"#, on: url)
    }
    locker.start()
    let locks = "SELECT count(1) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
    while try server.answer(locks, on: url) == "0" { usleep(20_000) }
    try interrupted(url, "show", "id:1")
    try server.kill()
  }

  @Test("a way that is held up in the middle of an export: nothing is written")
  func stalled() throws {
    let server = try PostgreSQLServer.shared()
    let path = try #require(URLComponents(string: try PostgreSQLServer.loadReference())?.path)
    let proxy = try Proxy(to: try #require(server.port))
    defer { proxy.end() }
    proxy.stall(after: 60_000)
    let folder = try TemporaryFolder()
    try interrupted(
      "postgresql://ebb:\(PostgreSQLServer.password)@127.0.0.1:\(proxy.port)\(path)", "export", "id:1", "-o",
      folder.path("out.h5"))
    #expect(try folder.names.isEmpty)
  }
}
