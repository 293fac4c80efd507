/// Every query that the SQLite driver sends.
struct SQLiteQueries {
  private let schema: StoreSchema
  private let list: SelectList

  init(_ schema: StoreSchema) {
    self.schema = schema
    list = SelectList(schema: schema, isForPostgreSQL: false)
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

  /// The tables that a scan reads in the order of their keys.
  static let keyed = """
    SELECT m."name" FROM sqlite_master AS m
    WHERE m."type" = 'table' AND m."rootpage" > 0 AND upper(m."sql") NOT LIKE '%WITHOUT%ROWID%'
    """

  /// SQLite's own check of the whole file, until it finds something.
  static let check = "PRAGMA quick_check(1)"

  /// The `typeof` of some columns, the same in every row of a table: rows of another table do not have it. Of each the
  /// one that most rows have comes first.
  private static let types: [String: [(column: String, types: [String])]] = [
    "Simulation": [("job_id", ["text"])],
    "Task": [("simulation_id", ["integer", "null"]), ("task_id", ["integer"])],
    "Estimator": [("simulation_id", ["integer", "null"]), ("name", ["text"])],
    "Page": [
      ("estimator_id", ["integer", "null"]), ("page_number", ["integer"]), ("page_name", ["text", "null"]),
      ("compressed_data", ["blob", "null", "text"]),
    ],
    "Input": [("simulation_id", ["integer", "null"]), ("compressed_data", ["blob", "null", "text"])],
    "Logfiles": [("simulation_id", ["integer", "null"]), ("compressed_data", ["blob", "null", "text"])],
  ]

  /// Whether a row holds what only another table's rows do. No value is read for it: rows begin with the types. One
  /// comparison after another, for the first nearly always tells: a million pages take two thirds of the time of NOT IN.
  private func isForeign(_ table: String, _ alias: String) -> String {
    let conditions = (Self.types[table] ?? []).filter { schema.has($0.column, in: table) }.map {
      column, types in
      let value = "\(alias).\"\(column)\""
      let differs = types.map { "typeof(\(value)) <> '\($0)'" }
      return "(" + differs.joined(separator: " AND ") + ")"
    }
    return "(" + conditions.joined(separator: " OR ") + ")"
  }

  /// A column that is true of a row of another table's, which its reader is to refuse.
  static let isForeign = "is_foreign"

  private func foreignColumn(_ table: String, _ alias: String, _ joined: String = "") -> String {
    ", \(isForeign(table, alias))\(joined) AS \"\(Self.isForeign)\""
  }

  /// Whether the user who is joined to a simulation is a row of another table's: of that with the passwords, it may be.
  private var isForeignUser: String {
    let user = SelectList.ofSimulation[0]
    guard user.isPossible(in: schema),
      ["id", "username", "auth_provider"].allSatisfy({ schema.has($0, in: user.table) })
    else { return "" }
    return " OR (u.\"id\" IS NOT NULL AND typeof(u.\"auth_provider\") <> 'text')"
  }

  /// A condition on a table of which every row is looked at. It selects too what is in a place that is not its own, and
  /// the rows of other tables: so that damage is noticed, and does not pass for rows that are missing.
  /// - Parameters:
  ///   - condition: `nil` selects all rows.
  ///   - limits: a condition without which none of these is selected.
  private func watched(
    _ table: String, _ alias: String, where condition: String?, among limits: String? = nil
  ) -> String {
    // Without a condition every row is selected, and the function is called all the same.
    let astray = "\(SQLiteScan.function)(\(alias).rowid)" + (condition == nil ? " >= 0" : "")
    var conditions = schema.isKeyed(table) ? [astray] : []
    if let condition { conditions += [isForeign(table, alias), condition] }
    let selected = [conditions.joined(separator: " OR "), limits ?? ""].filter { !$0.isEmpty }.map {
      "(\($0))"
    }
    return selected.isEmpty ? "" : "\nWHERE " + selected.joined(separator: " AND ")
  }

  var users: String { "SELECT \(list.columns("User", as: "u"))\nFROM \"User\" AS u ORDER BY u.\"id\"" }

  var clusters: String {
    "SELECT \(list.columns("Cluster", as: "c"))\nFROM \"Cluster\" AS c ORDER BY c.\"id\""
  }

  /// Simulations with what they are joined with.
  /// - Parameters:
  ///   - order: what follows ORDER BY. The limit is applied before anything is joined.
  ///   - isScan: whether the table is read through, not by way of an index.
  private func simulations(
    where condition: String, order: String, limit: Bool = false, isScan: Bool = true
  ) -> String {
    let isKeyed = schema.isKeyed("Simulation")
    let table = "\"Simulation\" AS s\(isScan && isKeyed ? " NOT INDEXED" : "")"
    let (columns, joins) = list.joined(SelectList.ofSimulation)
    let own = list.columns("Simulation", as: "s")
    func first(_ columns: String) -> String {
      "(SELECT \(columns)\nFROM \(table)\(condition)\nORDER BY \(order) LIMIT :limit)"
    }
    // Of keys alone little is put in order. A row that its key does not lead to is as foreign as another table's.
    let chosen =
      switch (limit, isKeyed) {
      case (true, true):
        first("s.rowid AS \"key\"") + " AS k\nLEFT JOIN \"Simulation\" AS s ON s.rowid = k.\"key\""
      case (true, false): first(own) + " AS s"
      case (false, _): table
      }
    let selected = own + foreignColumn("Simulation", "s", isForeignUser) + columns
    return "SELECT \(selected)\nFROM \(chosen)\(joins)\(limit ? "" : condition)\nORDER BY \(order)"
  }

  /// A time's text in a form that sorts as the times do: with a blank, without a zone, with six digits of the second's
  /// fraction or more. That it is in this form, as SQLAlchemy writes it, one comparison tells; to sort a table of such
  /// times takes two thirds of what it takes to bring each into it.
  private static func sortable(_ time: String) -> String {
    let digits = "rtrim(replace(\(time), 'T', ' '), 'Z0.')"
    return """
      CASE WHEN \(time) GLOB '??????????[ ]????????.?????[0-9]' THEN \(time)
      ELSE \(digits) || substr('0000-00-00 00:00:00.000000', length(\(digits)) + 1) END
      """
  }

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
    let condition = conditions.isEmpty ? nil : "(" + conditions.joined(separator: " AND ") + ")"
    return simulations(
      where: watched(
        "Simulation", "s", where: condition, among: limited ? isLate(by: filter, where: condition) : nil),
      order: order(of: filter), limit: limited)
  }

