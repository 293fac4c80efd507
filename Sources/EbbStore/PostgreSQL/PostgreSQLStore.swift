package import EbbModel

/// A store in a PostgreSQL database, under one read-only transaction from its opening to its closing.
package actor PostgreSQLStore: Store {
  /// So many pages are asked for at a time: enough to hide the way to the server and back.
  private static let pagesPerQuery = 1_000

  private let executor: QueueExecutor
  private let address: PostgreSQLAddress
  private let trace: (@Sendable (String) -> Void)?
  private var connection: PostgreSQLConnection?
  private var schema: StoreSchema?
  /// The pages whose data are read: those before `next` were given, those before `asked` asked for.
  private var wanted: [PageID] = []
  private var next = 0
  private var asked = 0

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Connects to the database at `address`.
  /// - Parameter trace: is told of every query, without its arguments.
  package static func open(
    _ address: PostgreSQLAddress, trace: (@Sendable (String) -> Void)? = nil
  ) async throws(StoreError) -> PostgreSQLStore {
    let store = PostgreSQLStore(address, trace: trace)
    try await store.begin()
    return store
  }

  private init(_ address: PostgreSQLAddress, trace: (@Sendable (String) -> Void)?) {
    self.address = address
    self.trace = trace
    executor = QueueExecutor(label: "ebb.store.postgresql")
  }

  /// Connects, begins the transaction and probes the schema, which takes the snapshot.
  private func begin() throws(StoreError) {
    connection = try PostgreSQLConnection.open(address)
    _ = try answer(PostgreSQLQueries.begin)
    _ = try answer(PostgreSQLQueries.mark)
    var columns: [String: Set<String>] = [:]
    let tables = StoreSchema.tables.map { "\"\($0)\"" }.joined(separator: ",")
    let found = try rows(PostgreSQLQueries.columns, ["{\(tables)}"]) {
      rows, row throws(StoreError) -> (table: String, column: String)? in
      (try rows.text("table", row), try rows.text("column", row))
    }
    for (table, column) in found { columns[table, default: []].insert(column) }
    schema = try StoreSchema(url: address.redacted, columns: columns)
  }

  package func close() {
    if next < asked { connection?.cancel() }
    (wanted, next, asked) = ([], 0, 0)
    schema = nil
    connection = nil
  }

  package func simulations(_ filter: SimulationFilter) throws(StoreError) -> [Simulation] {
    if filter.user != nil { try schema?.require(["id", "username"], of: "User") }
    // Titles are compared in Swift, since each database folds cases in its own way.
    let title = filter.title.map { Pattern($0) }
    let limit = filter.limit.map { max($0, 0) }
    let (query, arguments) = PostgreSQLQueries.simulations(filter, limit: title == nil ? limit : nil)
    let found = try rows(query, arguments, table: "Simulation") {
      rows, row throws(StoreError) -> Simulation? in
      if let title, !title.matches(try rows.text("title", row)) { return nil }
      return try rows.simulation(row)
    }
    return Array(found.prefix(limit ?? .max))
  }

  package func simulations(
    jobIDPrefix prefix: String, limit: Int
  ) throws(StoreError) -> [Simulation] {
    let arguments = [prefix, String(max(limit, 0))]
    return try rows(PostgreSQLQueries.simulationsByPrefix, arguments, table: "Simulation") {
      rows, row throws(StoreError) in try rows.simulation(row)
    }
  }

  package func simulation(_ id: SimulationID) throws(StoreError) -> Simulation? {
    try rows(PostgreSQLQueries.simulationByID, [String(id.rawValue)], table: "Simulation") {
      rows, row throws(StoreError) in try rows.simulation(row)
    }.first
  }

  package func jobIDs() throws(StoreError) -> [String] {
    try rows(PostgreSQLQueries.jobIDs, table: "Simulation") { rows, row throws(StoreError) in
      try rows.text("job_id", row)
    }
  }

  package func tasks(of simulation: SimulationID) throws(StoreError) -> [SimulationTask] {
    try rows(PostgreSQLQueries.tasks, [String(simulation.rawValue)], table: "Task") {
      rows, row throws(StoreError) in try rows.task(row, of: simulation)
    }
  }

  package func estimators(of simulation: SimulationID) throws(StoreError) -> [EstimatorRow] {
    let hasFileName = schema?.has("file_name", in: "Estimator") ?? false
    let query = PostgreSQLQueries.estimators(hasFileName: hasFileName)
    return try rows(query, [String(simulation.rawValue)], table: "Estimator") {
      rows, row throws(StoreError) in try rows.estimator(row, of: simulation)
    }
  }

  package func pages(of simulation: SimulationID) throws(StoreError) -> [PageRow] {
    try rows(PostgreSQLQueries.pages, [String(simulation.rawValue)], table: "Page") {
      rows, row throws(StoreError) in try rows.page(row)
    }
  }

  package func beginReadingData(of pages: [PageID]) throws(StoreError) {
    try interruptReading()
    (wanted, next, asked) = (pages, 0, 0)
  }

  package func nextData() throws(StoreError) -> PageData? {
    guard next < wanted.count else { return nil }
    let query = PostgreSQLQueries.data
    return try recovering(query) { connection throws(StoreError) in
      if next == asked {
        let end = min(next + Self.pagesPerQuery, wanted.count)
        let ids = wanted[next..<end].map { String($0.rawValue) }.joined(separator: ",")
        trace?(query)
        try connection.stream(query, ["{\(ids)}"])
        asked = end
      }
      let id = wanted[next]
      next += 1
      guard let rows = try connection.next(query, table: "Page"), rows.count == 1,
        try rows.integerIfPresent("id", 0) == id.rawValue
      else { throw .missingPage(url: address.redacted, page: id.rawValue) }
      let data = PageData(id: id, bytes: try rows.bytes("compressed_data", 0) ?? [])
      if next == asked { try connection.finish(query) }
      return data
    }
  }

  /// Makes way for another query. The pages that are not given yet will be asked for again.
  private func interruptReading() throws(StoreError) {
    guard next < asked else { return }
    connection?.cancel()
    asked = next
    try goBackToMark()
  }

  /// What `value` makes of each row of a query; rows that it makes `nil` of are passed over.
  private func rows<Value>(
    _ query: String, _ arguments: [String] = [], table: String = "",
    _ value: (borrowing PostgreSQLRows, Int32) throws(StoreError) -> Value?
  ) throws(StoreError) -> [Value] {
    try interruptReading()
    let rows = try answer(query, arguments, table: table)
    var values: [Value] = []
    for row in 0..<rows.count {
      if let value = try value(rows, row) { values.append(value) }
    }
    return values
  }

  private func answer(
    _ query: String, _ arguments: [String] = [], table: String = ""
  ) throws(StoreError) -> PostgreSQLRows {
    trace?(query)
    return try recovering(query) { connection throws(StoreError) in
      try connection.rows(query, arguments, table: table)
    }
  }

  /// Leaves the connection fit for the next query when this one fails.
  private func recovering<Value: ~Copyable>(
    _ query: String, _ body: (borrowing PostgreSQLConnection) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    guard connection != nil else {
      throw .queryFailed(url: address.redacted, query: query, reason: "the store is closed")
    }
    do throws(StoreError) {
      return try body(connection!)
    } catch {
      connection!.drain()
      asked = next
      try goBackToMark()
      throw error
    }
  }

  /// Ends the failure of the transaction, if it is in one. The snapshot stays.
  private func goBackToMark() throws(StoreError) {
    guard connection?.isInFailedTransaction == true else { return }
    trace?(PostgreSQLQueries.backToMark)
    _ = try connection?.rows(PostgreSQLQueries.backToMark, table: "")
  }
}
