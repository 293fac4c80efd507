internal import EbbModel

/// Every query that the PostgreSQL driver sends.
///
/// Texts are cast, so that enumerations and domains arrive as text; numbers arrive in their own width.
struct PostgreSQLQueries {
  private let schema: StoreSchema
  private let list: SelectList

  init(_ schema: StoreSchema) {
    self.schema = schema
    list = SelectList(schema: schema, castsText: true)
  }

  /// Takes the snapshot with the first query that follows.
  static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

  /// Where the transaction goes back to after a query that failed or was given up; the snapshot stays.
  static let mark = "SAVEPOINT ebb"
  static let backToMark = "ROLLBACK TO SAVEPOINT ebb"

  /// The columns of the tables that the search path leads to. Unlike `information_schema`, this tells a
  /// table that may not be read from one that is missing.
  static let columns = """
    SELECT c.relname::text AS "table", a.attname::text AS "column",
      pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')::integer AS "readable"
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
    WHERE c.relname = ANY ($1::name[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND pg_catalog.pg_table_is_visible(c.oid) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.oid, a.attnum
    """

  var users: String { "SELECT \(list.columns("User", as: "u"))\nFROM \"User\" AS u ORDER BY u.\"id\"" }

  var clusters: String {
    "SELECT \(list.columns("Cluster", as: "c"))\nFROM \"Cluster\" AS c ORDER BY c.\"id\""
  }

  /// Simulations with what they are joined with.
  /// - Parameters:
  ///   - order: what follows ORDER BY.
  ///   - limit: the argument that limits them, before anything is joined.
  private func simulations(where condition: String, order: String, limit: String? = nil) -> String {
    let (columns, joins) = list.joined(SelectList.ofSimulation)
    let own = list.columns("Simulation", as: "s")
    let chosen =
      limit.map {
        "(SELECT \(own)\nFROM \"Simulation\" AS s\(condition)\nORDER BY \(order) LIMIT \($0)::bigint)"
      } ?? #""Simulation""#
    let rest = limit == nil ? condition : ""
    return "SELECT \(own)\(columns)\nFROM \(chosen) AS s\(joins)\(rest)\nORDER BY \(order)"
  }