  /// A condition that holds for the latest simulations, as many as the limit, and for few others; nothing where these
  /// are not asked for. Rows lie in the order in which simulations began, the worst there is to keep the latest: each
  /// would be put before all kept so far. The latest of the rows at the end, sixteen for each one asked for, tell
  /// how late a time has to be. Where those rows hold too few, each row passes.
  ///
  /// To compare dates, which lie in the first ten characters of any time, takes a fifth of what it takes to sort, and the
  /// times of few rows are left to be compared. What is no text is told by that alone too: numbers come before any text.
  private func isLate(by filter: SimulationFilter, where condition: String?) -> String? {
    let column = "s.\"\(filter.sort.rawValue)\""
    let time = Self.sortable(column)
    guard isByTime(filter), !filter.isAscending, schema.isKeyed("Simulation") else { return nil }
    func bound(_ value: String) -> String {
      """
      (SELECT \(value)
      FROM "Simulation" AS s
      WHERE s.rowid IN (SELECT rowid FROM "Simulation" ORDER BY rowid DESC LIMIT min(:limit, 1000) << 4)
        AND \(column) NOT NULL\(condition.map { " AND " + $0 } ?? "")
      ORDER BY \(time) DESC LIMIT 1 OFFSET :limit - 1)
      """
    }
    // The sign keeps SQLite from reading a date as a number.
    let isDateLate = "(+\(column) >= \(bound("substr(\(column), 1, 10)")) OR +\(column) < '')"
    return "(\(bound("1")) IS NULL OR \(isDateLate) AND \(time) >= \(bound(time)))"
  }

  private func isByTime(_ filter: SimulationFilter) -> Bool {
    (filter.sort == .startTime || filter.sort == .endTime)
      && schema.has(filter.sort.rawValue, in: "Simulation")
  }

  private func order(of filter: SimulationFilter) -> String {
    let direction = filter.isAscending ? "ASC" : "DESC"
    // The sign keeps SQLite from using the key's order: it sorts the rows rather than reading the table backwards, in
    // which `SQLiteScan` would see keys that do not rise.
    let key = #"+s."id" \#(direction)"#
    let column = filter.sort.rawValue
    guard filter.sort != .id, schema.has(column, in: "Simulation") else { return key }
    let value = isByTime(filter) ? Self.sortable("s.\"\(column)\"") : "s.\"\(column)\""
    return "\(value) \(direction) NULLS LAST, \(key)"
  }

