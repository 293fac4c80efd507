/// Every query that the SQLite driver sends.
enum SQLiteQueries {
  /// Takes the snapshot with the first query that follows.
  static let begin = "BEGIN DEFERRED"

  /// Columns are probed by this; the table's name is one of our own.
  static func columns(of table: String) -> String { #"PRAGMA table_info("\#(table)")"# }

  private static let simulation = """
    SELECT s."id", s."job_id", s."user_id", s."start_time", s."end_time", s."title", s."platform",
      s."input_type", s."sim_type", s."job_state"
    FROM "Simulation" AS s
    """

  /// A time's text in a form that sorts as the times do: fractions are written, or not, in any length.
  private static func sortable(_ time: String) -> String { "rtrim(replace(\(time), 'T', ' '), 'Z0.')" }

  /// The simulations of a filter, newest first. Each condition is there only where it is asked for;
  /// arguments are bound by name.
  static func simulations(_ filter: SimulationFilter, limited: Bool) -> String {
    var conditions: [String] = []
    if filter.user != nil { conditions.append(#"u."username" = :user"#) }
    if filter.state != nil { conditions.append(#"s."job_state" = :state"#) }
    if filter.platform != nil { conditions.append(#"s."platform" = :platform"#) }
    if filter.simulator != nil { conditions.append(#"s."sim_type" = :simulator"#) }
    let start = sortable(#"s."start_time""#)
    if filter.since != nil { conditions.append("\(start) >= \(sortable(":since"))") }
    if filter.until != nil { conditions.append("\(start) < \(sortable(":until"))") }
    var query = simulation
    if filter.user != nil { query += "\n" + #"JOIN "User" AS u ON u."id" = s."user_id""# }
    if !conditions.isEmpty { query += "\nWHERE " + conditions.joined(separator: " AND ") }
    query += "\nORDER BY \(start) DESC NULLS LAST, s.\"id\" DESC"
    if limited { query += "\nLIMIT :limit" }
    return query
  }

  /// No LIKE: `%` and `_` in a job id mean themselves.
  static let simulationsByPrefix =
    simulation + """

      WHERE substr(s."job_id", 1, length(:prefix)) = :prefix
      ORDER BY s."job_id" LIMIT :limit
      """

  static let simulationByID = simulation + "\n" + #"WHERE s."id" = :id"#

  static let jobIDs = #"SELECT s."id", s."job_id" FROM "Simulation" AS s ORDER BY s."id""#

  static let tasks = """
    SELECT t."id", t."task_id", t."requested_primaries", t."simulated_primaries", t."task_state",
      t."start_time", t."end_time"
    FROM "Task" AS t WHERE t."simulation_id" = :simulation ORDER BY t."task_id", t."id"
    """

  /// - Parameter hasFileName: whether the schema has the column `file_name`.
  static func estimators(hasFileName: Bool) -> String {
    """
    SELECT e."id", e."name", \(hasFileName ? #"e."file_name""#  : #"NULL AS "file_name""#),
      e."compressed_data"
    FROM "Estimator" AS e WHERE e."simulation_id" = :simulation ORDER BY e."id"
    """
  }

  /// The data are not read: SQLite knows a blob's length from its row's header. `page_dimension` would
  /// walk them, since it lies behind. No index leads from estimators to pages, so the pages' rows are
  /// walked once, and `IN` keeps SQLite from building an index, with the data in it, for the query.
  static let pages = """
    SELECT p."id", p."estimator_id", p."page_number", length(p."compressed_data") AS "bytes"
    FROM "Page" AS p
    WHERE p."estimator_id" IN
      (SELECT e."id" FROM "Estimator" AS e WHERE e."simulation_id" = :simulation)
    ORDER BY p."id"
    """

  static let data = #"SELECT p."compressed_data" FROM "Page" AS p WHERE p."id" = :id"#
}
