/// The reason why a store gave no answer.
package enum StoreError: Error, Equatable, Sendable {
  /// The URL cannot be understood; `reason` says what is wrong with it.
  case badURL(url: String, reason: String)
  /// There is no such file or no server. `url` is redacted.
  case notReachable(url: String, reason: String)
  /// The file is there, and is no database of the driver's.
  case noDatabase(path: String)
  /// The server or the file system refuses.
  case notPermitted(url: String, reason: String)
  /// A table that Ebb needs is missing.
  case missingTable(url: String, table: String)
  /// A column that every known schema has is missing.
  case missingColumn(url: String, table: String, column: String)
  /// A query failed; `reason` is the database's text, `query` the SQL without its arguments.
  case queryFailed(url: String, query: String, reason: String)
  /// The database is damaged: its rows contradict each other or what was asked, or its own check says so.
  case damaged(url: String, reason: String)
  /// The connection broke.
  case connectionLost(url: String, reason: String)
  /// A row holds what its column cannot: a text for a number.
  case badValue(url: String, table: String, column: String, row: Int64)
  /// The server took longer than it may, by its own limits or by Ebb's.
  case timedOut(url: String, reason: String)
  /// The task that asked was cancelled.
  case cancelled
  /// A file of results cannot be read; `reason` is the operating system's text.
  case fileNotReadable(path: String, reason: String)
  /// A file of results has changed, or been replaced, since it was looked through.
  case fileChanged(path: String)
  /// A page that was listed is not there any more.
  case missingPage(url: String, page: Int64)
}
