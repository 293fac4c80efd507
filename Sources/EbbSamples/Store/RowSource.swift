/// The rows of a store, which can be written in any revision of the schema, for SQLite and for PostgreSQL.
package protocol RowSource {
  /// Calls `body` with every row, those that others refer to first.
  func forEachRow(_ body: (SampleRow) throws -> Void) rethrows
}
