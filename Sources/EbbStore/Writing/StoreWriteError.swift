/// The reason why a store took no simulation. What was committed before stays.
package enum StoreWriteError: Error, Equatable, Sendable {
  /// The file cannot be made or opened; `reason` says why.
  case notCreatable(path: String, reason: String)
  /// The file is no SQLite database.
  case noDatabase(path: String)
  /// The file is a database that was not made by Ebb, which only reads such.
  case foreign(path: String, isStore: Bool)
  /// The file has another revision of the schema than the one that is written.
  case otherRevision(path: String, revision: String)
  /// Another program writes to it, or reads it all the time.
  case locked(path: String)
  /// Writing failed part of the way: disk full, quota, a value that is too long.
  case writeFailed(path: String, reason: String)
  /// The simulation breaks a rule of the schema, such as two tasks of one number, which older stores may hold.
  case unfit(jobID: String, reason: String)
  /// The file was taken away or replaced while it was written.
  case gone(path: String)
  /// The task that asked was cancelled.
  case cancelled
}
