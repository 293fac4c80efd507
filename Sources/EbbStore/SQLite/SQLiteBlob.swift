internal import GRDB
private import GRDBSQLite

/// A large value of a table that is read straight into its array: a query would hold it once more, which of a page of 200³ bins
/// takes 80 MB.
enum SQLiteBlob {
  /// The fewest bytes that are worth a second look at the row: reading as many takes a millisecond.
  static let leastBytes = 1 << 22

  /// - Parameters:
  ///   - row: its key, which has to be the row's number in SQLite.
  ///   - count: the number of its bytes, as its row says.
  /// - Returns: `nil` where there is no such value to read.
  static func bytes(_ column: String, in table: String, row: Int64, count: Int, _ db: Database) -> [UInt8]? {
    var handle: OpaquePointer?
    defer { unsafe sqlite3_blob_close(handle) }
    let status = unsafe sqlite3_blob_open(db.sqliteConnection, "main", table, column, row, 0, &handle)
    guard status == SQLITE_OK, unsafe Int(sqlite3_blob_bytes(handle)) == count else { return nil }
    var isRead = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      isRead = unsafe sqlite3_blob_read(handle, buffer.baseAddress, Int32(count), 0) == SQLITE_OK
      initialized = isRead ? count : 0
    }
    return isRead ? bytes : nil
  }
}
