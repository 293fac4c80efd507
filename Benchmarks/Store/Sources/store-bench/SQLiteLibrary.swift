internal import GRDBSQLite

/// SQLite's own interface, with nothing made of what it gives.
enum SQLiteLibrary {
  static func read(_ path: String) -> Int {
    var database: OpaquePointer?
    var statement: OpaquePointer?
    guard unsafe sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK,
      unsafe sqlite3_prepare_v2(
        database, #"SELECT p."compressed_data" FROM "Page" AS p ORDER BY p."id""#, -1, &statement, nil)
        == SQLITE_OK
    else { fatalError("cannot open \(path)") }
    var bytes = 0
    while unsafe sqlite3_step(statement) == SQLITE_ROW {
      guard unsafe sqlite3_column_blob(statement, 0) != nil else { continue }
      bytes += unsafe Int(sqlite3_column_bytes(statement, 0))
    }
    unsafe sqlite3_finalize(statement)
    unsafe sqlite3_close(database)
    return bytes
  }
}
