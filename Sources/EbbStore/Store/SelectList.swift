/// The columns that a query lists after SELECT, as the schema allows.
struct SelectList {
  let schema: StoreSchema
  /// Whether it is for PostgreSQL: texts are cast, so that enumerations and domains arrive as text, and names say
  /// their schema.
  let isForPostgreSQL: Bool

  /// The operator of two keys that are the same.
  private var equals: String { isForPostgreSQL ? "OPERATOR(pg_catalog.=)" : "=" }

  /// The columns of `table` that answers hold.
  func columns(_ table: String, as alias: String, except left: Set<String> = []) -> String {
    schema.answer(table).filter { !left.contains($0) }.map { column($0, of: alias) }
      .joined(separator: ", ")
  }

  func column(_ name: String, of alias: String) -> String {
    #"\#(alias)."\#(name)""# + (isForPostgreSQL && Self.texts.contains(name) ? "::pg_catalog.text" : "")
  }

  /// The text that joins the classes of a table to it: the columns that they add, each after a comma, and the joins.
  ///
  /// Classes that the schema does not have, or whose columns may not be read, are left out.
  func joined(_ joins: [Join]) -> (columns: String, joins: String) {
    var columns = ""
    var text = ""
    for join in joins where schema.has("id", in: join.table) && join.isPossible(in: schema) {
      let present = join.columns.filter { schema.has($0, in: join.table) }
      guard !present.isEmpty else { continue }
      columns += present.map { ", " + column($0, of: join.alias) }.joined()
      text += "\nLEFT JOIN \(schema.quoted(join.table)) AS \(join.alias)"
      text += " ON \(join.alias).\"id\" \(equals) \(join.key)"
    }
    return (columns, text)
  }

  /// A table that is joined by its key.
  struct Join {
    var table: String
    var alias: String
    var columns: [String]
    /// The column that refers to the key.
    var key: String
    /// The column that must be there for it: a table and its name.
    var needs: (table: String, column: String)?

    func isPossible(in schema: StoreSchema) -> Bool {
      needs.map { schema.has($0.column, in: $0.table) } ?? true
    }
  }

  /// The tables that simulations are joined with: the user's name, and the columns of their classes.
  static let ofSimulation = [
    Join(
      table: "User", alias: "u", columns: ["username"], key: #"s."user_id""#,
      needs: ("Simulation", "user_id")),
    Join(table: "CelerySimulation", alias: "c", columns: ["merge_id"], key: #"s."id""#),
    Join(
      table: "BatchSimulation", alias: "b", columns: ["cluster_id", "job_dir", "array_id", "collect_id"],
      key: #"s."id""#),
  ]

  static let ofTask = [
    Join(table: "CeleryTask", alias: "c", columns: ["celery_id"], key: #"t."id""#)
  ]

  /// The columns whose values are texts, in any table.
  private static let texts: Set<String> = [
    "job_id", "title", "platform", "input_type", "sim_type", "job_state", "username", "auth_provider",
    "cluster_name", "merge_id", "job_dir", "celery_id", "task_state", "name", "file_name", "page_name",
  ]
}
