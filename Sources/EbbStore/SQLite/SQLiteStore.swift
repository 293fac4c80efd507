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
  private var schema: StoreSchema?
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
      var columns: [String: Set<String>] = [:]
      for table in StoreSchema.tables {
        let names = try rows(SQLiteQueries.columns(of: table), table: table) {
          row throws(StoreError) in try row.text("name")
        }
        columns[table] = Set(names)
      }
      schema = try StoreSchema(url: path, columns: columns)
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
    configuration.busyMode = .timeout(busyTimeoutSeconds)
    return configuration
  }

  package func close() { end() }

  private func end() {
    wanted = []
    schema = nil
    // Closing ends the transaction. A failure would mean a statement in use, and none outlives its query.
    try? queue?.close()
    queue = nil
  }

  package func simulations(_ filter: SimulationFilter) throws(StoreError) -> [Simulation] {
    if filter.user != nil { try schema?.require(["id", "username"], of: "User") }
    // Titles are compared in Swift, since each database folds cases in its own way.
    let title = filter.title.map { Pattern($0) }
    let limit = filter.limit.map { max($0, 0) }
    let query = SQLiteQueries.simulations(filter, limited: title == nil && limit != nil)
    let arguments: [String: (any DatabaseValueConvertible)?] = [
      "user": filter.user, "state": filter.state?.description, "platform": filter.platform,
      "simulator": filter.simulator, "since": filter.since?.iso8601,
      "until": filter.until?.iso8601, "limit": title == nil ? limit : nil,
    ]
    return try rows(
      query, arguments.filter { $0.value != nil }, table: "Simulation", limit: limit
    ) { row throws(StoreError) in
      if let title, !title.matches(try row.text("title")) { return nil }
      return try row.simulation()
    }
  }

  package func simulations(
    jobIDPrefix prefix: String, limit: Int
  ) throws(StoreError) -> [Simulation] {
    try rows(
      SQLiteQueries.simulationsByPrefix, ["prefix": prefix, "limit": max(limit, 0)], table: "Simulation"
    ) { row throws(StoreError) in try row.simulation() }
  }

  package func simulation(_ id: SimulationID) throws(StoreError) -> Simulation? {
    try rows(SQLiteQueries.simulationByID, ["id": id.rawValue], table: "Simulation") {
      row throws(StoreError) in try row.simulation()
    }.first
  }

  package func jobIDs() throws(StoreError) -> [String] {
    try rows(SQLiteQueries.jobIDs, table: "Simulation") { row throws(StoreError) in
      try row.text("job_id")
    }
  }

  package func tasks(of simulation: SimulationID) throws(StoreError) -> [SimulationTask] {
    try rows(SQLiteQueries.tasks, ["simulation": simulation.rawValue], table: "Task") {
      row throws(StoreError) in try row.task(of: simulation)
    }
  }

  package func estimators(of simulation: SimulationID) throws(StoreError) -> [EstimatorRow] {
    let hasFileName = schema?.has("file_name", in: "Estimator") ?? false
    return try rows(
      SQLiteQueries.estimators(hasFileName: hasFileName), ["simulation": simulation.rawValue],
      table: "Estimator"
    ) { row throws(StoreError) in try row.estimator(of: simulation) }
  }

  package func pages(of simulation: SimulationID) throws(StoreError) -> [PageRow] {
    try rows(SQLiteQueries.pages, ["simulation": simulation.rawValue], table: "Page") {
      row throws(StoreError) in try row.page()
    }
  }

  package func beginReadingData(of pages: [PageID]) { wanted = pages[...] }

  package func nextData() throws(StoreError) -> PageData? {
    guard let id = wanted.popFirst() else { return nil }
    let found = try rows(SQLiteQueries.data, ["id": id.rawValue], table: "Page") {
      row throws(StoreError) in PageData(id: id, bytes: try row.bytes("compressed_data") ?? [])
    }
    guard let data = found.first else { throw .missingPage(url: path, page: id.rawValue) }
    return data
  }

  /// What `value` makes of each row of a query, at most `limit` of them; rows that it makes `nil` of are
  /// passed over.
  private func rows<Value>(
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
    do {
      return try queue.unsafeRead(body)
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(reading: path, query: query, error)
    }
  }
}
