internal import EbbModel
private import Foundation
internal import GRDB

/// One row of a table, read by columns' names. A value that its column cannot hold is an error.
struct SQLiteRow: ModelRow {
  let row: Row
  let table: String
  let url: String

  /// The row's key, for errors; -1 where even that is unusable.
  private var key: Int64 {
    if case .int64(let key) = value("id").storage { key } else { -1 }
  }

  private func value(_ column: String) -> DatabaseValue { row[column] ?? .null }

  func bad(_ column: String) -> StoreError {
    .badValue(url: url, table: table, column: column, row: key)
  }

  func integerIfPresent(_ column: String) throws(StoreError) -> Int64? {
    switch value(column).storage {
    case .null: nil
    case .int64(let number): number
    case .double, .string, .blob: throw bad(column)
    }
  }

  func textIfPresent(_ column: String) throws(StoreError) -> String? {
    switch value(column).storage {
    case .null: nil
    case .string(let text): text
    case .int64, .double, .blob: throw bad(column)
    }
  }

  func instant(_ column: String) throws(StoreError) -> Instant? {
    guard let text = try textIfPresent(column) else { return nil }
    guard let instant = Instant(text: text) else { throw bad(column) }
    return instant
  }

  func bytes(_ column: String) throws(StoreError) -> [UInt8]? {
    do {
      return try row.withUnsafeData(named: column) { $0.map { [UInt8]($0) } }
    } catch {
      throw bad(column)
    }
  }
}
