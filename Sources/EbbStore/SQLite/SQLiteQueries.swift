/// Every query that the SQLite driver sends.
struct SQLiteQueries {
  private let schema: StoreSchema
  private let list: SelectList

  init(_ schema: StoreSchema) {
    self.schema = schema
    list = SelectList(schema: schema, castsText: false)
  }

  /// Takes the snapshot with the first query that follows.
  static let begin = "BEGIN DEFERRED"

  static func columns(of table: String) -> String { "PRAGMA table_info(\(quoted(table)))" }

  static func foreignKeys(of table: String) -> String { "PRAGMA foreign_key_list(\(quoted(table)))" }

  private static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// SQLite's own tables are not the store's.
  static let tables = """
    SELECT m."name" FROM sqlite_master AS m
    WHERE m."type" IN ('table', 'view') AND substr(m."name", 1, 7) <> 'sqlite_' ORDER BY m."name"
    """

  var users: String { "SELECT \(list.columns("User", as: "u"))\nFROM \"User\" AS u ORDER BY u.\"id\"" }

  var clusters: String {
    "SELECT \(list.columns("Cluster", as: "c"))\nFROM \"Cluster\" AS c ORDER BY c.\"id\""
  }

  /// Simulations with what they are joined with.
  /// - Parameter order: what follows ORDER BY. The limit is applied before anything is joined.
  private func simulations(where condition: String, order: String, limit: Bool = false) -> String {
    let (columns, joins) = list.joined(SelectList.ofSimulation)
    let own = list.columns("Simulation", as: "s")
    let chosen =
      limit
      ? "(SELECT \(own)\nFROM \"Simulation\" AS s\(condition)\nORDER BY \(order) LIMIT :limit)"
      : #""Simulation""#
    return "SELECT \(own)\(columns)\nFROM \(chosen) AS s\(joins)\(limit ? "" : condition)\nORDER BY \(order)"
  }

  /// A time's text in a form that sorts as the times do: fractions are written, or not, in any length.
  private static func sortable(_ time: String) -> String { "rtrim(replace(\(time), 'T', ' '), 'Z0.')" }

  /// The simulations of a filter. Each condition is there only where it is asked for; arguments are bound
  /// by name.
  func simulations(_ filter: SimulationFilter, limited: Bool) -> String {
    var conditions: [String] = []
    if filter.user != nil {
      conditions.append(
        #"s."user_id" IN (SELECT n."id" FROM "User" AS n WHERE n."username" = :user)"#)
    }
    if filter.state != nil { conditions.append(#"s."job_state" = :state"#) }
    if filter.platform != nil { conditions.append(#"s."platform" = :platform"#) }
    if filter.simulator != nil { conditions.append(#"s."sim_type" = :simulator"#) }
    let start = Self.sortable(#"s."start_time""#)
    if filter.since != nil { conditions.append("\(start) >= \(Self.sortable(":since"))") }
    if filter.until != nil { conditions.append("\(start) < \(Self.sortable(":until"))") }
    let condition = conditions.isEmpty ? "" : "\nWHERE " + conditions.joined(separator: " AND ")
    return simulations(where: condition, order: order(of: filter), limit: limited)
  }

  private func order(of filter: SimulationFilter) -> String {
    let direction = filter.isAscending ? "ASC" : "DESC"
    let key = #"s."id" \#(direction)"#
    let column = filter.sort.rawValue
    guard filter.sort != .id, schema.has(column, in: "Simulation") else { return key }
    let isTime = filter.sort == .startTime || filter.sort == .endTime
    let value = isTime ? Self.sortable("s.\"\(column)\"") : "s.\"\(column)\""
    return "\(value) \(direction) NULLS LAST, \(key)"
  }

  /// No LIKE: `%` and `_` in a job id mean themselves.
  var simulationsByPrefix: String {
    simulations(
      where: "\n" + #"WHERE substr(s."job_id", 1, length(:prefix)) = :prefix"#, order: #"s."job_id""#,
      limit: true)
  }

  var simulationsByID: String {
    simulations(where: "\n" + #"WHERE s."id" IN \#(Self.listed(":ids"))"#, order: #"s."id""#)
  }

  static let jobIDs = #"SELECT s."id", s."job_id" FROM "Simulation" AS s ORDER BY s."id""#

  /// The numbers of a JSON array, which is how a list is bound.
  private static func listed(_ argument: String) -> String { "(SELECT value FROM json_each(\(argument)))" }

  func tasks(of scope: SimulationScope, limited: Bool) -> String {
    let (columns, joins) = list.joined(SelectList.ofTask)
    return """
      SELECT \(list.columns("Task", as: "t"))\(columns)
      FROM "Task" AS t\(joins)
      WHERE t."simulation_id" \(Self.isIn(scope))
      ORDER BY t."simulation_id", t."task_id", t."id"\(limited ? " LIMIT :limit" : "")
      """
  }

  private static func isIn(_ scope: SimulationScope) -> String {
    scope == .all ? "IS NOT NULL" : "IN \(listed(":simulations"))"
  }

  func estimators(of scope: SimulationScope, metadata: Bool, limited: Bool) -> String {
    let condition = scope == .all ? "" : "\n" + #"WHERE e."simulation_id" \#(Self.isIn(scope))"#
    return estimators(where: condition, metadata: metadata) + (limited ? " LIMIT :limit" : "")
  }

  var estimatorsByID: String {
    estimators(where: "\n" + #"WHERE e."id" IN \#(Self.listed(":ids"))"#, metadata: false)
  }

  private func estimators(where condition: String, metadata: Bool) -> String {
    let columns = list.columns("Estimator", as: "e", except: metadata ? [] : ["compressed_data"])
    return "SELECT \(columns)\nFROM \"Estimator\" AS e\(condition)\nORDER BY e.\"id\""
  }

  /// The data are not read: SQLite knows a blob's length from its row's header. What lies behind would walk
  /// them, so it is not listed unless it is asked for. No index leads from estimators to pages, so the pages'
  /// rows are walked once, and `IN` keeps SQLite from building an index, with the data in it, for the query.
  func pages(of scope: SimulationScope, details: Bool, limited: Bool) -> String {
    let behind = ["page_name", "page_dimension"].filter {
      schema.has($0, behind: "compressed_data", in: "Page")
    }
    let left = Set(["compressed_data"] + (details ? [] : behind))
    let condition =
      scope == .all
      ? ""
      : """

      WHERE p."estimator_id" IN
        (SELECT e."id" FROM "Estimator" AS e WHERE e."simulation_id" \(Self.isIn(scope)))
      """
    return """
      SELECT \(list.columns("Page", as: "p", except: left)), length(p."compressed_data") AS "bytes"
      FROM "Page" AS p\(condition)
      ORDER BY p."id"\(limited ? " LIMIT :limit" : "")
      """
  }

  /// The rows of `Input` or of `Logfiles`.
  func files(_ table: String) -> String {
    """
    SELECT \(list.columns(table, as: "f"))
    FROM "\(table)" AS f WHERE f."simulation_id" IN \(Self.listed(":simulations")) ORDER BY f."id"
    """
  }

  static let data = #"SELECT p."compressed_data" FROM "Page" AS p WHERE p."id" = :id"#
}
