internal import EbbModel
private import Foundation
internal import GRDB

/// Every statement that adds a simulation to a store of Ebb's own, or takes one away.
enum SQLiteInserts {
  /// Adds all rows of a simulation but its pages.
  /// - Returns: the keys of its estimators, by those that they had.
  static func insert(_ stored: StoredSimulation, in db: Database) throws -> [EstimatorID: Int64] {
    let rows = stored.inCurrentSchema
    let simulation = rows.simulation
    let user = try rows.user.map { try key(of: $0, in: db) }
    let id = try insert(
      "Simulation",
      [
        ("job_id", simulation.jobID), ("user_id", user), ("start_time", text(simulation.startTime)),
        ("end_time", text(simulation.endTime)), ("title", simulation.title),
        ("platform", simulation.platform.description), ("input_type", simulation.inputType),
        ("sim_type", simulation.simulator), ("job_state", simulation.state.description),
      ], in: db)
    switch simulation.kind {
    case .celery(let mergeID): try insert("CelerySimulation", [("id", id), ("merge_id", mergeID)], in: db)
    case .batch(_, let folder, let array, let collect):
      let cluster = try key(ofCluster: rows.cluster?.name ?? "", in: db)
      try insert(
        "BatchSimulation",
        [
          ("id", id), ("cluster_id", cluster), ("job_dir", folder), ("array_id", array),
          ("collect_id", collect),
        ], in: db)
    case .unknown: break
    }
    for task in rows.tasks { try insert(task, of: id, in: db) }
    for input in rows.inputs {
      try insert(
        "Input", [("simulation_id", id), ("compressed_data", input.compressedData.map { Data($0) })], in: db)
    }
    var keys: [EstimatorID: Int64] = [:]
    for (row, before) in zip(rows.estimators, stored.estimators) {
      keys[before.id] = try insert(
        "Estimator",
        [
          ("simulation_id", id), ("name", row.name), ("file_name", row.fileName),
          ("compressed_data", row.compressedMetadata.map { Data($0) }),
        ], in: db)
    }
    for log in rows.logfiles {
      try insert(
        "Logfiles", [("simulation_id", id), ("compressed_data", log.compressedData.map { Data($0) })], in: db)
    }
    return keys
  }

  private static func insert(_ task: SimulationTask, of simulation: Int64, in db: Database) throws {
    let id = try insert(
      "Task",
      [
        ("simulation_id", simulation), ("task_id", task.number),
        ("requested_primaries", task.requestedPrimaries), ("simulated_primaries", task.simulatedPrimaries),
        ("task_state", task.state.description), ("estimated_time", task.estimatedTime),
        ("start_time", text(task.startTime)), ("end_time", text(task.endTime)),
        ("platform", task.platform?.description), ("last_update_time", text(task.lastUpdateTime)),
      ], in: db)
    switch task.kind {
    case .celery(let celeryID): try insert("CeleryTask", [("id", id), ("celery_id", celeryID)], in: db)
    case .batch: try insert("BatchTask", [("id", id)], in: db)
    case .unknown: break
    }
  }

  static func insert(_ page: PageRow, of estimator: Int64, data: [UInt8], in db: Database) throws {
    try insert(
      "Page",
      [
        ("page_name", page.name ?? ""), ("estimator_id", estimator), ("page_number", page.number),
        ("compressed_data", data.isEmpty ? nil : Data(data)), ("page_dimension", page.dimension ?? 0),
      ], in: db)
  }

  /// Takes a simulation away, with all that belongs to it; its user and cluster stay.
  static func delete(_ id: Int64, in db: Database) throws {
    let tasks = #"(SELECT t.id FROM "Task" AS t WHERE t.simulation_id = ?)"#
    for statement in [
      #"DELETE FROM "Page" WHERE estimator_id IN (SELECT e.id FROM "Estimator" AS e WHERE e.simulation_id = ?)"#,
      #"DELETE FROM "Estimator" WHERE simulation_id = ?"#, #"DELETE FROM "Input" WHERE simulation_id = ?"#,
      #"DELETE FROM "Logfiles" WHERE simulation_id = ?"#, "DELETE FROM \"CeleryTask\" WHERE id IN \(tasks)",
      "DELETE FROM \"BatchTask\" WHERE id IN \(tasks)", #"DELETE FROM "Task" WHERE simulation_id = ?"#,
      #"DELETE FROM "CelerySimulation" WHERE id = ?"#, #"DELETE FROM "BatchSimulation" WHERE id = ?"#,
      #"DELETE FROM "Simulation" WHERE id = ?"#,
    ] {
      try db.execute(sql: statement, arguments: [id])
    }
  }

  /// The key of the user of that name and provider, who is added where there is none: of their class too, with nothing
  /// that is secret.
  private static func key(of user: User, in db: Database) throws -> Int64 {
    let provider = user.authProvider
    let there = try Int64.fetchOne(
      db, sql: #"SELECT id FROM "User" WHERE username = ? AND auth_provider = ?"#,
      arguments: [user.username, provider.description])
    if let there { return there }
    let id = try insert(
      "User", [("username", user.username), ("auth_provider", provider.description)], in: db)
    switch provider {
    case .yaptide: try insert("YaptideUser", [("id", id), ("password_hash", "")], in: db)
    case .keycloak: try insert("KeycloakUser", [("id", id)], in: db)
    default: break
    }
    return id
  }

  private static func key(ofCluster name: String, in db: Database) throws -> Int64 {
    let there = try Int64.fetchOne(
      db, sql: #"SELECT id FROM "Cluster" WHERE cluster_name = ? ORDER BY id"#, arguments: [name])
    return try there ?? insert("Cluster", [("cluster_name", name)], in: db)
  }

  /// - Returns: the row's key.
  @discardableResult
  private static func insert(
    _ table: String, _ values: [(column: String, value: (any DatabaseValueConvertible)?)], in db: Database
  ) throws -> Int64 {
    let names = values.map(\.column).joined(separator: ", ")
    let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
    let statement = try db.cachedStatement(sql: "INSERT INTO \"\(table)\" (\(names)) VALUES (\(places))")
    try statement.execute(arguments: StatementArguments(values.map(\.value)))
    return db.lastInsertedRowID
  }

  /// A time as the platform writes it to SQLite: in UTC, to the microsecond.
  private static func text(_ time: Instant?) -> String? {
    guard var text = time?.iso8601 else { return nil }
    text.removeLast()
    return text.replacing("T", with: " ") + (text.contains(".") ? "" : ".000000")
  }
}
