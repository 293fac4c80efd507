import EbbTestSupport
import Foundation
import Testing

/// Ctrl-C while the store is waited for.
@Suite("Interruptions of a store", .enabled(if: PostgreSQLServer.canStart))
struct InterruptionTests {
  /// Without an end by the signal it would be ten minutes; it looks every 50 ms, on a machine that other tests share.
  static let maxSeconds = 120.0

  /// Interrupts an `ebb` when `isWaiting` says that it waits for the store.
  private func interrupted(
    _ url: String, _ arguments: String..., whenIt isWaiting: @escaping () throws -> Bool
  ) throws {
    var last = Date.now
    let outcome = try Program.run(
      Ebb.path, arguments, environment: ["EBB_DB": url, "FLASK_SQLALCHEMY_DATABASE_URI": nil],
      interruptWhen: {
        last = Date.now
        return (try? isWaiting()) == true
      })
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("interrupted"))
    #expect(outcome.output == "")
    #expect(Date.now.timeIntervalSince(last) < Self.maxSeconds)
  }

  @Test("a server that never answers")
  func silent() throws {
    let server = try SilentServer()
    try interrupted(
      "postgresql://ann@127.0.0.1:\(server.port)/x?connect_timeout=600", "list", "simulations",
      whenIt: { server.hasConnection })
  }

  @Test("a table that is locked")
  func locked() throws {
    let server = try PostgreSQLServer.start()
    let url = try server.createDatabase(file: try MadeStore.script())
    let locker = Thread {
      try? server.run(#"BEGIN; LOCK TABLE public."Task"; SELECT pg_sleep(600)"#, on: url)
    }
    locker.start()
    let locks = "SELECT count(1) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
    while try server.answer(locks, on: url) == "0" { usleep(20_000) }
    let waiting = "SELECT count(1) FROM pg_locks WHERE NOT granted"
    try interrupted(url, "show", "id:1", whenIt: { try server.answer(waiting, on: url) != "0" })
    try server.kill()
  }

  @Test("a way that is held up in the middle of an export: nothing is written")
  func stalled() throws {
    let server = try PostgreSQLServer.shared()
    let path = try #require(URLComponents(string: try MadeStore.postgreSQL())?.path)
    let proxy = try Proxy(to: try #require(server.port))
    defer { proxy.end() }
    proxy.stall(after: 60_000)
    let folder = try TemporaryFolder()
    try interrupted(
      "postgresql://ebb:\(PostgreSQLServer.password)@127.0.0.1:\(proxy.port)\(path)", "export", "id:1", "-o",
      folder.path("out.h5"), whenIt: { proxy.isStalled })
    #expect(try folder.names.isEmpty)
  }

  @Test("a batch that is held up: what was written before is whole and listed, nothing else is left")
  func batch() throws {
    let server = try PostgreSQLServer.shared()
    let path = try #require(URLComponents(string: try MadeStore.postgreSQL())?.path)
    let folder = try TemporaryFolder()
    let output = folder.path("out")
    let proxy = try Proxy(to: try #require(server.port))
    defer { proxy.end() }
    try interrupted(
      "postgresql://ebb:\(PostgreSQLServer.password)@127.0.0.1:\(proxy.port)\(path)", "export", "--all", "-f",
      "csv", "-o", output + "/", "--threads", "1",
      whenIt: {
        // From the first finished job on, nothing comes any more; the index is made at the end.
        let jobs = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
        if jobs.contains(where: { FileManager.default.fileExists(atPath: output + "/\($0)/datapackage.json") }
        ) {
          proxy.stall()
        }
        return proxy.isStalled
      })
    let jobs = try Self.finished(output)
    #expect(!jobs.isEmpty)
    let names = try FileManager.default.contentsOfDirectory(atPath: output)
    #expect(names.sorted() == (jobs + ["index.json"]).sorted())
  }

  /// What an index lists as written; nothing if there is none yet.
  private static func finished(_ folder: String) throws -> [String] {
    struct Index: Decodable {
      struct Job: Decodable {
        var folder: String?
        var file: String?
      }
      var jobs: [Job]
    }
    guard let text = try? String(contentsOfFile: folder + "/index.json", encoding: .utf8) else { return [] }
    return try Ebb.decode(Index.self, text).jobs.compactMap { $0.folder ?? $0.file }
  }
}
