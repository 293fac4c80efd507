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
  /// In the order of the columns that the current revision's table has, the key first.
  package var values: [Value]

  init(_ table: String, _ values: Value...) {
    self.table = table
    self.values = values
  }

  /// The values for the columns that the table has in a revision, in the order of `Table.columns`.
  package func values(in revision: SchemaRevision) -> [Value] {
    let current = Schema.table(table)?.columns.map(\.name) ?? []
    return revision.table(table)?.columns.map { column in
      // The one column that later revisions have no more held a hash that nobody may see.
      current.firstIndex(of: column.name).map { values[$0] } ?? .text("not-a-secret")
    } ?? []
  }
}