  /// No LIKE: `%` and `_` in a job id mean themselves.
  var simulationsByPrefix: String {
    simulations(
      where: watched("Simulation", "s", where: #"substr(s."job_id", 1, length(:prefix)) = :prefix"#),
      order: #"s."job_id""#, limit: true)
  }

  var simulationsByID: String {
    simulations(
      where: "\n" + #"WHERE s."id" IN \#(Self.listed(":ids"))"#, order: #"s."id""#, isScan: false)
  }

  /// The keys of the simulations with those job ids, by way of the index where there is one.
  static let keysByJobID =
    #"SELECT s."id", s."job_id" FROM "Simulation" AS s WHERE s."job_id" IN \#(listed(":job_ids"))"#

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

  /// The keys of the tasks of simulations as a scan of the table finds them, with what an index has of them too.
  func scannedTasks(of scope: SimulationScope) -> String {
    let condition = watched("Task", "t", where: #"t."simulation_id" \#(Self.isIn(scope))"#)
    let scan = schema.isKeyed("Task") ? " NOT INDEXED" : ""
    return """
      SELECT t."id", t."simulation_id", t."task_id"\(foreignColumn("Task", "t"))
      FROM "Task" AS t\(scan)\(condition)
      ORDER BY t."simulation_id", t."task_id", t."id"
      """
  }

  private static func isIn(_ scope: SimulationScope) -> String {
    scope == .all ? "IS NOT NULL" : "IN \(listed(":simulations"))"
  }

  func estimators(of scope: SimulationScope, metadata: Bool, limited: Bool) -> String {
    let condition = watched(
      "Estimator", "e", where: scope == .all ? nil : #"e."simulation_id" \#(Self.isIn(scope))"#)
    return estimators(where: condition, metadata: metadata) + (limited ? " LIMIT :limit" : "")
  }

  var estimatorsByID: String {
    estimators(where: "\n" + #"WHERE e."id" IN \#(Self.listed(":ids"))"#, metadata: false)
  }

  /// The simulations of the estimators with those keys, each found by its key.
  static let simulationsOfEstimators =
    #"SELECT e."id", e."simulation_id" FROM "Estimator" AS e WHERE e."id" IN \#(listed(":ids"))"#

  private func estimators(where condition: String, metadata: Bool) -> String {
    let columns =
      list.columns("Estimator", as: "e", except: metadata ? [] : ["compressed_data"])
      + foreignColumn("Estimator", "e")
    return "SELECT \(columns)\nFROM \"Estimator\" AS e\(condition)\nORDER BY e.\"id\""
  }

  /// The data are not read: SQLite knows a blob's length from its row's header. To reach columns that lie after the
  /// data SQLite walks through them, so these columns are not listed unless they are asked for. No index leads from
  /// estimators to pages, so the pages' rows are walked once, and `IN` keeps SQLite from building an index, with the
  /// data in it, for the query.
  func pages(of scope: SimulationScope, details: Bool, limited: Bool) -> String {
    let behind = ["page_name", "page_dimension"].filter {
      schema.has($0, behind: "compressed_data", in: "Page")
    }
    let left = Set(["compressed_data"] + (details ? [] : behind))
    let condition = watched(
      "Page", "p",
      where: scope == .all
        ? nil
        : """
        p."estimator_id" IN
          (SELECT e."id" FROM "Estimator" AS e WHERE e."simulation_id" \(Self.isIn(scope)))
        """)
    return """
      SELECT \(list.columns("Page", as: "p", except: left)),
        length(p."compressed_data") AS "bytes"\(foreignColumn("Page", "p"))
      FROM "Page" AS p\(condition)
      ORDER BY p."id"\(limited ? " LIMIT :limit" : "")
      """
  }

  /// The rows of `Input` or of `Logfiles`.
  func files(_ table: String) -> String {
    """
    SELECT \(list.columns(table, as: "f"))\(foreignColumn(table, "f"))
    FROM "\(table)" AS f\(watched(table, "f", where: #"f."simulation_id" IN \#(Self.listed(":simulations"))"#))
    ORDER BY f."id"
    """
  }

  /// A page's data, and what its row says of it, found by its key.
  static let data = """
    SELECT p."id", p."estimator_id", p."page_number", p."compressed_data" FROM "Page" AS p WHERE p."id" = :id
    """

  /// The same without the data, which are read by themselves.
  static let owner = """
    SELECT p."id", p."estimator_id", p."page_number" FROM "Page" AS p WHERE p."id" = :id
    """
}
