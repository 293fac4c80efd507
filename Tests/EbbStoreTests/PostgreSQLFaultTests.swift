import EbbModel
import EbbStore
import EbbTestSupport
import Foundation
import Testing

/// Servers that are slow, silent or gone.
@Suite("A PostgreSQL store in trouble", .enabled(if: PostgreSQLServer.isPresent))
struct PostgreSQLFaultTests {
  let server: PostgreSQLServer

  init() throws { server = try PostgreSQLServer.shared() }

  private func database(sql: String = "") throws -> String {
    try server.createDatabase(sql: try TemporaryFolder.postgreSQL(sql: sql))
  }

  /// What the server says of Ebb's queries in that database.
  private func activity(_ url: String) throws -> String {
    try server.answer(
      """
      SELECT coalesce(string_agg(state || ' ' || application_name, ', '), 'none') FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      """, on: url)
  }

  /// Waits until the server does no work of ours in that database.
  private func waitUntilIdle(_ url: String) async throws -> Bool {
    for _ in 0..<200 {
      if try !activity(url).contains("active") { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  /// Runs `work`, cancels it after some time, and says how it ended. Anything else would end it after minutes,
  /// and with another error; how long it takes is for a test of the command, which nothing else holds up.
  private func cancelling(
    after delay: Duration = .milliseconds(300), _ work: @escaping @Sendable () async throws -> Void
  ) async throws -> StoreError? {
    let task = Task { try await work() }
    try await Task.sleep(for: delay)
    task.cancel()
    guard case .failure(let error) = await task.result else { return nil }
    return error as? StoreError
  }

  @Test("that never answers is left as soon as its task is cancelled")
  func cancelConnecting() async throws {
    let silent = try SilentServer()
    let url = "postgresql://ann@127.0.0.1:\(silent.port)/x?connect_timeout=600"
    let error = try await cancelling { _ = try await openPostgreSQL(url) }
    #expect(error == .cancelled)
  }

  @Test("whose query runs long is left as soon as its task is cancelled, and the query ends")
  func cancelQuery() async throws {
    let url = try database(
      sql: """
        ALTER TABLE "Task" RENAME TO kept;
        CREATE VIEW "Task" AS SELECT kept.* FROM kept, pg_sleep(600);
        """)
    let store = try await openPostgreSQL(url)
    let error = try await cancelling { _ = try await store.tasks(of: SimulationID(7)) }
    #expect(error == .cancelled)
    #expect(try await waitUntilIdle(url), "the query goes on")
    await #expect(throws: StoreError.cancelled) { try await store.jobIDs() }
    await store.close()
  }

  @Test("behind a way that is held up is left as soon as its task is cancelled")
  func cancelBehindProxy() async throws {
    guard let port = server.port else { return }
    let proxy = try Proxy(to: port)
    defer { proxy.end() }
    let path = try #require(URLComponents(string: try database())?.path)
    let url = "postgresql://ebb:\(PostgreSQLServer.password)@127.0.0.1:\(proxy.port)\(path)"
    let store = try await openPostgreSQL(url)
    var reader = store.data(of: [PageID](repeating: PageID(17), count: 900))
    _ = try await reader.next()
    proxy.stall()
    let error = try await cancelling { [reader] in
      var reader = reader
      while try await reader.next() != nil {}
      _ = try await store.jobIDs()
    }
    #expect(error == .cancelled)
    await store.close()
  }

  @Test("that is told late to give up a reading does not give up the next question for it")
  func lateCancel() async throws {
    guard let port = server.port else { return }
    let proxy = try Proxy(to: port)
    defer { proxy.end() }
    let sql = """
      ALTER TABLE "Task" RENAME TO kept;
      CREATE VIEW "Task" AS SELECT kept.* FROM kept, (SELECT pg_sleep(2)) AS slow;
      UPDATE "Page" SET compressed_data = convert_to(repeat('x', 100000), 'UTF8');
      """
    let path = try #require(URLComponents(string: try database(sql: sql))?.path)
    let url = "postgresql://ebb:\(PostgreSQLServer.password)@127.0.0.1:\(proxy.port)\(path)"
    let store = try await openPostgreSQL(url)
    proxy.delay(milliseconds: 700)
    var reader = store.data(of: [PageID](repeating: PageID(17), count: 900))
    let first = try await reader.next()
    #expect(first != nil)
    let tasks = try await store.tasks(of: SimulationID(7))
    #expect(tasks.count == 1)
    let second = try await reader.next()
    #expect(second != nil)
    await store.close()
  }

  @Test("that falls silent in the middle of the data is given up after the limit")
  func silence() async throws {
    guard let port = server.port else { return }
    let proxy = try Proxy(to: port)
    defer { proxy.end() }
    let url = try database(
      sql: #"UPDATE "Page" SET compressed_data = convert_to(repeat('x', 100000), 'UTF8')"#)
    let path = try #require(URLComponents(string: url)?.path)
    guard
      let address = try StoreURL(
        "postgresql://ebb:\(PostgreSQLServer.password)@127.0.0.1:\(proxy.port)\(path)"
      ).address as? PostgreSQLAddress
    else { return }
    let store = try await PostgreSQLStore.open(address, silenceLimitSeconds: 0.5)
    var reader = store.data(of: [PageID](repeating: PageID(17), count: 900))
    proxy.stall(after: 1_000_000)
    var count = 0
    let error = await #expect(throws: StoreError.self) {
      while let data = try await reader.next() {
        #expect(data.bytes == [UInt8](repeating: UInt8(ascii: "x"), count: 100_000))
        count += 1
      }
    }
    #expect(1..<12 ~= count)
    guard case .timedOut(let shown, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason == "the server has said nothing for 1 s")
    #expect(!shown.contains(PostgreSQLServer.password))
    await #expect(throws: StoreError.timedOut(url: shown, reason: reason)) { try await store.jobIDs() }
    await store.close()
  }

  @Test("whose table another program has locked is given up after the limit, and the query ends")
  func locked() async throws {
    let url = try database()
    guard let address = try StoreURL(url).address as? PostgreSQLAddress else { return }
    let store = try await PostgreSQLStore.open(address, silenceLimitSeconds: 0.3)
    let locker = Task.detached { [server] in
      try server.run(#"BEGIN; LOCK TABLE "Task" IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)"#, on: url)
    }
    for _ in 0..<200
    where try server.answer(
      "SELECT count(1) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted", on: url) == "0"
    {
      try await Task.sleep(for: .milliseconds(50))
    }
    let error = await #expect(throws: StoreError.self) { try await store.tasks(of: SimulationID(7)) }
    guard case .timedOut = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    await store.close()
    try server.run(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted",
      on: url)
    _ = await locker.result
    #expect(try await waitUntilIdle(url))
  }

  @Test("keeps to a statement timeout of its user's")
  func statementTimeout() async throws {
    let url = try database(
      sql: """
        ALTER TABLE "Task" RENAME TO kept;
        CREATE VIEW "Task" AS SELECT kept.* FROM kept, pg_sleep(600);
        """)
    let store = try await openPostgreSQL(url + "&options=-cstatement_timeout%3D200ms")
    let error = await #expect(throws: StoreError.self) { try await store.tasks(of: SimulationID(7)) }
    guard case .timedOut(_, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("statement timeout"))
    await store.close()
  }

  @Test("sees Ebb by its name")
  func applicationName() async throws {
    let url = try database()
    let store = try await openPostgreSQL(url)
    #expect(try activity(url) == "idle in transaction ebb")
    await store.close()
    let named = try await openPostgreSQL(url + "&application_name=mine")
    #expect(try activity(url).hasSuffix("mine"))
    await named.close()
  }

  @Test(
    "that is killed in the middle of the data says so, once and ever after",
    .enabled(if: PostgreSQLServer.canStart))
  func killed() async throws {
    let own = try PostgreSQLServer.start()
    let url = try own.createDatabase(
      sql: try TemporaryFolder.postgreSQL(
        sql: #"UPDATE "Page" SET compressed_data = convert_to(repeat('x', 1000000), 'UTF8')"#))
    let store = try await openPostgreSQL(url)
    var reader = store.data(of: [PageID](repeating: PageID(17), count: 900))
    _ = try await reader.next()
    try own.kill()
    let error = await #expect(throws: StoreError.self) { while try await reader.next() != nil {} }
    guard case .connectionLost = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    await #expect(throws: error!) { try await reader.next() }
    await #expect(throws: error!) { try await store.jobIDs() }
    await store.close()
    let reopened = await #expect(throws: StoreError.self) { try await openPostgreSQL(url) }
    guard case .notReachable = reopened else {
      Issue.record("\(String(describing: reopened))")
      return
    }
  }

  @Test("gives all answers to a role with the rights of docs/operations.md, and no more than those")
  func grants() async throws {
    let role = "ebb_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    let page = try String(contentsOf: Reference.root.appending(path: "docs/operations.md"), encoding: .utf8)
    let grants = page.matches(of: #/(?m)^ *(GRANT [^;]*;)$/#).map {
      $0.output.1.replacing("ebb_reader", with: role)
    }
    #expect(grants.count >= 2)
    let url = try server.createDatabase(file: try MadeStore.script())
    try server.run(
      "CREATE ROLE \(role) LOGIN;\n" + grants.filter { !$0.contains("CONNECT") }.joined(separator: "\n"),
      on: url)
    let store = try await openPostgreSQL(url + "&options=-crole%3D\(role)")
    #expect(try await store.users().count == 3)
    #expect(try await store.clusters().count == 1)
    let simulations = try await store.simulations(SimulationFilter(user: "alice"))
    #expect(simulations.allSatisfy { $0.username == "alice" } && !simulations.isEmpty)
    #expect(
      try await store.simulation(SimulationID(2))?.kind
        != .batch(clusterID: nil, jobDirectory: nil, arrayID: nil, collectID: nil))
    let tasks = try await store.tasks(of: .all, limit: nil)
    #expect(tasks.contains { $0.kind != .celery(celeryID: nil) && $0.platform == .direct })
    #expect(try await store.inputs(of: SimulationID(1)).count == 1)
    #expect(try await store.logfiles(of: SimulationID(10)).count == 1)
    #expect(try await store.schema().count >= 14)
    try await askAll(store)
    await store.close()
    for table in ["YaptideUser", "KeycloakUser"] {
      #expect(
        try server.answer("SELECT has_table_privilege('\(role)', '\"\(table)\"', 'SELECT')", on: url) == "f")
    }
    try server.run("DROP OWNED BY \(role); DROP ROLE \(role);", on: url)
  }

  @Test("leaves out of its answers what may not be read, and refuses what is nothing without it")
  func partlyForbidden() async throws {
    let role = "ebb_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    let url = try server.createDatabase(file: try MadeStore.script())
    try server.run(
      """
      CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA public TO \(role);
      GRANT SELECT ON "Simulation", "Task", "Page" TO \(role);
      GRANT SELECT (id, simulation_id, name, compressed_data) ON "Estimator" TO \(role);
      """, on: url)
    let store = try await openPostgreSQL(url + "&options=-crole%3D\(role)")
    let simulation = try #require(try await store.simulation(SimulationID(1)))
    #expect(simulation.username == nil && simulation.userID == UserID(1))
    #expect(simulation.kind == .celery(mergeID: nil))
    #expect(try await store.estimators(of: SimulationID(1)).allSatisfy { $0.fileName == nil })
    try await askAll(store)
    for question in [
      { _ = try await store.users() }, { _ = try await store.inputs(of: SimulationID(1)) },
      { _ = try await store.simulations(SimulationFilter(user: "alice")) },
    ] as [() async throws -> Void] {
      let error = await #expect(throws: StoreError.self) { try await question() }
      guard case .notPermitted = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    await store.close()
    try server.run("DROP OWNED BY \(role); DROP ROLE \(role);", on: url)
  }
}
