internal import EbbModel

/// Every query that the PostgreSQL driver sends.
///
/// Texts are cast, so that enumerations and domains arrive as text; numbers arrive in their own width.
///
/// Whoever may create tables, functions or operators in a schema that a search path leads to can have them taken for
/// others (https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATTERNS). So each name here says its
/// schema: tables that of the store, all else PostgreSQL's own. What is a word of SQL itself, such as `bigint`, needs
/// none.
struct PostgreSQLQueries {
  private let schema: StoreSchema
  private let list: SelectList

  init(_ schema: StoreSchema) {
    self.schema = schema
    list = SelectList(schema: schema, isForPostgreSQL: true)
  }

  /// Takes the snapshot with the first query that follows.
  static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

  /// The mark to which the transaction goes back after a query that failed or was given up; the snapshot stays. In
  /// what is after a savepoint, no function can make the transaction one that writes.
  static let mark = "SAVEPOINT ebb"
  static let backToMark = "ROLLBACK TO SAVEPOINT ebb"

  /// The schema of the store: the first of the user's search path that has the table `Simulation`. No row, if none has.
  static let namespace = """
    SELECT n.nspname::pg_catalog.text AS "namespace"
    FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS path(name, place)
      JOIN pg_catalog.pg_namespace AS n ON n.nspname OPERATOR(pg_catalog.=) path.name
      JOIN pg_catalog.pg_class AS c ON c.relnamespace OPERATOR(pg_catalog.=) n.oid
    WHERE c.relname OPERATOR(pg_catalog.=) 'Simulation'
      AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f}'::"char"[])
    ORDER BY path.place LIMIT 1
    """

  /// Settings that a role or a database may have its own of, for this transaction: times without a zone are compared
  /// in UTC, policies hold, and what a server says beside its answers is not sent.
  static let settings = """
    SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
      pg_catalog.set_config('TimeZone', 'UTC', true), pg_catalog.set_config('DateStyle', 'ISO, YMD', true),
      pg_catalog.set_config('row_security', 'on', true), pg_catalog.set_config('array_nulls', 'on', true),
      pg_catalog.set_config('client_min_messages', 'error', true),
      pg_catalog.current_setting('transaction_read_only') AS "readonly",
      pg_catalog.current_setting('transaction_isolation') AS "isolation"
    """

  /// The columns of the tables of the schema `$2`. Unlike `information_schema`, this tells a table that may not be read
  /// from one that is missing.
  static let columns = """
    SELECT c.relname::pg_catalog.text AS "table", a.attname::pg_catalog.text AS "column",
      pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')::integer AS "readable"
    FROM pg_catalog.pg_class AS c
      JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
    WHERE c.relname OPERATOR(pg_catalog.=) ANY ($1::pg_catalog.name[])
      AND n.nspname OPERATOR(pg_catalog.=) $2::pg_catalog.name
      AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f}'::"char"[])
      AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
    ORDER BY c.oid, a.attnum
    """

  private func table(_ name: String) -> String { schema.quoted(name) }

  var users: String {
    "SELECT \(list.columns("User", as: "u"))\nFROM \(table("User")) AS u ORDER BY u.\"id\""
  }

  var clusters: String {
    "SELECT \(list.columns("Cluster", as: "c"))\nFROM \(table("Cluster")) AS c ORDER BY c.\"id\""
  }

