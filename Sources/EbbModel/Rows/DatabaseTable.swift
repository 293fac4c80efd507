/// A table, or a view, of a live database, as `ebb schema` draws it.
package struct DatabaseTable: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    package var name: String
    /// The type as the database names it: `integer`, `VARCHAR`; empty where SQLite has none.
    package var type: String
    package var isNullable: Bool
    package var isPrimaryKey: Bool

    package init(name: String, type: String, isNullable: Bool, isPrimaryKey: Bool) {
      self.name = name
      self.type = type
      self.isNullable = isNullable
      self.isPrimaryKey = isPrimaryKey
    }

    /// Whether it holds what is nobody's business. Ebb reads no such column.
    package var isSecret: Bool { Self.secrets.contains(name) }

    private static let secrets: Set<String> = ["password_hash", "cert", "private_key", "update_key_hash"]
  }

  /// A column that holds the key of another table's row.
  package struct ForeignKey: Sendable, Equatable {
    package var column: String
    package var table: String
    /// The column of `table` that it refers to.
    package var target: String

    package init(column: String, table: String, target: String) {
      self.column = column
      self.table = table
      self.target = target
    }
  }

  package var name: String
  /// In the table's own order.
  package var columns: [Column]
  /// By column. A key of several columns is several of these.
  package var foreignKeys: [ForeignKey]

  package init(name: String, columns: [Column], foreignKeys: [ForeignKey]) {
    self.name = name
    self.columns = columns
    self.foreignKeys = foreignKeys
  }
}
