package import EbbModel
internal import GRDB

/// A store in a SQLite file, read-only, under one read transaction from its opening to its closing.
package actor SQLiteStore: Store {
  private let executor: QueueExecutor
  /// The file's path, which is also what errors say.
  private let path: String
  private let isInMemory: Bool
  private let busyTimeoutSeconds: Double
  private let trace: (@Sendable (String) -> Void)?
  private var queue: DatabaseQueue?
  private(set) var probed: StoreSchema?
  private var queries: SQLiteQueries?
  /// Rows of pages as they were listed before their data were asked for: some 60 bytes a page.
  private var listed: [PageID: Listed] = [:]
  private let scan = SQLiteScan()

  /// The content of a page's row, in a listing and again where its data are.
  private struct Listed: Equatable {
    var estimator: Int64
    var number: Int64
    var bytes: Int
  }

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Opens the file at `path`.
  /// - Parameters:
  ///   - busyTimeoutSeconds: how long to wait for a program that has the file locked.
  ///   - verify: whether to have SQLite check the whole file first (`PRAGMA quick_check`), which reads all of it.
  ///   - trace: is told of every query, without its arguments.
  package static func open(
    path: String, busyTimeoutSeconds: Double = 5, verify: Bool = false,
    trace: (@Sendable (String) -> Void)? = nil
  ) async throws(StoreError) -> SQLiteStore {
    let store = SQLiteStore(path: path, busyTimeoutSeconds: busyTimeoutSeconds, trace: trace)
    try await store.begin(verify: verify)
    return store
  }

  /// Opens what `SQLiteWriter.open(inMemory:)` has under that name.
  package static func open(inMemory name: String) async throws(StoreError) -> SQLiteStore {
    let store = SQLiteStore(path: name, isInMemory: true, busyTimeoutSeconds: 0, trace: nil)
    try await store.begin(verify: false)
    return store
  }

  private init(
    path: String, isInMemory: Bool = false, busyTimeoutSeconds: Double, trace: (@Sendable (String) -> Void)?
  ) {
    self.path = path
    self.isInMemory = isInMemory
    self.busyTimeoutSeconds = busyTimeoutSeconds
    self.trace = trace
    executor = QueueExecutor(label: "ebb.store.sqlite")
  }

  /// Opens the file, begins the transaction and probes the schema, which takes the snapshot.
  private func begin(verify: Bool) throws(StoreError) {
    if !isInMemory, let obstacle = SQLiteFile.obstacle(at: path) { throw obstacle }
    do {
      queue =
        isInMemory
        ? try DatabaseQueue(named: path, configuration: configuration)
        : try DatabaseQueue(path: SQLiteFile.literal(path), configuration: configuration)
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
        scan.install(in: db)
        try db.execute(sql: SQLiteQueries.begin)
      }
      if verify { try self.verify() }
      var keyed = Set(
        try rows(SQLiteQueries.keyed, table: "sqlite_master") { row throws(StoreError) in try row.text("name")
        })
      var columns: [String: [StoreSchema.Column]] = [:]
      for table in StoreSchema.tables {
        let found = try self.columns(of: table)
        columns[table] = found.map { StoreSchema.Column(name: $0.name) }
        // Only then is the key the row's number (https://www.sqlite.org/lang_createtable.html#rowid).
        let key = found.filter { $0.keyPlace > 0 }
        if key.map(\.name) != ["id"] || key.first?.type.uppercased() != "INTEGER" { keyed.remove(table) }
      }
      let schema = try StoreSchema(url: path, columns: columns, keyed: keyed)
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
    configuration.prepareDatabase { db in
      SQLiteInterruption.install(in: db)
      // A damaged file may have cells that reach into others; a file of a stranger's, views and checks that call
      // functions with effects (https://www.sqlite.org/security.html).
      try db.execute(sql: "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF")
    }
    return configuration
  }

  /// Has SQLite check the file: that each page of it is used once, and holds what it should.
  private func verify() throws(StoreError) {
    let found = try rows(SQLiteQueries.check, table: "") { row throws(StoreError) in row.first }
    guard found.first != "ok" else { return }
    throw .damaged(url: path, reason: "SQLite's check finds: \(found.first ?? "nothing to check")")
  }

  /// The error that a table contradicts itself.
  func contradiction(_ table: String, _ what: String) -> StoreError {
    .damaged(url: path, reason: "the table '\(table)' \(what)")
  }

  /// Keeps what a listing says of pages, for when their data are read.
  func remember(_ pages: [PageRow]) {
    for page in pages {
      listed[page.id] = Listed(
        estimator: page.estimatorID.rawValue, number: Int64(page.number), bytes: page.compressedBytes)
    }
  }

  package func close() { end() }

  private func end() {
    listed = [:]
    probed = nil
    queries = nil
    // Closing ends the transaction. A failure would mean a statement in use, and none outlives its query.
    try? queue?.close()
    queue = nil
  }

  package func data(of pages: ArraySlice<PageID>, upTo bytes: Int) -> [Result<PageData, StoreError>] {
    takePages(pages, upTo: bytes) { left throws(StoreError) in try data(of: left[left.startIndex]) }
  }

  private func data(of id: PageID) throws(StoreError) -> PageData {
    let large = try largeData(of: id)
    let found = try rows(
      large == nil ? SQLiteQueries.data : SQLiteQueries.owner, ["id": id.rawValue], table: "Page"
    ) { row throws(StoreError) in
      guard try row.integer("id") == id.rawValue else {
        throw contradiction("Page", "gives a row by another's key")
      }
      let bytes = if let large { large } else { try row.bytes("compressed_data") ?? [] }
      let data = PageData(id: id, bytes: bytes)
      if let before = listed[id] {
        let now = Listed(
          estimator: try row.integer("estimator_id"), number: try row.integer("page_number"),
          bytes: data.bytes.count)
        guard now == before else { throw contradiction("Page", "has row \(id.rawValue) with two contents") }
      }
      return data
    }
    guard let data = found.first else { throw .missingPage(url: path, page: id.rawValue) }
    return data
  }

  /// The data of a page that was listed as a large one; `nil` of any other, and where a query has to say what is the matter.
  private func largeData(of id: PageID) throws(StoreError) -> [UInt8]? {
    guard let count = listed[id]?.bytes, count >= SQLiteBlob.leastBytes, probed?.isKeyed("Page") == true
    else {
      return nil
    }
    return try read(SQLiteQueries.owner) { db in
      SQLiteBlob.bytes("compressed_data", in: "Page", row: id.rawValue, count: count, db)
    }
  }

  /// The queries, as the schema allows; `tables` are those that an answer cannot do without.
  func queries(_ tables: String...) throws(StoreError) -> SQLiteQueries {
    guard let queries, let probed else {
      throw .queryFailed(url: path, query: "", reason: "the store is closed")
    }
    for table in tables { try probed.require(table) }
    return queries
  }

  /// The values that `value` makes of each row of a query, at most `limit` of them; rows that it makes `nil` of are
  /// passed over.
  func rows<Value>(
    _ query: String, _ arguments: [String: (any DatabaseValueConvertible)?] = [:], table: String,
    limit: Int? = nil, _ value: (SQLiteRow) throws(StoreError) -> Value?
  ) throws(StoreError) -> [Value] {
    try read(query) { db in
      var values: [Value] = []
      scan.begin()
      let statement = try db.cachedStatement(sql: query)
      let columns = statement.columnNames.map { $0.lowercased() }
      let isForeign = columns.firstIndex(of: SQLiteQueries.isForeign)
      let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
      while values.count < limit ?? .max, let row = try cursor.next() {
        if let value = try value(SQLiteRow(row: row, columns: columns, table: table, url: path)) {
          values.append(value)
        }
        if let isForeign, row[isForeign] == true {
          throw contradiction(table, "holds a row of another table's")
        }
      }
      if let key = scan.stray {
        throw contradiction(table, "holds row \(key) in another place than its own")
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
