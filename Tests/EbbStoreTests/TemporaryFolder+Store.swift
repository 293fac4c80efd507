import EbbModel
import EbbSamples
import EbbStore
import EbbTestSupport
import Foundation
import GRDB

extension TemporaryFolder {
  /// A SQLite file of the current schema with one row in each table that is read.
  func sqlite(_ name: String = "store.sqlite", sql: String = "") throws -> String {
    let path = path(name)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: Schema.current.sqliteDDL)
      try db.execute(sql: Self.rows)
      try db.execute(sql: sql)
    }
    try queue.close()
    return path
  }

  /// The SQL for PostgreSQL that makes the same.
  static func postgreSQL(sql: String = "") throws -> String {
    "\(Schema.current.postgresDDL)\(rows)\n\(sql)"
  }

  private static let rows = """
    INSERT INTO "User" (id, username, auth_provider) VALUES (1, 'ann', 'YaptideUser');
    INSERT INTO "Simulation" (id, job_id, user_id, start_time, end_time, title, platform, input_type,
      sim_type, job_state) VALUES (7, 'a%b_c', 1, '2026-01-01 00:00:00.000000', NULL, 'first', 'DIRECT',
      'FILES', 'shieldhit', 'COMPLETED');
    INSERT INTO "Task" (id, simulation_id, task_id, requested_primaries, simulated_primaries, task_state,
      platform) VALUES (11, 7, 0, 100, 100, 'COMPLETED', 'DIRECT');
    INSERT INTO "Estimator" (id, simulation_id, name, file_name) VALUES (13, 7, 'mesh', 'mesh_0001');
    INSERT INTO "Page" (id, estimator_id, page_number, page_name, page_dimension)
      VALUES (17, 13, 0, 'DOSE', 1);
    """
}

/// Asks every question whose answer has rows.
func askAll(_ store: any Store) async throws {
  for simulation in try await store.simulations(SimulationFilter()) {
    _ = try await store.tasks(of: simulation.id)
    _ = try await store.estimators(of: simulation.id)
    _ = try await store.allData(of: store.pages(of: simulation.id).map(\.id))
  }
}
