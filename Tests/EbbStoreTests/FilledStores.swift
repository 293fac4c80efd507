import EbbTestSupport
import Foundation
import GRDB
import Synchronization

/// Stores in the schemas of the reference, filled with its rows; each is made when it is first asked for.
enum FilledStores {
  private static let folder = Result { try TemporaryFolder(staysForAllTests: true) }
  private static let made = Mutex<[String: String]>([:])

  /// The path of a SQLite file.
  static func sqlite(_ schema: String, sql: String) throws -> String {
    try once(schema + sql) { number in
      let path = try folder.get().path("\(number).sqlite")
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF")
        try db.execute(sql: try TemporaryFolder.schema(schema))
        try db.execute(sql: "ATTACH ? AS reference", arguments: [Reference.path("real.sqlite")])
        for table in try String.fetchAll(db, sql: "SELECT name FROM main.sqlite_master WHERE type = 'table'")
        {
          try fill(table, db)
        }
        try db.execute(sql: "DETACH reference")
        try db.execute(sql: sql)
      }
      try queue.close()
      return path
    }
  }

  private static func fill(_ table: String, _ db: Database) throws {
    func columns(_ schema: String) throws -> [String] {
      try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?, ?)", arguments: [table, schema])
    }
    let theirs = Set(try columns("reference"))
    let common = try columns("main").filter(theirs.contains).map { "\"\($0)\"" }.joined(separator: ", ")
    guard !common.isEmpty else { return }
    try db.execute(
      sql: "INSERT INTO main.\"\(table)\" (\(common)) SELECT \(common) FROM reference.\"\(table)\"")
  }

  /// The URL of a PostgreSQL database.
  static func postgreSQL(_ schema: String, sql: String) throws -> String {
    try once(schema + sql) { _ in
      try PostgreSQLServer.shared().createDatabase(sql: try postgreSQLScript(schema) + sql)
    }
  }

  /// What makes a PostgreSQL database of that schema with the rows; more may follow.
  static func postgreSQLScript(_ schema: String) throws -> String {
    let ddl = try TemporaryFolder.schema(schema)
    // Keys refer to rows that come later: they are checked when all are there, that is, in the dump.
    let begin = "\(ddl)\nSET session_replication_role = replica;"
    let rows = try rowsOfDump().compactMap { try $0.script(in: ddl) }
    let end = "SET session_replication_role = DEFAULT; SET search_path = public;\n"
    return ([begin] + rows + [end]).joined(separator: "\n")
  }

  private static func once(_ key: String, _ make: (Int) throws -> String) throws -> String {
    try made.withLock { made in
      if let there = made[key] { return there }
      let place = try make(made.count)
      made[key] = place
      return place
    }
  }

  /// The rows of one table in the reference's dump.
  private struct Copy {
    var table: String
    var columns: [Substring]
    var rows: [Substring]

    /// The rows for a schema that may have fewer columns; `nil` if it does not have the table.
    func script(in ddl: String) throws -> String? {
      guard let begin = ddl.range(of: "CREATE TABLE \(table) ("),
        let end = ddl.range(of: "\n);", range: begin.upperBound..<ddl.endIndex)
      else { return nil }
      let known = Set(
        ddl[begin.upperBound..<end.lowerBound].split(separator: "\n").compactMap {
          $0.split(separator: " ").first
        })
      let kept = columns.indices.filter { known.contains(columns[$0]) }
      let lines = rows.map { row in
        let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
        return kept.map { fields[$0] }.joined(separator: "\t")
      }
      let list = kept.map { String(columns[$0]) }.joined(separator: ", ")
      return (["COPY \(table) (\(list)) FROM stdin;"] + lines + ["\\."]).joined(separator: "\n")
    }
  }

  private static func rowsOfDump() throws -> [Copy] {
    let dump = try String(contentsOfFile: Reference.path("real.pg.sql"), encoding: .utf8)
    var copies: [Copy] = []
    var isInside = false
    for line in dump.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "\\." {
        isInside = false
      } else if isInside {
        copies[copies.count - 1].rows.append(line)
      } else if let parts = line.wholeMatch(of: #/COPY (.*) \((.*)\) FROM stdin;/#) {
        let columns = parts.2.split(separator: ", ")
        copies.append(Copy(table: String(parts.1), columns: columns, rows: []))
        isInside = true
      }
    }
    return copies
  }
}
