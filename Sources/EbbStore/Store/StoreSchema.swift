/// The tables that a store has, and their columns: probed, never assumed.
struct StoreSchema: Sendable {
  struct Column: Sendable {
    var name: String
    /// Whether the role that reads may read it.
    var isReadable = true
  }

  /// The store as errors name it.
  let url: String
  /// The schema of PostgreSQL's that the tables lie in; `nil` where there is only one.
  private let namespace: String?
  /// In the tables' own order.
  private let columns: [String: [Column]]
  /// The tables that a scan reads in the order of their keys: those of SQLite's that are no views.
  private let keyed: Set<String>

  /// Throws if a table is missing that nothing can be told without.
  init(
    url: String, namespace: String? = nil, columns: [String: [Column]], keyed: Set<String> = []
  ) throws(StoreError) {
    self.url = url
    self.namespace = namespace
    self.columns = columns
    self.keyed = keyed
    for table in Self.model where table.isCore { try require(table.name) }
  }

  /// Whether there is that column, and it may be read.
  func has(_ column: String, in table: String) -> Bool {
    columns[table]?.contains { $0.name == column && $0.isReadable } ?? false
  }

  /// Whether the column's value lies after that of `other` in every row, where SQLite finds it only by way
  /// of the other.
  func has(_ column: String, behind other: String, in table: String) -> Bool {
    let names = columns[table]?.map(\.name) ?? []
    guard let place = names.firstIndex(of: column), let before = names.firstIndex(of: other)
    else { return false }
    return before < place
  }

  /// The table's name as queries have it: with its schema, so that no other table can take its place.
  func quoted(_ table: String) -> String {
    let name = "\"\(table)\""
    return namespace.map { "\"\($0.replacing("\"", with: "\"\""))\".\(name)" } ?? name
  }

  /// Whether a scan reads the table's rows in the order of their keys.
  func isKeyed(_ table: String) -> Bool { keyed.contains(table) }

  /// Throws if the table, or a column of it that no answer can do without, is missing.
  func require(_ table: String) throws(StoreError) {
    try require(Self.model.first { $0.name == table }?.needed ?? [], of: table)
  }

  func require(_ needed: [String], of table: String) throws(StoreError) {
    guard let found = columns[table], !found.isEmpty else {
      throw .missingTable(url: url, table: table)
    }
    for column in needed where !found.contains(where: { $0.name == column }) {
      throw .missingColumn(url: url, table: table, column: column)
    }
  }

  /// Throws if a column is missing that `filter` asks about.
  func requireColumns(of filter: SimulationFilter) throws(StoreError) {
    if filter.user != nil {
      try require(["id", "username"], of: "User")
      try require(["user_id"], of: "Simulation")
    }
    if filter.since != nil || filter.until != nil {
      try require(["start_time"], of: "Simulation")
    }
  }

  /// The columns of a table that answers hold: all that are needed, and of the others those that there are.
  func answer(_ table: String) -> [String] {
    guard let known = Self.model.first(where: { $0.name == table }) else { return [] }
    return known.needed + known.optional.filter { has($0, in: table) }
  }

  /// Every table that a query for rows may name.
  static let tables = model.map(\.name)
}

extension StoreSchema {
  private struct Table {
    var name: String
    /// Whether a store without it is none.
    var isCore = false
    var needed: [String]
    var optional: [String] = []
  }

  /// The columns that are read: the secret ones are not among them.
  private static let model = [
    Table(
      name: "Simulation", isCore: true,
      needed: ["id", "job_id", "title", "platform", "input_type", "sim_type", "job_state"],
      optional: ["user_id", "start_time", "end_time"]),
    Table(name: "CelerySimulation", needed: ["id"], optional: ["merge_id"]),
    Table(
      name: "BatchSimulation", needed: ["id"],
      optional: ["cluster_id", "job_dir", "array_id", "collect_id"]),
    Table(
      name: "Task", isCore: true,
      needed: [
        "id", "simulation_id", "task_id", "requested_primaries", "simulated_primaries", "task_state",
      ],
      optional: ["estimated_time", "start_time", "end_time", "platform", "last_update_time"]),
    Table(name: "CeleryTask", needed: ["id"], optional: ["celery_id"]),
    Table(
      name: "Estimator", isCore: true, needed: ["id", "simulation_id", "name", "compressed_data"],
      optional: ["file_name"]),
    Table(
      name: "Page", isCore: true, needed: ["id", "estimator_id", "page_number", "compressed_data"],
      optional: ["page_name", "page_dimension"]),
    Table(name: "User", needed: ["id", "username", "auth_provider"]),
    Table(name: "Cluster", needed: ["id", "cluster_name"]),
    Table(name: "Input", needed: ["id", "simulation_id", "compressed_data"]),
    Table(name: "Logfiles", needed: ["id", "simulation_id", "compressed_data"]),
  ]
}
