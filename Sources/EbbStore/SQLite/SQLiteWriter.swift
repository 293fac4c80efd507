package import EbbModel
private import Foundation
internal import GRDB
private import GRDBSQLite

/// A store of Ebb's own in a SQLite file, or in memory, that simulations are added to.
///
/// Each simulation is one transaction. SQLite's rollback journal lies beside the file while it is open: of a process that
/// ends in the middle the next one that writes takes back what is not whole. No lock is held between simulations, so
/// that several processes may write to one file in turn. Memory holds SQLite's cache, 2 MB, and three times a page's data.
package actor SQLiteWriter: StoreWriter {
  private let executor = QueueExecutor(label: "ebb.store.writer")
  private let path: String
  private var queue: DatabaseQueue?
  /// The number of the file in its file system, by which it is known again; `nil` in memory.
  private var file: UInt64?
  private let wasThere: Bool
  /// The keys of the estimators of the simulation that was begun, by those that they had.
  private var estimators: [EstimatorID: Int64] = [:]

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Opens the file at `path`, which is made if there is none, empty until the first simulation is added.
  /// - Parameter busyTimeoutSeconds: how long to wait for another program that writes to it or reads it.
  package static func open(
    path: String, busyTimeoutSeconds: Double = 30
  ) async throws(StoreWriteError) -> SQLiteWriter {
    let writer = SQLiteWriter(path: path)
    try await writer.open(busyTimeoutSeconds)
    return writer
  }

  /// Opens a store in memory, which `SQLiteStore.open(inMemory:)` reads; it is gone when both are closed.
  package static func open(inMemory name: String) async throws(StoreWriteError) -> SQLiteWriter {
    let writer = SQLiteWriter(inMemory: name)
    try await writer.openInMemory()
    return writer
  }

  private init(path: String) {
    self.path = path
    wasThere = FileManager.default.fileExists(atPath: path)
  }

  private init(inMemory name: String) {
    path = name
    wasThere = true
  }

  private func open(_ busyTimeoutSeconds: Double) throws(StoreWriteError) {
    if wasThere, let obstacle = SQLiteFile.obstacle(at: path) {
      switch obstacle {
      case .notReachable(_, let reason), .notPermitted(_, let reason):
        throw .notCreatable(path: path, reason: reason)
      default: break
      }
    }
    do {
      queue = try DatabaseQueue(
        path: SQLiteFile.literal(path), configuration: Self.configuration(busyTimeoutSeconds))
    } catch {
      throw self.error(error, opening: true)
    }
    file = Self.number(of: path)
    do throws(StoreWriteError) {
      try check()
    } catch {
      shut()
      throw error
    }
  }

  private func openInMemory() throws(StoreWriteError) {
    do {
      queue = try DatabaseQueue(named: path, configuration: Self.configuration(0))
    } catch {
      throw self.error(error, opening: true)
    }
  }

  private static func configuration(_ busyTimeoutSeconds: Double) -> Configuration {
    var configuration = Configuration()
    configuration.label = "ebb.store.writer.connection"
    // A simulation that is taken away takes what belongs to it along by queries of its own: SQLite would look through
    // all pages for each of its estimators, since no index leads from one to the other.
    configuration.foreignKeysEnabled = false
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = SQLiteInterruption.waiting(busyTimeoutSeconds)
    return configuration
  }

  /// Whether the file has simulations, or may have.
  package var isNew: Bool {
    get throws(StoreWriteError) {
      try run { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 }
    }
  }

  /// Throws where the file is none that is written to. What is looked at is of one moment: another process may be about
  /// to write the first simulation.
  private func check() throws(StoreWriteError) {
    try run { db in
      try db.inTransaction(.deferred) {
        let tables = Set(try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
        let mark = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        if tables.isEmpty, mark == 0 { return .commit }
        guard mark == SQLiteSchema.applicationID, tables.contains("alembic_version") else {
          throw StoreWriteError.foreign(
            path: path, isStore: tables.contains("Simulation") && tables.contains("Page"))
        }
        let revision = try String.fetchOne(db, sql: "SELECT version_num FROM alembic_version") ?? ""
        guard revision == SQLiteSchema.revision else {
          throw StoreWriteError.otherRevision(path: path, revision: revision)
        }
        return .commit
      }
    }
  }

  package func begin(
    _ rows: StoredSimulation, replacing replaces: Bool
  ) throws(StoreWriteError) -> Bool {
    if Task.isCancelled { throw .cancelled }
    estimators = [:]
    do throws(StoreWriteError) {
      return try run { db in
        try db.execute(sql: "BEGIN IMMEDIATE")
        if try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 {
          try db.execute(sql: SQLiteSchema.statements)
        }
        let there = try Int64.fetchOne(
          db, sql: #"SELECT id FROM "Simulation" WHERE job_id = ?"#, arguments: [rows.simulation.jobID])
        if let there {
          guard replaces else {
            try db.execute(sql: "ROLLBACK")
            return false
          }
          try SQLiteInserts.delete(there, in: db)
        }
        estimators = try SQLiteInserts.insert(rows, in: db)
        return true
      }
    } catch {
      rollback()
      if case .unfit(_, let reason) = error { throw .unfit(jobID: rows.simulation.jobID, reason: reason) }
      throw error
    }
  }

  package func add(_ page: PageRow, data: [UInt8]) throws(StoreWriteError) {
    if Task.isCancelled { throw .cancelled }
    guard let estimator = estimators[page.estimatorID] else {
      throw .writeFailed(path: path, reason: "page \(page.number) is of no estimator that was begun")
    }
    try run { db in try SQLiteInserts.insert(page, of: estimator, data: data, in: db) }
  }

  package func commit() throws(StoreWriteError) {
    do throws(StoreWriteError) {
      if let file, Self.number(of: path) != file { throw .gone(path: path) }
      try run { db in try db.execute(sql: "COMMIT") }
    } catch {
      rollback()
      throw error
    }
  }

  package func rollback() {
    // Closing takes back what this does not.
    try? queue?.unsafeReentrantWrite { db in
      if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
    }
  }

  package func close() {
    rollback()
    shut()
  }

  private func shut() {
    try? queue?.close()
    queue = nil
    // A file to which nothing was added is none. Who has begun to write to it meanwhile finds it gone.
    if !wasThere, let file, Self.number(of: path) == file, Self.size(of: path) == 0 {
      try? FileManager.default.removeItem(at: URL(filePath: path).resolvingSymlinksInPath())
    }
  }

  private func run<Value>(_ body: (Database) throws -> Value) throws(StoreWriteError) -> Value {
    guard let queue else { throw .writeFailed(path: path, reason: "the store is closed") }
    do {
      return try queue.unsafeReentrantWrite { db in
        do {
          return try body(db)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_IOERR {
          // SQLite's own word for all of these is "disk I/O error".
          let number = unsafe sqlite3_system_errno(db.sqliteConnection)
          throw StoreWriteError.writeFailed(
            path: path,
            reason: number == 0
              ? "the system refuses to make the file longer: by a quota, or a limit on files' sizes"
              : unsafe String(cString: strerror(number)))
        }
      }
    } catch {
      throw self.error(error, opening: false)
    }
  }

  /// The meaning of what SQLite says.
  private func error(_ error: any Error, opening: Bool) -> StoreWriteError {
    if let error = error as? StoreWriteError { return error }
    if Task.isCancelled { return .cancelled }
    guard let error = error as? DatabaseError else {
      return .writeFailed(path: path, reason: "\(error)")
    }
    let reason = error.message ?? "\(error.resultCode)"
    return switch error.resultCode {
    case .SQLITE_NOTADB: .noDatabase(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
    case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY_DBMOVED: .gone(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: .notCreatable(path: path, reason: reason)
    case .SQLITE_CONSTRAINT: .unfit(jobID: "", reason: reason)
    case .SQLITE_FULL: .writeFailed(path: path, reason: "no space left on device")
    default: opening ? .notCreatable(path: path, reason: reason) : .writeFailed(path: path, reason: reason)
    }
  }

  private static func number(of path: String) -> UInt64? {
    attribute(.systemFileNumber, of: path)
  }

  private static func size(of path: String) -> UInt64? { attribute(.size, of: path) }

  /// A number that the file system knows of a file, links followed; the file is not opened, since to close it again would
  /// give up SQLite's locks (https://www.sqlite.org/howtocorrupt.html, 2.2).
  private static func attribute(_ name: FileAttributeKey, of path: String) -> UInt64? {
    let real = URL(filePath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: real)
    return (attributes?[name] as? NSNumber)?.uint64Value
  }
}
