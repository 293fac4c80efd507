/// A row of a table of the store.
package struct SampleRow: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    case null
    case integer(Int)
    case text(String)
    /// In UTC, `YYYY-MM-DD HH:MM:SS.ffffff`.
    case time(String)
    case blob([UInt8])
  }

  package var table: String
  /// In the order of the table's columns, the key first.
  package var values: [Value]

  init(_ table: String, _ values: Value...) {
    self.table = table
    self.values = values
  }
}
