private import Foundation
private import GRDB

extension RowSource {
  /// Writes a SQLite store. The file appears complete or not at all.
  package func writeSQLite(
    to path: String, revision: SchemaRevision = Schema.current, overwrite: Bool = false
  ) throws(SampleError) {
    try writeAtomically(to: path, overwrite: overwrite) { partial in
      let queue = try DatabaseQueue(path: partial)
      try queue.write { database in
        var statements: [String: Statement] = [:]
        for table in revision.tables {
          try database.execute(sql: table.sqliteDDL)
          let names = table.columns.map(\.name).joined(separator: ", ")
          let places = Array(repeating: "?", count: table.columns.count).joined(separator: ", ")
          statements[table.name] = try database.makeStatement(
            sql: "INSERT INTO \"\(table.name)\" (\(names)) VALUES (\(places))")
        }
        try forEachRow { row in
          try statements[row.table]?.execute(
            arguments: StatementArguments(row.values(in: revision).map(argument)))
        }
      }
      try queue.close()
    }
  }
}

private func argument(_ value: SampleRow.Value) -> DatabaseValue {
  switch value {
  case .null: .null
  case .integer(let integer): integer.databaseValue
  case .text(let text), .time(let text): text.databaseValue
  case .blob(let bytes): Data(bytes).databaseValue
  }
}
