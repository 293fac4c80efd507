package import EbbModel
internal import GRDB

/// A store in a SQLite file, read-only, under one read transaction from its opening to its closing.
package actor SQLiteStore: Store {
  private let executor: QueueExecutor
  /// The file's path, which is also what errors say.
  private let path: String
  private let busyTimeoutSeconds: Double
  private let trace: (@Sendable (String) -> Void)?
  private var queue: DatabaseQueue?
  private(set) var probed: StoreSchema?
  private var queries: SQLiteQueries?
  private var wanted: ArraySlice<PageID> = []

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Opens the file at `path`.
  /// - Parameters:
  ///   - busyTimeoutSeconds: how long to wait for a program that has the file locked.
  ///   - trace: is told of every query, without its arguments.
  package static func open(
    path: String, busyTimeoutSeconds: Double = 5, trace: (@Sendable (String) -> Void)? = nil
  ) async throws(StoreError) -> SQLiteStore {
    let store = SQLiteStore(path: path, busyTimeoutSeconds: busyTimeoutSeconds, trace: trace)
    try await store.begin()
    return store
  }

  private init(
    path: String, busyTimeoutSeconds: Double, trace: (@Sendable (String) -> Void)?
  ) {
    self.path = path
    self.busyTimeoutSeconds = busyTimeoutSeconds
    self.trace = trace
    executor = QueueExecutor(label: "ebb.store.sqlite")
  }

  /// Opens the file, begins the transaction and probes the schema, which takes the snapshot.
  private func begin() throws(StoreError) {
    if let obstacle = SQLiteFile.obstacle(at: path) { throw obstacle }
    do {
      queue = try DatabaseQueue(path: SQLiteFile.literal(path), configuration: configuration)
    } catch {
      if Task.isCancelled { throw .cancelled }
      throw StoreError(opening: path, error)
    }
    do throws(StoreError) {
      try read(SQLiteQueries.begin) { db in
        if let trace {
          db.trace { event in
            if case .statement(let statement) = event { trace(statement.sql) }
          }
        }
        try db.execute(sql: SQLiteQueries.begin)
      }
      var columns: [String: [StoreSchema.Column]] = [:]
      for table in StoreSchema.tables {
        columns[table] = try self.columns(of: table).map { StoreSchema.Column(name: $0.name) }
      }
      let schema = try StoreSchema(url: path, columns: columns)
      probed = schema
      queries = SQLiteQueries(schema)
    } catch {
      end()
      throw error
    }
  }

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "ebb.store.sqlite.connection"
    configuration.readonly = true
    configuration.foreignKeysEnabled = false
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = SQLiteInterruption.waiting(busyTimeoutSeconds)
    configuration.prepareDatabase { SQLiteInterruption.install(in: $0) }
    return configuration
  }

  package func close() { end() }

  private func end() {
    wanted = []
    probed = nil
    queries = nil
    // Closing ends the transaction. A failure would mean a statement in use, and none outlives its query.
    try? queue?.close()
    queue = nil
  }

  package func beginReadingData(of pages: [PageID]) { wanted = pages[...] }

  package func nextData(upTo bytes: Int) -> [Result<PageData, StoreError>] {
    collect(upTo: bytes) { () throws(StoreError) in try nextData() }
  }

  package func nextData() throws(StoreError) -> PageData? {
    guard let id = wanted.popFirst() else { return nil }
    let found = try rows(SQLiteQueries.data, ["id": id.rawValue], table: "Page") {
      row throws(StoreError) in PageData(id: id, bytes: try row.bytes("compressed_data") ?? [])
    }
    guard let data = found.first else { throw .missingPage(url: path, page: id.rawValue) }
    return data
  }

  /// The queries, as the schema allows; `tables` are those that an answer cannot do without.
  func queries(_ tables: String...) throws(StoreError) -> SQLiteQueries {
    guard let queries, let probed else {
      throw .queryFailed(url: path, query: "", reason: "the store is closed")
    }
    for table in tables { try probed.require(table) }
    return queries
  }

  /// What `value` makes of each row of a query, at most `limit` of them; rows that it makes `nil` of are
  /// passed over.
  func rows<Value>(
    _ query: String, _ arguments: [String: (any DatabaseValueConvertible)?] = [:], table: String,
    limit: Int? = nil, _ value: (SQLiteRow) throws(StoreError) -> Value?
  ) throws(StoreError) -> [Value] {
    try read(query) { db in
      var values: [Value] = []
      let statement = try db.cachedStatement(sql: query)
      let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
      while values.count < limit ?? .max, let row = try cursor.next() {
        if let value = try value(SQLiteRow(row: row, table: table, url: path)) {
          values.append(value)
        }
      }
      return values
    }
  }

  private func read<Value>(
    _ query: String, _ body: (Database) throws -> Value
  ) throws(StoreError) -> Value {
    guard let queue else {
      throw .queryFailed(url: path, query: query, reason: "the store is closed")
    }
    if Task.isCancelled { throw .cancelled }
    do {
      return try queue.unsafeRead(body)
    } catch let error as StoreError {
      throw error
    } catch {
      if Task.isCancelled { throw .cancelled }
      throw StoreError(reading: path, query: query, error)
    }
  }
}