  /// The simulations of a filter, with the arguments. Each condition is there only where it is asked for.
  func simulations(
    _ filter: SimulationFilter, limit: Int?
  ) -> (query: String, arguments: [String]) {
    var conditions: [String] = []
    var arguments: [String] = []
    func bind(_ argument: String) -> String {
      arguments.append(argument)
      return "$\(arguments.count)"
    }
    if let user = filter.user {
      conditions.append(
        #"s."user_id" IN (SELECT n."id" FROM "User" AS n WHERE n."username" = \#(bind(user))::text)"#)
    }
    if let state = filter.state {
      conditions.append(#"s."job_state"::text = \#(bind(state.description))::text"#)
    }
    if let platform = filter.platform {
      conditions.append(#"s."platform"::text = \#(bind(platform.description))::text"#)
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
    let condition = conditions.isEmpty ? "" : "\nWHERE " + conditions.joined(separator: " AND ")
    let last = limit.map { bind(String($0)) }
    return (simulations(where: condition, order: order(of: filter), limit: last), arguments)
  }

  /// Texts are sorted by bytes, as SQLite does, in any locale.
  private func order(of filter: SimulationFilter) -> String {
    let direction = filter.isAscending ? "ASC" : "DESC"
    let key = #"s."id" \#(direction)"#
    let column = filter.sort.rawValue
    guard filter.sort != .id, schema.has(column, in: "Simulation") else { return key }
    let isTime = filter.sort == .startTime || filter.sort == .endTime
    let value = isTime ? "s.\"\(column)\"" : "s.\"\(column)\"::text COLLATE \"C\""
    return "\(value) \(direction) NULLS LAST, \(key)"
  }

  /// No LIKE: `%` and `_` in a job id mean themselves.
  var simulationsByPrefix: String {
    simulations(
      where: "\n" + #"WHERE substr(s."job_id"::text, 1, length($1::text)) = $1::text"#,
      order: #"s."job_id"::text COLLATE "C""#, limit: "$2")
  }

  var simulationsByID: String {
    simulations(where: "\n" + #"WHERE s."id" = ANY ($1::bigint[])"#, order: #"s."id""#)
  }

  static let jobIDs = #"SELECT s."id", s."job_id"::text FROM "Simulation" AS s ORDER BY s."id""#

  func tasks(of scope: SimulationScope, limit: Int?) -> String {
    let (columns, joins) = list.joined(SelectList.ofTask)
    return """
      SELECT \(list.columns("Task", as: "t"))\(columns)
      FROM "Task" AS t\(joins)
      WHERE t."simulation_id" \(Self.isIn(scope))
      ORDER BY t."simulation_id", t."task_id", t."id"\(Self.limited(limit, after: scope))
      """
  }

  private static func isIn(_ scope: SimulationScope) -> String {
    scope == .all ? "IS NOT NULL" : "= ANY ($1::bigint[])"
  }

  /// The limit is the argument after those of `scope`.
  private static func limited(_ limit: Int?, after scope: SimulationScope) -> String {
    limit == nil ? "" : " LIMIT $\(scope == .all ? 1 : 2)::bigint"
  }

  func estimators(of scope: SimulationScope, metadata: Bool, limit: Int?) -> String {
    let condition = scope == .all ? "" : "\n" + #"WHERE e."simulation_id" \#(Self.isIn(scope))"#
    return estimators(where: condition, metadata: metadata) + Self.limited(limit, after: scope)
  }

  var estimatorsByID: String {
    estimators(where: "\n" + #"WHERE e."id" = ANY ($1::bigint[])"#, metadata: false)
  }

  private func estimators(where condition: String, metadata: Bool) -> String {
    let columns = list.columns("Estimator", as: "e", except: metadata ? [] : ["compressed_data"])
    return "SELECT \(columns)\nFROM \"Estimator\" AS e\(condition)\nORDER BY e.\"id\""
  }

  /// The data are not read: the server knows their length from the rows' pointers to them.
  func pages(of scope: SimulationScope, details: Bool, limit: Int?) -> String {
    let left = Set(["compressed_data"] + (details ? [] : ["page_dimension"]))
    let condition =
      scope == .all
      ? ""
      : """

      WHERE p."estimator_id" IN
        (SELECT e."id" FROM "Estimator" AS e WHERE e."simulation_id" \(Self.isIn(scope)))
      """
    return """
      SELECT \(list.columns("Page", as: "p", except: left)), octet_length(p."compressed_data") AS "bytes"
      FROM "Page" AS p\(condition)
      ORDER BY p."id"\(Self.limited(limit, after: scope))
      """
  }

  /// The rows of `Input` or of `Logfiles`.
  func files(_ table: String) -> String {
    """
    SELECT \(list.columns(table, as: "f"))
    FROM "\(table)" AS f WHERE f."simulation_id" = ANY ($1::bigint[]) ORDER BY f."id"
    """
  }

  /// The data of several pages in the order asked for. The server sorts pointers to the data, and reads
  /// each page's data when it sends them.
  static let data = """
    SELECT p."id", p."compressed_data"
    FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted(id, place)
    LEFT JOIN "Page" AS p ON p."id" = wanted.id ORDER BY wanted.place
    """
}

/// What tells of the database rather than of its rows.
extension PostgreSQLQueries {
  /// The tables and views that the search path leads to, with their columns; PostgreSQL's own, and those of
  /// extensions, are not the store's.
  static let tables = """
    SELECT c.relname::text AS "table", a.attname::text AS "column",
      pg_catalog.format_type(a.atttypid, a.atttypmod)::text AS "type",
      (NOT a.attnotnull)::integer AS "nullable",
      (a.attnum = ANY (coalesce(k.conkey, '{}')))::integer AS "key"
    FROM pg_catalog.pg_class AS c
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
      LEFT JOIN pg_catalog.pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'p'
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
      AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      AND pg_catalog.pg_table_is_visible(c.oid) AND a.attnum > 0 AND NOT a.attisdropped
      AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname, a.attnum
    """

  static let foreignKeys = """
    SELECT c.relname::text AS "table", a.attname::text AS "column", t.relname::text AS "other",
      b.attname::text AS "target"
    FROM pg_catalog.pg_constraint AS k
      JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
      JOIN pg_catalog.pg_class AS t ON t.oid = k.confrelid
      CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair(own, other)
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = pair.own
      JOIN pg_catalog.pg_attribute AS b ON b.attrelid = t.oid AND b.attnum = pair.other
    WHERE k.contype = 'f' AND k.conparentid = 0 AND pg_catalog.pg_table_is_visible(c.oid)
    ORDER BY c.relname, a.attnum, t.relname
    """
}
