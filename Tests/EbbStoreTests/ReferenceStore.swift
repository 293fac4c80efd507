import EbbModel
import EbbStore
import EbbTestSupport
import Foundation

/// The reference stores: the same rows behind every driver and in two schemas.
enum ReferenceStore: String, CaseIterable {
  case sqlite, sqliteSeed, postgreSQL

  /// Those that can be opened here.
  static let present: [ReferenceStore] =
    Reference.isPresent
    ? allCases.filter { $0 != .postgreSQL || PostgreSQLServer.isPresent } : []

  var hasFileName: Bool { self != .sqliteSeed }

  func open(trace: (@Sendable (String) -> Void)? = nil) async throws -> any Store {
    switch self {
    case .sqlite: try await SQLiteStore.open(path: Reference.path("real.sqlite"), trace: trace)
    case .sqliteSeed:
      try await SQLiteStore.open(path: Reference.path("real_seed_schema.sqlite"), trace: trace)
    case .postgreSQL:
      try await openPostgreSQL(try PostgreSQLServer.loadReference(), trace: trace)
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
