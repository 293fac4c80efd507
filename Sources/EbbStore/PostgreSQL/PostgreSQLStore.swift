package import EbbModel

/// A store in a PostgreSQL database, under one read-only transaction from its opening to its closing.
///
/// The snapshot is the transaction's, and the transaction the connection's: a connection that breaks is not
/// made anew, since what it would read might not fit what was read before. Every later question gets the same
/// error.
package actor PostgreSQLStore: Store {
  /// The pages that are asked for at a time: enough to hide the way to the server and back.
  private static let pagesPerQuery = 1_000

  private let executor: QueueExecutor
  private let address: PostgreSQLAddress
  private let trace: (@Sendable (String) -> Void)?
  private let silenceLimitSeconds: Double
  private var connection: PostgreSQLConnection?
  /// The reason why there is no connection any more.
  private var loss: StoreError?
  private(set) var probed: StoreSchema?
  /// The schema that the store's tables lie in.
  private(set) var namespace = ""
  private var queries: PostgreSQLQueries?
  /// The pages of the query for data that is running, which it has not given yet; none where no query is.
  private var awaited: ArraySlice<PageID> = []

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Connects to the database at `address`.
  /// - Parameters:
  ///   - silenceLimitSeconds: how long to wait for a server that says nothing at all, be it held up by a lock
  ///     or gone. Statements may run as long as they like: those that send pages last as long as the export,
  ///     which is why no statement timeout is set beside the user's own (`PGOPTIONS`).
  ///   - trace: is told of every query, without its arguments.
  package static func open(
    _ address: PostgreSQLAddress, silenceLimitSeconds: Double = 300,
    trace: (@Sendable (String) -> Void)? = nil
  ) async throws(StoreError) -> PostgreSQLStore {
    let store = PostgreSQLStore(address, silenceLimitSeconds: silenceLimitSeconds, trace: trace)
    try await store.begin()
    return store
  }

  private init(
    _ address: PostgreSQLAddress, silenceLimitSeconds: Double, trace: (@Sendable (String) -> Void)?
  ) {
    self.address = address
    self.silenceLimitSeconds = silenceLimitSeconds
    self.trace = trace
    executor = QueueExecutor(label: "ebb.store.postgresql")
  }

  /// Connects, begins the transaction and probes the schema, which takes the snapshot.
  private func begin() throws(StoreError) {
    connection = try PostgreSQLConnecting.open(address, silenceLimitSeconds: silenceLimitSeconds)
    _ = try answer(PostgreSQLQueries.begin)
    let found = try rows(PostgreSQLQueries.namespace) { row throws(StoreError) in try row.text("namespace") }
    guard let first = found.first else { throw .missingTable(url: address.redacted, table: "Simulation") }
    namespace = first
    try settle()
    _ = try answer(PostgreSQLQueries.mark)
    probed = try probe()
    queries = probed.map { PostgreSQLQueries($0) }
  }

  /// Makes the transaction what it is to be whatever the role's own settings are, and sees that it only reads.
  private func settle() throws(StoreError) {
    let states = try rows(PostgreSQLQueries.settings) { row throws(StoreError) in
      [try row.text("readonly"), try row.text("isolation")]
    }
    guard states == [["on", "repeatable read"]] else {
      throw .notReachable(url: address.redacted, reason: "the server begins no transaction that only reads")
    }
  }

  private func probe() throws(StoreError) -> StoreSchema {
    let tables = StoreSchema.tables.map { "\"\($0)\"" }.joined(separator: ",")
    let found = try rows(PostgreSQLQueries.columns, ["{\(tables)}", namespace]) {
      row throws(StoreError) -> (table: String, column: StoreSchema.Column)? in
      let column = StoreSchema.Column(
        name: try row.text("column"), isReadable: try row.integer("readable") != 0)
      return (try row.text("table"), column)
    }
    let columns = Dictionary(grouping: found, by: \.table).mapValues { $0.map(\.column) }
    return try StoreSchema(url: address.redacted, namespace: namespace, columns: columns)
  }

  package func close() {
    if !awaited.isEmpty { connection?.cancel() }
    awaited = []
    probed = nil
    queries = nil
    connection = nil
    loss = nil
  }

  package func data(of pages: ArraySlice<PageID>, upTo bytes: Int) -> [Result<PageData, StoreError>] {
    takePages(pages, upTo: bytes) { left throws(StoreError) in
      if left.count == pages.count, !left.starts(with: awaited) { try interruptReading() }
      return try nextData(left)
    }
  }

  /// The data of the first of `pages`, of which the query that is running gives the next ones.
  private func nextData(_ pages: ArraySlice<PageID>) throws(StoreError) -> PageData {
    let query = try queries().data
    let id = pages[pages.startIndex]
    let row = try recovering(query) { connection throws(StoreError) -> PostgreSQLRows? in
      if awaited.isEmpty {
        awaited = pages.prefix(Self.pagesPerQuery)
        trace?(query)
        try connection.stream(query, ["{\(awaited.map { String($0.rawValue) }.joined(separator: ","))}"])
      }
      awaited.removeFirst()
      let row = try connection.next(query, table: "Page")
      if awaited.isEmpty { try connection.finish(query) }
      return row
    }
    guard let row, row.count == 1, try row.integerIfPresent("id") == id.rawValue else {
      throw .missingPage(url: address.redacted, page: id.rawValue)
    }
    return PageData(id: id, bytes: try row.bytes("compressed_data") ?? [])
  }

  /// Makes way for another query. The pages that are not given yet will be asked for again.
  private func interruptReading() throws(StoreError) {
    guard !awaited.isEmpty else { return }
    try recovering("") { connection throws(StoreError) in try connection.interrupt() }
    awaited = []
    try goBackToMark()
  }

  /// The queries, as the schema allows; `tables` are those that an answer cannot do without.
  func queries(_ tables: String...) throws(StoreError) -> PostgreSQLQueries {
    guard let queries, let probed else {
      throw .queryFailed(url: address.redacted, query: "", reason: "the store is closed")
    }
    for table in tables { try probed.require(table) }
    return queries
  }

  /// The values that `value` makes of each row of a query; rows that it makes `nil` of are passed over.
  func rows<Value>(
    _ query: String, _ arguments: [String] = [], table: String = "",
    _ value: (borrowing PostgreSQLRows) throws(StoreError) -> Value?
  ) throws(StoreError) -> [Value] {
    try interruptReading()
    var rows = try answer(query, arguments, table: table)
    var values: [Value] = []
    for row in 0..<rows.count {
      rows.row = row
      if let value = try value(rows) { values.append(value) }
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

  /// Leaves the connection fit for the next query when this one fails, or gives it up.
  private func recovering<Value: ~Copyable>(
    _ query: String, _ body: (borrowing PostgreSQLConnection) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    guard connection != nil else {
      throw loss ?? .queryFailed(url: address.redacted, query: query, reason: "the store is closed")
    }
    do throws(StoreError) {
      return try body(connection!)
    } catch {
      awaited = []
      switch error {
      case .cancelled, .timedOut:
        connection?.cancel()
        giveUp(error)
      case .connectionLost: giveUp(error)
      default:
        do throws(StoreError) {
          try connection?.drain()
          try goBackToMark()
        } catch {
          giveUp(error)
        }
      }
      throw error
    }
  }

  private func giveUp(_ error: StoreError) {
    loss = error
    connection = nil
  }

  /// Ends the failure of the transaction, if it is in one. The snapshot stays.
  private func goBackToMark() throws(StoreError) {
    guard connection?.isInFailedTransaction == true else { return }
    trace?(PostgreSQLQueries.backToMark)
    _ = try connection?.rows(PostgreSQLQueries.backToMark, table: "")
  }
}
