package import EbbModel

extension PostgreSQLStore {
  package func users() throws(StoreError) -> [User] {
    try rows(queries("User").users, table: "User") { row throws(StoreError) in try row.user() }
  }

  package func clusters() throws(StoreError) -> [Cluster] {
    try rows(queries("Cluster").clusters, table: "Cluster") { row throws(StoreError) in
      try row.cluster()
    }
  }

  package func simulations(_ filter: SimulationFilter) throws(StoreError) -> [Simulation] {
    try probed?.requireColumns(of: filter)
    // Titles are compared in Swift, since each database folds cases in its own way.
    let title = filter.title.map { Pattern($0) }
    let limit = filter.limit.map { max($0, 0) }
    let (query, arguments) = try queries().simulations(filter, limit: title == nil ? limit : nil)
    let found = try rows(query, arguments, table: "Simulation") {
      row throws(StoreError) -> Simulation? in
      if let title, !title.matches(try row.text("title")) { return nil }
      return try row.simulation()
    }
    return Array(found.prefix(limit ?? .max))
  }

  package func simulations(
    jobIDPrefix prefix: String, limit: Int
  ) throws(StoreError) -> [Simulation] {
    try rows(queries().simulationsByPrefix, [prefix, String(max(limit, 0))], table: "Simulation") {
      row throws(StoreError) in try row.simulation()
    }
  }

  package func simulations(_ ids: [SimulationID]) throws(StoreError) -> [Simulation] {
    try rows(queries().simulationsByID, [Self.list(ids.map(\.rawValue))], table: "Simulation") {
      row throws(StoreError) in try row.simulation()
    }
  }

  package func jobIDs() throws(StoreError) -> [String] {
    try rows(queries().jobIDs, table: "Simulation") { row throws(StoreError) in
      try row.text("job_id")
    }
  }

  package func tasks(
    of scope: SimulationScope, limit: Int?
  ) throws(StoreError) -> [SimulationTask] {
    let query = try queries().tasks(of: scope, limit: limit)
    return try rows(query, Self.arguments(scope, limit), table: "Task") { row throws(StoreError) in
      try row.task()
    }
  }

  package func estimators(
    of scope: SimulationScope, metadata: Bool, limit: Int?
  ) throws(StoreError) -> [EstimatorRow] {
    let query = try queries().estimators(of: scope, metadata: metadata, limit: limit)
    return try rows(query, Self.arguments(scope, limit), table: "Estimator") {
      row throws(StoreError) in try row.estimator()
    }
  }

  package func estimators(_ ids: [EstimatorID]) throws(StoreError) -> [EstimatorRow] {
    try rows(queries().estimatorsByID, [Self.list(ids.map(\.rawValue))], table: "Estimator") {
      row throws(StoreError) in try row.estimator()
    }
  }

  package func pages(
    of scope: SimulationScope, details: Bool, limit: Int?
  ) throws(StoreError) -> [PageRow] {
    let query = try queries().pages(of: scope, details: details, limit: limit)
    return try rows(query, Self.arguments(scope, limit), table: "Page") { row throws(StoreError) in
      try row.page()
    }
  }

  package func inputs(of simulations: [SimulationID]) throws(StoreError) -> [Input] {
    try rows(queries("Input").files("Input"), [Self.list(simulations.map(\.rawValue))], table: "Input") {
      row throws(StoreError) in try row.input()
    }
  }

  package func logfiles(of simulations: [SimulationID]) throws(StoreError) -> [Logfiles] {
    let query = try queries("Logfiles").files("Logfiles")
    return try rows(query, [Self.list(simulations.map(\.rawValue))], table: "Logfiles") {
      row throws(StoreError) in try row.logfiles()
    }
  }

  package func schema() throws(StoreError) -> [DatabaseTable] {
    let keys = try rows(PostgreSQLQueries.foreignKeys, [namespace]) {
      row throws(StoreError) -> (table: String, key: DatabaseTable.ForeignKey)? in
      let key = DatabaseTable.ForeignKey(
        column: try row.text("column"), table: try row.text("other"), target: try row.text("target"))
      return (try row.text("table"), key)
    }
    let foreignKeys = Dictionary(grouping: keys, by: \.table).mapValues { $0.map(\.key) }
    let columns = try rows(PostgreSQLQueries.tables, [namespace]) {
      row throws(StoreError) -> (table: String, column: DatabaseTable.Column)? in
      let column = DatabaseTable.Column(
        name: try row.text("column"), type: try row.text("type"),
        isNullable: try row.integer("nullable") != 0, isPrimaryKey: try row.integer("key") != 0)
      return (try row.text("table"), column)
    }
    var tables: [DatabaseTable] = []
    for (table, column) in columns {
      if tables.last?.name != table {
        tables.append(
          DatabaseTable(name: table, columns: [], foreignKeys: foreignKeys[table] ?? []))
      }
      tables[tables.count - 1].columns.append(column)
    }
    return tables
  }

  private static func arguments(_ scope: SimulationScope, _ limit: Int?) -> [String] {
    var arguments: [String] = []
    if case .these(let ids) = scope { arguments.append(list(ids.map(\.rawValue))) }
    if let limit { arguments.append(String(max(limit, 0))) }
    return arguments
  }

  /// Numbers as PostgreSQL writes an array.
  private static func list(_ numbers: [Int64]) -> String {
    "{" + numbers.map(String.init).joined(separator: ",") + "}"
  }
}