  /// Simulations with what they are joined with.
  /// - Parameters:
  ///   - order: what follows ORDER BY.
  ///   - limit: the argument that limits them, before anything is joined.
  private func simulations(where condition: String, order: String, limit: String? = nil) -> String {
    let (columns, joins) = list.joined(SelectList.ofSimulation)
    let own = list.columns("Simulation", as: "s")
    let all = table("Simulation")
    let chosen =
      limit.map {
        "(SELECT \(own)\nFROM \(all) AS s\(condition)\nORDER BY \(order) LIMIT \($0)::bigint)"
      } ?? all
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
        """
        s."user_id" OPERATOR(pg_catalog.=) ANY (SELECT n."id" FROM \(table("User")) AS n
          WHERE n."username"::pg_catalog.text OPERATOR(pg_catalog.=) \(bind(user))::pg_catalog.text)
        """)
    }
    let texts = [
      ("job_state", filter.state?.description), ("platform", filter.platform?.description),
      ("sim_type", filter.simulator),
    ]
    for case (let column, let value?) in texts {
      let argument = "\(bind(value))::pg_catalog.text"
      conditions.append("s.\"\(column)\"::pg_catalog.text OPERATOR(pg_catalog.=) \(argument)")
    }
    for (comparison, time) in [(">=", filter.since), ("<", filter.until)] {
      guard let time else { continue }
      // The argument is of the column's type: between times with a zone and times without, the session's zone decides.
      conditions.append("s.\"start_time\" OPERATOR(pg_catalog.\(comparison)) \(bind(time.iso8601))")
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
    let value = isTime ? "s.\"\(column)\"" : Self.byBytes("s.\"\(column)\"")
    return "\(value) \(direction) NULLS LAST, \(key)"
  }

  private static func byBytes(_ value: String) -> String {
    "\(value)::pg_catalog.text COLLATE pg_catalog.\"C\""
  }

  /// No LIKE: `%` and `_` in a job id mean themselves.
  var simulationsByPrefix: String {
    simulations(
      where: "\n" + """
        WHERE pg_catalog.substr(s."job_id"::pg_catalog.text, 1, pg_catalog.length($1::pg_catalog.text))
          OPERATOR(pg_catalog.=) $1::pg_catalog.text
        """,
      order: Self.byBytes(#"s."job_id""#), limit: "$2")
  }

  /// One of the numbers of an argument, an array.
  private static func isAny(of argument: String) -> String {
    "OPERATOR(pg_catalog.=) ANY (\(argument)::bigint[])"
  }

  var simulationsByID: String {
    simulations(where: "\n" + #"WHERE s."id" \#(Self.isAny(of: "$1"))"#, order: #"s."id""#)
  }

  var jobIDs: String {
    #"SELECT s."id", s."job_id"::pg_catalog.text FROM \#(table("Simulation")) AS s ORDER BY s."id""#
  }

  func tasks(of scope: SimulationScope, limit: Int?) -> String {
    let (columns, joins) = list.joined(SelectList.ofTask)
    return """
      SELECT \(list.columns("Task", as: "t"))\(columns)
      FROM \(table("Task")) AS t\(joins)
      WHERE t."simulation_id" \(Self.isIn(scope))
      ORDER BY t."simulation_id", t."task_id", t."id"\(Self.limited(limit, after: scope))
      """
  }

  private static func isIn(_ scope: SimulationScope) -> String {
    scope == .all ? "IS NOT NULL" : isAny(of: "$1")
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
    estimators(where: "\n" + #"WHERE e."id" \#(Self.isAny(of: "$1"))"#, metadata: false)
  }

  private func estimators(where condition: String, metadata: Bool) -> String {
    let columns = list.columns("Estimator", as: "e", except: metadata ? [] : ["compressed_data"])
    return "SELECT \(columns)\nFROM \(table("Estimator")) AS e\(condition)\nORDER BY e.\"id\""
  }

  /// The data are not read: the server knows their length from the rows' pointers to them.
  func pages(of scope: SimulationScope, details: Bool, limit: Int?) -> String {
    let left = Set(["compressed_data"] + (details ? [] : ["page_dimension"]))
    let condition =
      scope == .all
      ? ""
      : """

      WHERE p."estimator_id" OPERATOR(pg_catalog.=) ANY
        (SELECT e."id" FROM \(table("Estimator")) AS e WHERE e."simulation_id" \(Self.isIn(scope)))
      """
    return """
      SELECT \(list.columns("Page", as: "p", except: left)),
        pg_catalog.octet_length(p."compressed_data") AS "bytes"
      FROM \(table("Page")) AS p\(condition)
      ORDER BY p."id"\(Self.limited(limit, after: scope))
      """
  }

  /// The rows of `Input` or of `Logfiles`.
  func files(_ name: String) -> String {
    """
    SELECT \(list.columns(name, as: "f"))
    FROM \(table(name)) AS f WHERE f."simulation_id" OPERATOR(pg_catalog.=) ANY ($1::bigint[])
    ORDER BY f."id"
    """
  }

  /// The data of several pages in the order asked for. The server sorts pointers to the data, and reads
  /// each page's data when it sends them.
  var data: String {
    """
    SELECT p."id", p."compressed_data"
    FROM pg_catalog.unnest($1::bigint[]) WITH ORDINALITY AS wanted(id, place)
    LEFT JOIN \(table("Page")) AS p ON p."id" OPERATOR(pg_catalog.=) wanted.id ORDER BY wanted.place
    """
  }
}

/// Queries about the database rather than its rows.
extension PostgreSQLQueries {
  /// The tables and views of the store's schema `$1`, with their columns; those of extensions are not the store's.
  static let tables = """
    SELECT c.relname::pg_catalog.text AS "table", a.attname::pg_catalog.text AS "column",
      pg_catalog.format_type(a.atttypid, a.atttypmod)::pg_catalog.text AS "type",
      (NOT a.attnotnull)::integer AS "nullable",
      (k.conkey IS NOT NULL AND a.attnum OPERATOR(pg_catalog.=) ANY (k.conkey))::integer AS "key"
    FROM pg_catalog.pg_class AS c
      JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
      LEFT JOIN pg_catalog.pg_constraint AS k
        ON k.conrelid OPERATOR(pg_catalog.=) c.oid AND k.contype OPERATOR(pg_catalog.=) 'p'
    WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f}'::"char"[]) AND NOT c.relispartition
      AND n.nspname OPERATOR(pg_catalog.=) $1::pg_catalog.name
      AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
      AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
          AND d.objid OPERATOR(pg_catalog.=) c.oid AND d.deptype OPERATOR(pg_catalog.=) 'e')
    ORDER BY c.relname, a.attnum
    """

  /// The foreign keys of the tables of the store's schema `$1`.
  static let foreignKeys = """
    SELECT c.relname::pg_catalog.text AS "table", a.attname::pg_catalog.text AS "column",
      t.relname::pg_catalog.text AS "other", b.attname::pg_catalog.text AS "target"
    FROM pg_catalog.pg_constraint AS k
      JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) k.conrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
      JOIN pg_catalog.pg_class AS t ON t.oid OPERATOR(pg_catalog.=) k.confrelid
      CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) AS pair(own, other)
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
        AND a.attnum OPERATOR(pg_catalog.=) pair.own
      JOIN pg_catalog.pg_attribute AS b ON b.attrelid OPERATOR(pg_catalog.=) t.oid
        AND b.attnum OPERATOR(pg_catalog.=) pair.other
    WHERE k.contype OPERATOR(pg_catalog.=) 'f' AND k.conparentid OPERATOR(pg_catalog.=) 0
      AND n.nspname OPERATOR(pg_catalog.=) $1::pg_catalog.name
    ORDER BY c.relname, a.attnum, t.relname
    """
}
