import EbbModel
import EbbStore
import EbbTestSupport
import Foundation
import GRDB
import Testing

@Suite("Every revision of the schema", .enabled(if: Reference.isPresent))
struct SchemaTests {
  static let sqlite = ["sqlite_seed.sql", "sqlite_1_06c32cf470e7.sql", "sqlite_current_create_all.sql"]

  static let postgreSQL = [
    "pg_1_06c32cf470e7.sql", "pg_2_3f9d1f1bec46.sql", "pg_3_4027fc5cbcb1.sql", "pg_4_41149fa64bd2.sql",
    "pg_5_5003b9acb1f4.sql",
  ]

  @Test("opens as SQLite, and with columns to come", arguments: sqlite)
  func openSQLite(schema: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("empty.sqlite")
    let queue = try DatabaseQueue(path: path)
    try await queue.writeWithoutTransaction { db in
      try db.execute(sql: try TemporaryFolder.schema(schema))
      try db.execute(sql: #"ALTER TABLE "Page" ADD COLUMN to_come TEXT"#)
    }
    try await answersNothing(try await SQLiteStore.open(path: path))
  }

  @Test(
    "opens as PostgreSQL, and with columns to come", .enabled(if: PostgreSQLServer.isPresent),
    arguments: postgreSQL)
  func openPostgreSQL(schema: String) async throws {
    let url = try PostgreSQLServer.shared().createDatabase(
      sql: try TemporaryFolder.schema(schema)
        + #"ALTER TABLE public."Page" ADD COLUMN to_come text"#)
    try await answersNothing(try await EbbStoreTests.openPostgreSQL(url))
  }

  private func answersNothing(_ store: any Store) async throws {
    let simulations = try await store.simulations(SimulationFilter(user: "ann", title: "*"))
    #expect(simulations.isEmpty)
    let byPrefix = try await store.simulations(jobIDPrefix: "2025", limit: 5)
    #expect(byPrefix.isEmpty)
    let jobIDs = try await store.jobIDs()
    #expect(jobIDs.isEmpty)
    let tasks = try await store.tasks(of: SimulationID(1))
    #expect(tasks.isEmpty)
    let estimators = try await store.estimators(of: SimulationID(1))
    #expect(estimators.isEmpty)
    let pages = try await store.pages(of: SimulationID(1))
    #expect(pages.isEmpty)
    await store.close()
  }
}
