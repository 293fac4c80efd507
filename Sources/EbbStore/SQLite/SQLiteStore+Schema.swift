package import EbbModel

extension SQLiteStore {
  package func schema() throws(StoreError) -> [DatabaseTable] {
    let names = try rows(SQLiteQueries.tables, table: "sqlite_master") { row throws(StoreError) in
      try row.text("name")
    }
    var tables: [DatabaseTable] = []
    for name in names {
      let columns = try columns(of: name)
      tables.append(
        DatabaseTable(
          name: name, columns: columns.map(\.described),
          foreignKeys: try foreignKeys(of: name, columns: columns)))
    }
    return tables
  }

  /// A column as SQLite tells it.
  struct Column {
    var name: String
    var type: String
    var isNotNull: Bool
    /// The place in the primary key, from 1; 0 where it is no part of it.
    var keyPlace: Int64

    fileprivate var described: DatabaseTable.Column {
      DatabaseTable.Column(
        name: name, type: type, isNullable: !isNotNull && keyPlace == 0, isPrimaryKey: keyPlace > 0)
    }
  }

  /// The columns of a table; none where there is no such table.
  func columns(of table: String) throws(StoreError) -> [Column] {
    try rows(SQLiteQueries.columns(of: table), table: table) { row throws(StoreError) in
      Column(
        name: try row.text("name"), type: try row.text("type"),
        isNotNull: try row.integer("notnull") != 0, keyPlace: try row.integer("pk"))
    }
  }

  private func foreignKeys(
    of table: String, columns: [Column]
  ) throws(StoreError) -> [DatabaseTable.ForeignKey] {
    let found = try rows(SQLiteQueries.foreignKeys(of: table), table: table) {
      row throws(StoreError) -> (place: Int64, column: String, table: String, target: String?)? in
      (
        try row.integer("seq"), try row.text("from"), try row.text("table"),
        try row.textIfPresent("to")
      )
    }
    var keys: [DatabaseTable.ForeignKey] = []
    for key in found {
      var target = key.target
      if target == nil {
        // A reference that names no column means the primary key.
        target = try self.columns(of: key.table).first { $0.keyPlace == key.place + 1 }?.name
      }
      guard let target else { continue }
      keys.append(DatabaseTable.ForeignKey(column: key.column, table: key.table, target: target))
    }
    let places = Dictionary(zip(columns.map(\.name), columns.indices)) { first, _ in first }
    return keys.sorted { (places[$0.column] ?? 0, $0.table) < (places[$1.column] ?? 0, $1.table) }
  }
}
