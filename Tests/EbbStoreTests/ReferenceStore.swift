import EbbModel
import EbbStore
import EbbTestSupport
import Foundation
import Testing

/// The reference stores: the same rows behind every driver, in every revision of the schema, and in two that
/// no revision is: one with what is to come, one without what can be done without.
struct ReferenceStore: Sendable, CustomTestStringConvertible {
  enum Kind: Sendable {
    /// A file, as it lies in the reference.
    case file(String)
    /// The dump of the reference, as it is.
    case dump
    /// A schema of the reference, changed by `sql`, filled with the rows.
    case sqlite(schema: String, sql: String)
    case postgreSQL(schema: String, sql: String)
  }

  let testDescription: String
  let kind: Kind
  /// The columns of the newest schema that this one does not have, as `Table.column`; of a table that is missing
  /// `Table` alone.
  var missing: Set<String> = []

  /// Those that can be opened here.
  static let present: [ReferenceStore] =
    Reference.isPresent
    ? files + sqliteSchemas + (PostgreSQLServer.isPresent ? postgreSQLSchemas : []) : []

  private static let noFileName: Set = ["Estimator.file_name"]
  private static let noPageName: Set = ["Page.page_name", "Page.page_dimension"]

  private static let files = [
    ReferenceStore(testDescription: "real.sqlite", kind: .file("real.sqlite")),
    ReferenceStore(
      testDescription: "real_seed_schema.sqlite", kind: .file("real_seed_schema.sqlite"),
      missing: noFileName.union(noPageName)),
  ]

  private static let sqliteSchemas: [ReferenceStore] = [
    sqlite("sqlite_seed.sql", missing: noFileName.union(noPageName)),
    sqlite("sqlite_1_06c32cf470e7.sql", missing: noFileName.union(noPageName)),
    sqlite("sqlite_current_create_all.sql"),
    sqlite("sqlite_current_create_all.sql", "with what is to come", sql: toCome),
    sqlite(
      "sqlite_current_create_all.sql", "without what is optional", sql: less, missing: lessMissing),
  ]

  private static let postgreSQLSchemas: [ReferenceStore] = [
    ReferenceStore(testDescription: "real.pg.sql", kind: .dump),
    postgreSQL("pg_1_06c32cf470e7.sql", missing: noFileName.union(noPageName)),
    postgreSQL("pg_2_3f9d1f1bec46.sql", missing: noFileName.union(noPageName)),
    postgreSQL("pg_3_4027fc5cbcb1.sql", missing: noFileName.union(noPageName)),
    postgreSQL("pg_4_41149fa64bd2.sql", missing: noPageName),
    postgreSQL("pg_5_5003b9acb1f4.sql"),
    postgreSQL("pg_5_5003b9acb1f4.sql", "with what is to come", sql: toCome),
    postgreSQL("pg_5_5003b9acb1f4.sql", "without what is optional", sql: less, missing: lessMissing),
  ]

  private static func sqlite(
    _ schema: String, _ change: String = "", sql: String = "", missing: Set<String> = []
  ) -> ReferenceStore {
    ReferenceStore(
      testDescription: change.isEmpty ? schema : "SQLite \(change)",
      kind: .sqlite(schema: schema, sql: sql), missing: missing)
  }

  private static func postgreSQL(
    _ schema: String, _ change: String = "", sql: String = "", missing: Set<String> = []
  ) -> ReferenceStore {
    ReferenceStore(
      testDescription: change.isEmpty ? schema : "PostgreSQL \(change)",
      kind: .postgreSQL(schema: schema, sql: sql), missing: missing)
  }

  /// What a newer schema may have: columns of names that others have, before the data and behind, and a class.
  private static let toCome = """
    ALTER TABLE "Cluster" ADD COLUMN port integer;
    ALTER TABLE "Simulation" ADD COLUMN username character varying;
    ALTER TABLE "Simulation" ADD COLUMN merge_id integer;
    ALTER TABLE "Task" ADD COLUMN celery_id integer;
    ALTER TABLE "Page" ADD COLUMN bytes character varying;
    ALTER TABLE "Page" ADD COLUMN "to come" character varying;
    CREATE TABLE "CloudSimulation" (id integer PRIMARY KEY REFERENCES "Simulation"(id), "re""gion" text);
    """

  /// A schema without all that is optional, except what filters ask about.
  private static let less = """
    DROP TABLE "CeleryTask"; DROP TABLE "BatchTask"; DROP TABLE "Logfiles"; DROP TABLE "Input";
    ALTER TABLE "CelerySimulation" DROP COLUMN merge_id;
    ALTER TABLE "BatchSimulation" DROP COLUMN job_dir;
    ALTER TABLE "BatchSimulation" DROP COLUMN array_id;
    ALTER TABLE "Task" DROP COLUMN estimated_time;
    ALTER TABLE "Task" DROP COLUMN last_update_time;
    ALTER TABLE "Task" DROP COLUMN start_time;
    ALTER TABLE "Task" DROP COLUMN end_time;
    ALTER TABLE "Task" DROP COLUMN platform;
    ALTER TABLE "Simulation" DROP COLUMN end_time;
    ALTER TABLE "Estimator" DROP COLUMN file_name;
    ALTER TABLE "Page" DROP COLUMN page_name;
    ALTER TABLE "Page" DROP COLUMN page_dimension;
    """

  private static let lessMissing: Set = [
    "CeleryTask", "BatchTask", "Logfiles", "Input", "CelerySimulation.merge_id", "BatchSimulation.job_dir",
    "BatchSimulation.array_id", "Task.estimated_time", "Task.last_update_time", "Task.start_time",
    "Task.end_time", "Task.platform", "Simulation.end_time", "Estimator.file_name", "Page.page_name",
    "Page.page_dimension",
  ]

  func has(_ column: String, in table: String) -> Bool {
    !missing.contains(table) && !missing.contains("\(table).\(column)")
  }

  func has(_ table: String) -> Bool { !missing.contains(table) }

  func open(trace: (@Sendable (String) -> Void)? = nil) async throws -> any Store {
    switch kind {
    case .file(let name): try await SQLiteStore.open(path: Reference.path(name), trace: trace)
    case .dump: try await openPostgreSQL(try PostgreSQLServer.loadReference(), trace: trace)
    case .sqlite(let schema, let sql):
      try await SQLiteStore.open(path: try FilledStores.sqlite(schema, sql: sql), trace: trace)
    case .postgreSQL(let schema, let sql):
      try await openPostgreSQL(try FilledStores.postgreSQL(schema, sql: sql), trace: trace)
    }
  }

  /// Opens the store, and closes it when `body` is done.
  func with<Value>(_ body: (any Store) async throws -> Value) async throws -> Value {
    let store = try await open()
    let result: Result<Value, any Error>
    do { result = .success(try await body(store)) } catch { result = .failure(error) }
    await store.close()
    return try result.get()
  }
}

func openPostgreSQL(
  _ url: String, trace: (@Sendable (String) -> Void)? = nil
) async throws -> PostgreSQLStore {
  guard case .postgreSQL(let address) = try StoreURL(url) else { fatalError("no PostgreSQL: \(url)") }
  return try await PostgreSQLStore.open(address, trace: trace)
}

extension Store {
  /// The data of `pages`, read to the end.
  func data(of pages: [PageID]) async throws -> [PageData] {
    try await beginReadingData(of: pages)
    var data: [PageData] = []
    while let next = try await nextData() { data.append(next) }
    return data
  }
}
