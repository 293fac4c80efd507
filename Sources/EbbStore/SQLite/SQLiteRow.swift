internal import EbbModel
private import Foundation
internal import GRDB

/// One row of a table, read by columns' names. A value that its column cannot hold is an error.
struct SQLiteRow: ModelRow {
  let row: Row
  /// The columns' names in small letters. To look for one among them costs less than to have GRDB bring it into small
  /// letters and hash it.
  let columns: [String]
  let table: String
  let url: String

  /// The row's key, for errors; -1 where even that is unusable.
  private var key: Int64 {
    if case .int64(let key) = value("id").storage { key } else { -1 }
  }

  private func value(_ column: String) -> DatabaseValue {
    if let index = columns.firstIndex(of: column) { row[index] } else { .null }
  }

  /// The first value, where it is a text.
  var first: String? { if case .string(let text)? = row.databaseValues.first?.storage { text } else { nil } }

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
    if let instant = Instant(text: text) { return instant }
    // No time, as PostgreSQL has it and as others write it, and years that cannot be counted from 1970.
    guard ["", "infinity", "-infinity"].contains(text) || text.wholeMatch(of: Self.farDate) != nil else {
      throw bad(column)
    }
    return nil
  }

  /// A date of a year before 0000 or of more than four digits.
  private static var farDate: Regex<Substring> {
    #/(?:[-+][0-9]{4,}|[0-9]{5,})-[0-9]{2}-[0-9]{2}(?:[ T].*)?/#
  }

  func bytes(_ column: String) throws(StoreError) -> [UInt8]? {
    do {
      guard let index = columns.firstIndex(of: column) else { return nil }
      return try row.withUnsafeData(atIndex: index) { $0.map { [UInt8]($0) } }
    } catch {
      throw bad(column)
    }
  }
}
