import EbbTestSupport
import Foundation
import GRDB
import Testing

@testable import EbbSamples

@Suite("Schema") struct SchemaTests {
  private func columns(_ revision: Int, _ table: String) -> [String] {
    Schema.revisions[revision - 1].table(table)?.columns.map(\.name) ?? []
  }

  @Test("each revision is the one before it and what it changed")
  func changes() {
    #expect(Schema.revisions.map(\.number) == [1, 2, 3, 4, 5])
    #expect(Schema.current.id == "5003b9acb1f4")
    #expect(
      (1...5).map { columns($0, "Simulation").contains("update_key_hash") } == [
        true, true, false, false, false,
      ])
    #expect(
      (1...5).map { columns($0, "Estimator").contains("file_name") } == [false, false, false, true, true])
    #expect((1...5).map { columns($0, "Page").count } == [4, 4, 4, 4, 6])
    #expect(
      columns(5, "Page") == [
        "id", "page_name", "estimator_id", "page_number", "compressed_data", "page_dimension",
      ])
    let deletes = Schema.revisions.map { $0.table("Task")?.references.map(\.deletesAlong) }
    #expect(deletes == [[false], [true], [true], [true], [true]])
  }

  @Test("a store of each revision has its columns and all rows", arguments: Schema.revisions)
  func rows(revision: SchemaRevision) throws {
    let store = VariedStore()
    let wanted = Dictionary(grouping: store.rows, by: \.table).mapValues(\.count)
    let queue = try DatabaseQueue(path: try MadeStore.sqlite(revision))
    try queue.read { database in
      for table in revision.tables {
        let names = try String.fetchAll(
          database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table.name])
        #expect(names == table.columns.map(\.name))
        let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM \"\(table.name)\"")
        #expect(count == wanted[table.name] ?? 0, "\(table.name)")
      }
      try database.checkForeignKeys()
    }
  }

  /// Columns, types, keys, references and uniqueness of a SQLite database, its own tables aside.
  private func description(_ database: Database) throws -> [String] {
    let tables = try String.fetchAll(
      database,
      sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version' ORDER BY name")
    return try tables.flatMap { table in
      try ["table_info", "foreign_key_list", "index_list"].flatMap { pragma in
        try Row.fetchAll(database, sql: "PRAGMA \(pragma)(\"\(table)\")").map { row in
          // Columns by number; what else has a number has it by chance.
          let values = row.map { "\($0.1)" }.dropFirst(pragma == "table_info" ? 0 : 2)
          return "\(table) \(pragma) \(values.joined(separator: " "))"
        }.sorted()
      }
    }
  }

  @Test(
    "SQLite's are the platform's", .enabled(if: Reference.isPresent, "real results"),
    arguments: [(0, "sqlite_1_06c32cf470e7.sql"), (4, "sqlite_current_create_all.sql")])
  func sqlite(revision: Int, name: String) throws {
    let theirs = try String(contentsOfFile: Reference.path("schemas/\(name)"), encoding: .utf8)
    let descriptions = try [theirs, Schema.revisions[revision].sqliteDDL].map { sql in
      try DatabaseQueue().write { database in
        try database.execute(sql: sql)
        return try description(database)
      }
    }
    #expect(descriptions[0] == descriptions[1])
    #expect(descriptions[0].count > 60)
  }

  @Test(
    "PostgreSQL's are the platform's", .enabled(if: Reference.isPresent, "real results"),
    .enabled(if: PostgreSQLServer.isPresent), arguments: Schema.revisions)
  func postgreSQL(revision: SchemaRevision) throws {
    let server = try PostgreSQLServer.shared()
    let query = """
      SELECT string_agg(text, '|' ORDER BY text COLLATE "C") FROM (
        SELECT concat_ws(' ', table_name, column_name, ordinal_position, data_type, is_nullable, column_default) AS text
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL
        SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n') AS texts
      """
    let files = [
      Reference.path("schemas/pg_\(revision.number)_\(revision.id).sql"), try MadeStore.script(revision),
    ]
    let descriptions = try files.map { file in
      try server.answer(query, on: server.createDatabase(file: file)).split(separator: "|")
    }
    #expect(descriptions[0] == descriptions[1])
    #expect(descriptions[0].count > 80)
  }
}
