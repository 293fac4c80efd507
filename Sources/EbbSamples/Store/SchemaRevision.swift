/// A state that the platform's schema has had.
package struct SchemaRevision: Sendable, CustomStringConvertible {
  /// From 1 on.
  package let number: Int
  /// The migration's name, as `alembic_version` has it.
  package let id: String
  /// Tables after those that they refer to, with their columns in the order of the platform's models.
  package let tables: [Table]

  package var description: String { "revision \(number)" }

  package func table(_ name: String) -> Table? { tables.first { $0.name == name } }

  /// The statements that make the tables in SQLite, as the platform's `create_all()` makes them.
  package var sqliteDDL: String { tables.map { $0.sqliteDDL + ";\n" }.joined() }

  /// The statements that make the tables in PostgreSQL, as the platform's migrations leave them.
  package var postgresDDL: String { tables.map { $0.postgresDDL + ";\n" }.joined() }
}

/// A change that a migration made to the schema before it.
enum SchemaChange: Sendable {
  /// Adds a column, with a default for the rows that are there.
  ///
  /// The models have it after `after`; a database that was migrated has it at the end.
  case adds(Table.Column, to: String, after: String)
  case drops(String, from: String)
  /// Rows that refer to a row by `column` are deleted with it from now on.
  case deletesAlong(column: String, of: String)

  func apply(to tables: inout [Table]) {
    switch self {
    case .adds(let column, let name, let after):
      change(name, in: &tables) { table in
        let place = table.columns.firstIndex { $0.name == after } ?? table.columns.endIndex - 1
        table.columns.insert(column, at: place + 1)
      }
    case .drops(let column, let name):
      change(name, in: &tables) { table in table.columns.removeAll { $0.name == column } }
    case .deletesAlong(let column, let name):
      change(name, in: &tables) { table in
        for index in table.references.indices where table.references[index].column == column {
          table.references[index].deletesAlong = true
        }
      }
    }
  }

  private func change(_ name: String, in tables: inout [Table], _ body: (inout Table) -> Void) {
    for index in tables.indices where tables[index].name == name { body(&tables[index]) }
  }
}
