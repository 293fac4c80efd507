import EbbModel
import EbbSamples
import EbbStore
import EbbTestSupport
import Foundation
import GRDB
import Testing

/// A store that every driver's tests run on: the same rows behind every driver, in every revision of the schema, and in two
/// that no revision is, one with what is to come, one without what can be done without.
///
/// The rows are made by EbbSamples; where the reference is there, its stores of real results come on top.
struct ConformingStore: Sendable, CustomTestStringConvertible {
  /// Whose rows it has.
  enum Origin: Sendable { case made, reference }

  enum Place: Sendable {
    case sqlite(SchemaRevision, change: String)
    case postgreSQL(SchemaRevision, change: String)
    /// A file of the reference.
    case file(String)
    /// The dump of the reference.
    case dump
  }

  let testDescription: String
  let origin: Origin
  let place: Place
  /// The columns of the newest schema that this one does not have, as `Table.column`; of a table that is missing
  /// `Table` alone.
  var missing: Set<String> = []

  /// Those that can be opened here: never none.
  static let present: [ConformingStore] = sqlite + (PostgreSQLServer.isPresent ? postgreSQL : []) + reference

  private static let sqlite =
    Schema.revisions.map { made("SQLite, \($0)", .sqlite($0, change: ""), missing: missing(from: $0)) } + [
      made("SQLite with what is to come", .sqlite(Schema.current, change: toCome)),
      made(
        "SQLite without what is optional", .sqlite(Schema.current, change: less), missing: lessMissing),
    ]

  private static let postgreSQL =
    Schema.revisions.map {
      made("PostgreSQL, \($0)", .postgreSQL($0, change: ""), missing: missing(from: $0))
    }
    + [
      made("PostgreSQL with what is to come", .postgreSQL(Schema.current, change: toCome)),
      made(
        "PostgreSQL without what is optional", .postgreSQL(Schema.current, change: less),
        missing: lessMissing),
    ]

  private static let reference: [ConformingStore] =
    Reference.isPresent
    ? [
      ConformingStore(
        testDescription: "real.sqlite", origin: .reference, place: .file("real.sqlite")),
      ConformingStore(
        testDescription: "real_seed_schema.sqlite", origin: .reference,
        place: .file("real_seed_schema.sqlite"),
        missing: missing(from: Schema.revisions[0])),
    ]
      + (PostgreSQLServer.isPresent
        ? [ConformingStore(testDescription: "real.pg.sql", origin: .reference, place: .dump)] : []) : []

  private static func made(_ description: String, _ place: Place, missing: Set<String> = [])
    -> ConformingStore
  {
    ConformingStore(testDescription: description, origin: .made, place: place, missing: missing)
  }

  private static func missing(from revision: SchemaRevision) -> Set<String> {
    Set(
      Schema.tables.flatMap { table in
        let columns = Set(revision.table(table.name)?.columns.map(\.name) ?? [])
        return table.columns.filter { !columns.contains($0.name) }.map { "\(table.name).\($0.name)" }
      })
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

  /// The rows of a query on the SQLite file of the current schema with the same rows, read by SQLite itself.
  func rows(_ sql: String) throws -> [Row] {
    var configuration = Configuration()
    configuration.readonly = true
    let path = origin == .made ? MadeStore.path : Reference.path("real.sqlite")
    return try DatabaseQueue(path: path, configuration: configuration).read { try Row.fetchAll($0, sql: sql) }
  }

  /// How many rows there are in a table.
  func count(_ table: String) throws -> Int { try rows("SELECT count(*) FROM \"\(table)\"")[0][0] }

  /// What the store holds, by who made it.
  var index: [StoreIndex.Simulation] { get throws { try StoreIndex.simulations(origin) } }

  func open(trace: (@Sendable (String) -> Void)? = nil) async throws -> any Store {
    switch place {
    case .file(let name): try await SQLiteStore.open(path: Reference.path(name), trace: trace)
    case .dump: try await openPostgreSQL(try PostgreSQLServer.loadReference(), trace: trace)
    case .sqlite(let revision, let change):
      try await SQLiteStore.open(path: try ChangedStores.sqlite(revision, change), trace: trace)
    case .postgreSQL(let revision, let change):
      try await openPostgreSQL(try ChangedStores.postgreSQL(revision, change), trace: trace)
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
  guard let address = try StoreURL(url).address as? PostgreSQLAddress else {
    fatalError("no PostgreSQL: \(url)")
  }
  return try await PostgreSQLStore.open(address, trace: trace)
}

extension Store {
  /// The data of `pages`, read to the end.
  func allData(of pages: [PageID]) async throws -> [PageData] {
    var reader = data(of: pages)
    var data: [PageData] = []
    while let next = try await reader.next() { data.append(next) }
    return data
  }
}
