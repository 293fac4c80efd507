internal import EbbModel

/// Every query that the PostgreSQL driver sends.
///
/// Texts are cast, so that enumerations and domains arrive as text; numbers arrive in their own width.
enum PostgreSQLQueries {
  /// Takes the snapshot with the first query that follows.
  static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

  /// Where the transaction goes back to after a query that failed or was given up; the snapshot stays.
  static let mark = "SAVEPOINT ebb"
  static let backToMark = "ROLLBACK TO SAVEPOINT ebb"

  /// The columns of the tables that the search path leads to. Unlike `information_schema`, this tells a
  /// table that may not be read from one that is missing.
  static let columns = """
    SELECT c.relname::text AS "table", a.attname::text AS "column"
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
    WHERE c.relname = ANY ($1::name[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND pg_catalog.pg_table_is_visible(c.oid) AND a.attnum > 0 AND NOT a.attisdropped
    """

  private static let simulation = """
    SELECT s."id", s."job_id"::text, s."user_id", s."start_time", s."end_time", s."title"::text,
      s."platform"::text, s."input_type"::text, s."sim_type"::text, s."job_state"::text
    FROM "Simulation" AS s
    """

  /// The simulations of a filter, newest first, with the arguments. Each condition is there only where it is
  /// asked for.
  static func simulations(
    _ filter: SimulationFilter, limit: Int?
  ) -> (query: String, arguments: [String]) {
    var conditions: [String] = []
    var arguments: [String] = []
    func bind(_ argument: String) -> String {
      arguments.append(argument)
      return "$\(arguments.count)"
    }
    if let user = filter.user { conditions.append(#"u."username" = \#(bind(user))::text"#) }
    if let state = filter.state {
      conditions.append(#"s."job_state"::text = \#(bind(state.description))::text"#)
    }
    if let platform = filter.platform {
      conditions.append(#"s."platform"::text = \#(bind(platform))::text"#)
    }
    if let simulator = filter.simulator {
      conditions.append(#"s."sim_type"::text = \#(bind(simulator))::text"#)
    }
    if let since = filter.since {
      conditions.append(#"s."start_time" >= \#(bind(since.iso8601))::timestamptz"#)
    }
    if let until = filter.until {
      conditions.append(#"s."start_time" < \#(bind(until.iso8601))::timestamptz"#)
    }
    var query = simulation
    if filter.user != nil { query += "\n" + #"JOIN "User" AS u ON u."id" = s."user_id""# }
    if !conditions.isEmpty { query += "\nWHERE " + conditions.joined(separator: " AND ") }
    query += "\n" + #"ORDER BY s."start_time" DESC NULLS LAST, s."id" DESC"#
    if let limit { query += "\nLIMIT \(bind(String(limit)))::bigint" }
    return (query, arguments)
  }

  /// No LIKE: `%` and `_` in a job id mean themselves. Sorted by bytes, as SQLite does, in any locale.
  static let simulationsByPrefix =
    simulation + """

      WHERE substr(s."job_id"::text, 1, length($1::text)) = $1::text
      ORDER BY s."job_id"::text COLLATE "C" LIMIT $2::bigint
      """

  static let simulationByID = simulation + "\n" + #"WHERE s."id" = $1::bigint"#

  static let jobIDs = #"SELECT s."id", s."job_id"::text FROM "Simulation" AS s ORDER BY s."id""#

  static let tasks = """
    SELECT t."id", t."task_id", t."requested_primaries", t."simulated_primaries",
      t."task_state"::text, t."start_time", t."end_time"
    FROM "Task" AS t WHERE t."simulation_id" = $1::bigint ORDER BY t."task_id", t."id"
    """

  /// - Parameter hasFileName: whether the schema has the column `file_name`.
  static func estimators(hasFileName: Bool) -> String {
    """
    SELECT e."id", e."name"::text, \(hasFileName ? #"e."file_name""# : "NULL")::text AS "file_name",
      e."compressed_data"
    FROM "Estimator" AS e WHERE e."simulation_id" = $1::bigint ORDER BY e."id"
    """
  }

  /// The data are not read: the server knows their length from the rows' pointers to them.
  static let pages = """
    SELECT p."id", p."estimator_id", p."page_number", octet_length(p."compressed_data") AS "bytes"
    FROM "Page" AS p JOIN "Estimator" AS e ON e."id" = p."estimator_id"
    WHERE e."simulation_id" = $1::bigint ORDER BY p."id"
    """

  /// The data of several pages in the order asked for. The server sorts pointers to the data, and reads
  /// each page's data when it sends them.
  static let data = """
    SELECT p."id", p."compressed_data"
    FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted(id, place)
    LEFT JOIN "Page" AS p ON p."id" = wanted.id ORDER BY wanted.place
    """
}
