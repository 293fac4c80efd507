internal import GRDB

extension StoreError {
  /// The reason why opening the file at `path`, or beginning to read it, failed.
  init(opening path: String, _ error: any Error) {
    self.init(reading: path, query: SQLiteQueries.begin, error)
  }

  /// The meaning of SQLite's code for the user. The text is SQLite's own where Ebb has no better.
  init(reading path: String, query: String, _ error: any Error) {
    guard let error = error as? DatabaseError else {
      self = .queryFailed(url: path, query: query, reason: "\(error)")
      return
    }
    let reason = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_NOTADB: self = .noDatabase(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .notReachable(
        url: path, reason: "another program has locked it; try again when that has finished writing")
    case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK:
      self = .notReachable(
        url: path,
        reason: "a program ended while it wrote to it; have its owner open it once, which undoes the rest")
    case .SQLITE_CANTOPEN, .SQLITE_READONLY:
      let isWAL = SQLiteFile.isInWALMode(path)
      self = .notReachable(
        url: path,
        reason: isWAL
          ? "it is in WAL mode and its -wal and -shm files cannot be opened or made beside it; copy it and "
            + "its -wal file into a folder that you may write to, or have its owner run "
            + "'PRAGMA journal_mode=DELETE'" : reason)
    case .SQLITE_CORRUPT: self = .damaged(url: path, reason: "SQLite says: \(reason)")
    case .SQLITE_PERM, .SQLITE_AUTH: self = .notPermitted(url: path, reason: reason)
    default: self = .queryFailed(url: path, query: query, reason: reason)
    }
  }
}
