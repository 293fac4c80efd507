internal import GRDB
private import GRDBSQLite
private import Glibc

/// Ends what SQLite does when the task that asked is cancelled.
enum SQLiteInterruption {
  /// Has SQLite look every so many steps of its virtual machine, which is less than a millisecond.
  private static let steps: Int32 = 10_000

  static func install(in db: Database) {
    unsafe sqlite3_progress_handler(
      db.sqliteConnection, steps, { _ in Task.isCancelled ? 1 : 0 }, nil)
  }

  /// Waits while another program has the file locked, at most `seconds`.
  static func waiting(_ seconds: Double) -> Database.BusyMode {
    let wait = 0.01
    return .callback { tries in
      guard Double(tries) * wait < seconds, !Task.isCancelled else { return false }
      usleep(UInt32(wait * 1e6))
      return true
    }
  }
}
