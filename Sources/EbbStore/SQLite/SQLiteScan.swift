internal import GRDB
private import GRDBSQLite

/// Watches the keys of the rows that a query passes over, those that it does not select too.
///
/// A scan of a table gives its rows in the order of their keys, as long as the pages of the tree lie where they
/// belong: one page in another's place shows itself by keys that do not rise. It costs some 50 ns a row. One query
/// watches one table.
final class SQLiteScan {
  /// The function of SQL that a query gives each row's key; it is true of a key that is out of order.
  static let function = "ebb_is_astray"

  private var last: Int64?
  /// The first key that was not greater than the one before.
  private(set) var stray: Int64?

  /// Makes the function known to a connection, which holds the scan from then on.
  func install(in db: Database) {
    let scan = unsafe Unmanaged.passRetained(self).toOpaque()
    unsafe sqlite3_create_function_v2(
      db.sqliteConnection, Self.function, 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, scan,
      { context, _, values in
        guard let data = unsafe sqlite3_user_data(context), let value = unsafe values?[0] else { return }
        let key = unsafe sqlite3_value_int64(value)
        // The connection holds the scan: it need not be held for each row again.
        let isAstray = unsafe Unmanaged<SQLiteScan>.fromOpaque(data)._withUnsafeGuaranteedRef {
          $0.isAstray(key)
        }
        unsafe sqlite3_result_int(context, isAstray ? 1 : 0)
      }, nil, nil, { data in unsafe data.map { unsafe Unmanaged<SQLiteScan>.fromOpaque($0).release() } })
  }

  /// Begins with another query.
  func begin() { (last, stray) = (nil, nil) }

  private func isAstray(_ key: Int64) -> Bool {
    defer { last = key }
    guard let last, key <= last else { return false }
    stray = stray ?? key
    return true
  }
}
