/// A table of the platform's store, from which both dialects' DDL is made.
package struct Table: Sendable {
  package struct Column: Sendable {
    package enum Kind: Sendable { case integer, text, time, blob }

    package var name: String
    package var kind: Kind
    package var isRequired: Bool
    /// Set where a later revision added the column: on PostgreSQL, where the platform migrates, such a
    /// column stands at the end and has this default.
    package var addedWithDefault: String?

    init(_ name: String, _ kind: Kind, required: Bool = false, addedWithDefault: String? = nil) {
      self.name = name
      self.kind = kind
      isRequired = required
      self.addedWithDefault = addedWithDefault
    }
  }

  struct Reference: Sendable {
    var column: String
    var table: String
    var deletesAlong = true
  }

  package var name: String
  /// The first is `id`, the primary key.
  package var columns: [Column]
  /// Whether the table counts its keys; otherwise they are another table's.
  var countsKeys: Bool
  var references: [Reference]
  /// Constraints that some columns together are unique; without a name, a column's own.
  var unique: [(name: String?, columns: [String])]

  init(
    _ name: String, countsKeys: Bool = true, _ columns: [Column], references: [Reference] = [],
    unique: [(name: String?, columns: [String])] = []
  ) {
    self.name = name
    self.countsKeys = countsKeys
    self.columns = [Column("id", .integer, required: true)] + columns
    self.references = references
    self.unique = unique
  }
}

extension Table {
  /// The statement that makes the table in SQLite, as the platform's `create_all()` makes it.
  package var sqliteDDL: String {
    let lines = columns.map { column in
      let kind =
        switch column.kind {
        case .integer: "INTEGER"
        case .text: "VARCHAR"
        case .time: "DATETIME"
        case .blob: "BLOB"
        }
      return "\(column.name) \(kind)\(column.isRequired ? " NOT NULL" : "")"
    }
    return statement(lines + ["PRIMARY KEY (id)"])
  }

  /// The statement that makes the table in PostgreSQL, as the platform's migrations leave it. Keys, sequences
  /// and constraints get from PostgreSQL the names that they have there.
  package var postgresDDL: String {
    let inOrder =
      columns.filter { $0.addedWithDefault == nil }
      + columns.filter { $0.addedWithDefault != nil }
    let lines = inOrder.map { column in
      let kind =
        switch column.kind {
        case .integer: column.name == "id" && countsKeys ? "serial" : "integer"
        case .text: "character varying"
        case .time: "timestamp with time zone"
        case .blob: "bytea"
        }
      let fallback = column.addedWithDefault.map { " DEFAULT \($0)" } ?? ""
      return "\(column.name) \(kind)\(fallback)\(column.isRequired ? " NOT NULL" : "")"
    }
    return statement(lines + ["PRIMARY KEY (id)"])
  }

  private func statement(_ lines: [String]) -> String {
    var lines = lines
    for (name, columns) in unique {
      let constraint = name.map { "CONSTRAINT \($0) " } ?? ""
      lines.append("\(constraint)UNIQUE (\(columns.joined(separator: ", ")))")
    }
    for reference in references {
      let rule = reference.deletesAlong ? " ON DELETE CASCADE" : ""
      lines.append("FOREIGN KEY (\(reference.column)) REFERENCES \"\(reference.table)\" (id)\(rule)")
    }
    return "CREATE TABLE \"\(name)\" (\n  \(lines.joined(separator: ",\n  "))\n)"
  }
}
