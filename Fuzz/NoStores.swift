internal import EbbModel

/// Stands for the SQLite driver, which no fuzzer of URLs needs.
enum SQLiteStore {
  static func open(path: String, verify: Bool) async throws(StoreError) -> any Store {
    fatalError("no store is opened")
  }
}

/// Stands for the PostgreSQL driver.
enum PostgreSQLStore {
  static func open(_ address: PostgreSQLAddress) async throws(StoreError) -> any Store {
    fatalError("no store is opened")
  }
}
