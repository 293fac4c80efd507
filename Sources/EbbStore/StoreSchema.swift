/// The tables that a store has, and their columns: probed, never assumed.
struct StoreSchema: Sendable {
  /// The store as errors name it.
  let url: String
  private let columns: [String: Set<String>]

  init(url: String, columns: [String: Set<String>]) throws(StoreError) {
    self.url = url
    self.columns = columns
    for (table, needed) in Self.needed { try require(needed, of: table) }
  }

  /// Whether there is that column.
  func has(_ column: String, in table: String) -> Bool { columns[table]?.contains(column) ?? false }

  /// Throws if the table or one of its columns is missing.
  func require(_ needed: [String], of table: String) throws(StoreError) {
    guard let found = columns[table], !found.isEmpty else {
      throw .missingTable(url: url, table: table)
    }
    for column in needed where !found.contains(column) {
      throw .missingColumn(url: url, table: table, column: column)
    }
  }

  /// Every table that a query of ours may name.
  static let tables = needed.map(\.table) + ["User"]

  /// What every known schema has, and no listing or export can do without.
  private static let needed: [(table: String, columns: [String])] = [
    (
      "Simulation",
      [
        "id", "job_id", "user_id", "start_time", "end_time", "title", "platform", "input_type",
        "sim_type", "job_state",
      ]
    ),
    (
      "Task",
      [
        "id", "simulation_id", "task_id", "requested_primaries", "simulated_primaries", "task_state",
        "start_time", "end_time",
      ]
    ),
    ("Estimator", ["id", "simulation_id", "name", "compressed_data"]),
    ("Page", ["id", "estimator_id", "page_number", "compressed_data"]),
  ]
}
