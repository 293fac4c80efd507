import EbbModel
import EbbStore
import EbbTestSupport
import Foundation
import Testing

@Suite("A PostgreSQL store", .enabled(if: PostgreSQLServer.isPresent))
struct PostgreSQLStoreTests {
  let server: PostgreSQLServer

  init() throws { server = try PostgreSQLServer.shared() }

  private func error(opening url: String) async -> StoreError? {
    await #expect(throws: StoreError.self) {
      try await openPostgreSQL(url)
    }
  }

  private func database(sql: String = "") throws -> String {
    try server.createDatabase(sql: try TemporaryFolder.postgreSQL(sql: sql))
  }

  @Test("without a table or a column names it")
  func incomplete() async throws {
    guard case .missingTable(_, "Simulation") = await error(opening: try server.createDatabase()),
      case .missingTable(_, "Page") = await error(
        opening: try database(sql: #"DROP TABLE "Page";"#)),
      case .missingColumn(_, "Task", "task_state") = await error(
        opening: try database(sql: #"ALTER TABLE "Task" RENAME task_state TO s;"#))
    else {
      Issue.record("another error, or none")
      return
    }
  }

  @Test("is where the search path leads")
  func searchPath() async throws {
    let url = try database(
      sql: #"ALTER SCHEMA public RENAME TO "other"; CREATE SCHEMA public; CREATE TABLE "Page" (x int);"#)
    let there = try await openPostgreSQL(url + "&options=-csearch_path%3Dother")
    #expect(try await there.jobIDs() == ["a%b_c"])
    await there.close()
    guard case .missingTable = await error(opening: url) else {
      Issue.record("found without a search path")
      return
    }
  }

  @Test("that is not there says so")
  func unreachable() async throws {
    let url = server.url(ofDatabase: "ebb_no_such_database")
    guard case .notReachable(_, let reason) = await error(opening: url) else {
      Issue.record("no database, yet it is open")
      return
    }
    #expect(reason.contains("ebb_no_such_database"))
    for code in ["3D000", "LOCATION"] { #expect(!reason.contains(code)) }
    guard case .notReachable = await error(opening: "postgresql://ann:hush@127.0.0.1:1/x") else {
      Issue.record("nothing listens on port 1")
      return
    }
  }

  @Test("on a host with a container's name gets a hint")
  func container() async throws {
    let opened = await error(opening: "postgresql+psycopg://ann:hush@postgresql.invalid:5432/x")
    guard case .notReachable(_, let plain) = opened else {
      Issue.record("resolved: \(String(describing: opened))")
      return
    }
    #expect(!plain.contains("container"))
    guard
      case .notReachable(let url, let reason) = await error(
        opening: "postgresql+psycopg://ann:hush@postgresql:5432/x")
    else { return }  // Where that name is known, there is nothing to hint at.
    #expect(reason.contains("'postgresql' may be a container's name"))
    #expect(!(url + reason).contains("hush"))
  }

  @Test("that does not answer is given up after connect_timeout")
  func timeout() async throws {
    let silent = try SilentServer()
    let opened = await error(opening: "postgresql://ann@127.0.0.1:\(silent.port)/x?connect_timeout=2")
    guard case .notReachable(_, let reason) = opened else {
      Issue.record("\(String(describing: opened))")
      return
    }
    #expect(reason == "the server did not answer within 2 s")
  }

  @Test("with an option that libpq does not have is a bad URL")
  func unknownOption() async throws {
    let url = try server.createDatabase() + "&sslmod=require"
    guard case .badURL(_, let reason) = await error(opening: url) else {
      Issue.record("accepted")
      return
    }
    #expect(reason.contains("'sslmod'"))
  }

  @Test("refuses a wrong password and a missing one, and shows neither")
  func passwords() async throws {
    guard let port = server.port else { return }
    let path = try #require(URLComponents(string: try database())?.path)
    let right = "postgresql://ebb:\(PostgreSQLServer.password)@127.0.0.1:\(port)\(path)"
    let store = try await openPostgreSQL(right)
    #expect(try await store.jobIDs() == ["a%b_c"])
    await store.close()
    for user in ["ebb:wr0ng-s3cret", "ebb", "nobody:wr0ng-s3cret"] {
      let opened = await error(opening: "postgresql://\(user)@127.0.0.1:\(port)\(path)?passfile=/dev/null")
      guard case .notPermitted(let url, let reason) = opened else {
        Issue.record("\(user): \(String(describing: opened))")
        continue
      }
      #expect(!(url + reason).contains("wr0ng-s3cret"))
      #expect(!reason.contains("28P01") && !reason.contains("LOCATION"))
    }
  }

  @Test("that may not be read says so, and answers what may be read")
  func forbidden() async throws {
    let role = "ebb_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    let url = try database(
      sql: """
        CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA public TO \(role);
        GRANT SELECT ON "Simulation", "Page", "Estimator" TO \(role);
        """)
    let store = try await openPostgreSQL(url + "&options=-crole%3D\(role)")
    let error = await #expect(throws: StoreError.self) { try await store.tasks(of: SimulationID(7)) }
    guard case .notPermitted(_, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("Task"))
    #expect(try await store.pages(of: SimulationID(7)).map(\.id) == [PageID(17)])
    await store.close()
    try server.run(#"DROP OWNED BY \#(role); DROP ROLE \#(role);"#, on: url)
  }

  @Test("whose connection breaks says so, and does not crash")
  func lost() async throws {
    let url = try database(
      sql: #"UPDATE "Page" SET compressed_data = convert_to(repeat('x', 10000), 'UTF8')"#)
    let store = try await openPostgreSQL(url)
    var reader = store.data(of: [PageID](repeating: PageID(17), count: 5_000))
    _ = try await reader.next()
    try server.run(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'ebb'
      """, on: url)
    let error = await #expect(throws: StoreError.self) { while try await reader.next() != nil {} }
    guard case .connectionLost(let shown, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!shown.contains(PostgreSQLServer.password))
    await #expect(throws: StoreError.self) { try await store.jobIDs() }
    await store.close()
  }

  @Test("is read in a transaction that refuses to write")
  func readOnly() async throws {
    let url = try database(
      sql: """
        CREATE FUNCTION write() RETURNS integer LANGUAGE plpgsql AS
          $$ BEGIN DELETE FROM public."Task"; RETURN 1; END $$;
        ALTER TABLE "Estimator" RENAME TO kept;
        CREATE VIEW "Estimator" AS SELECT * FROM kept WHERE write() = 1;
        """)
    let store = try await openPostgreSQL(url)
    let error = await #expect(throws: StoreError.self) {
      try await store.estimators(of: SimulationID(7))
    }
    guard case .queryFailed(_, _, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("read-only transaction"))
    #expect(try await store.tasks(of: SimulationID(7)).count == 1)
    await store.close()
  }

  @Test("keeps its snapshot while another program writes, through queries that fail or are given up")
  func snapshot() async throws {
    let url = try database()
    let store = try await openPostgreSQL(url)
    try server.run(
      #"UPDATE "Simulation" SET title = 'second'; DELETE FROM "Task";"#, on: url)
    #expect(try await store.simulation(SimulationID(7))?.title == "first")
    // PostgreSQL has no such year.
    let beforeTime = SimulationFilter(since: Instant(microseconds: .min))
    await #expect(throws: StoreError.self) { try await store.simulations(beforeTime) }
    var reader = store.data(of: [PageID](repeating: PageID(17), count: 5_000))
    _ = try await reader.next()
    #expect(try await store.tasks(of: SimulationID(7)).count == 1)
    await store.close()
    let later = try await openPostgreSQL(url)
    #expect(try await later.simulation(SimulationID(7))?.title == "second")
    await later.close()
  }

  static let badValues: [(sql: String, table: String, column: String, row: Int64)] = [
    (
      #"ALTER TABLE "Simulation" ALTER start_time TYPE text USING 'yesterday';"#, "Simulation",
      "start_time", 7
    ),
    (#"ALTER TABLE "Task" ALTER task_id TYPE text;"#, "Task", "task_id", 11),
    (
      #"ALTER TABLE "Task" ALTER task_state DROP NOT NULL; UPDATE "Task" SET task_state = NULL;"#, "Task",
      "task_state", 11
    ),
    (#"ALTER TABLE "Page" ALTER page_number TYPE float8;"#, "Page", "page_number", 17),
  ]

  @Test("with a value that its column cannot hold names the row", arguments: badValues)
  func badValue(sql: String, table: String, column: String, row: Int64) async throws {
    let store = try await openPostgreSQL(try database(sql: sql))
    let error = await #expect(throws: StoreError.self) { try await askAll(store) }
    guard case .badValue(_, table, column, row) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    await store.close()
  }

  @Test("reads enumerations as text and wider keys as numbers")
  func otherTypes() async throws {
    let store = try await openPostgreSQL(
      try database(
        sql: """
          CREATE TYPE state AS ENUM ('COMPLETED', 'FAILED');
          ALTER TABLE "Simulation" ALTER job_state TYPE state USING job_state::state;
          ALTER TABLE "Page" ALTER id TYPE bigint;
          UPDATE "Page" SET id = 5000000000;
          """))
    let completed = try await store.simulations(SimulationFilter(state: .completed))
    #expect(completed.map(\.state) == [.completed])
    let pages = try await store.pages(of: SimulationID(7)).map(\.id)
    #expect(pages == [PageID(5_000_000_000)])
    #expect(try await store.allData(of: pages).count == 1)
    await store.close()
  }
}
