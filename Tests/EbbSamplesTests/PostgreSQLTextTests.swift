import EbbTestSupport
import Foundation
import Testing

@testable import EbbSamples

@Suite("SQL for PostgreSQL") struct PostgreSQLTextTests {
  private let sample = SampleStore(SampleRequest(tasks: 3))

  private func lines() throws -> [Substring] {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "ebb-samples-\(UUID().uuidString).sql")
    defer { try? FileManager.default.removeItem(at: path) }
    try sample.writePostgreSQL(to: path.path)
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
  }

  @Test("every row is one INSERT, in one transaction, and the revision is said")
  func inserts() throws {
    let lines = try lines()
    var rows: [String: Int] = [:]
    sample.forEachRow { rows[$0.table, default: 0] += 1 }
    for table in Schema.tables {
      let found = lines.count { $0.hasPrefix("INSERT INTO \"\(table.name)\" (") && $0.hasSuffix(");") }
      #expect(found == rows[table.name], "table \(table.name)")
    }
    #expect(lines.contains("INSERT INTO alembic_version (version_num) VALUES ('5003b9acb1f4');"))
    #expect(lines.count { $0 == "BEGIN;" } == 1)
    #expect(lines.last == "COMMIT;")
  }

  @Test("texts are quoted, times have a zone, blobs are hex")
  func literals() throws {
    let lines = try lines()
    let simulation = try #require(lines.first { $0.hasPrefix("INSERT INTO \"Simulation\"") })
    #expect(simulation.contains("every task''s results"))
    #expect(simulation.contains("'2026-01-12 08:15:00.000000+00'"))
    let page = try #require(lines.first { $0.hasPrefix("INSERT INTO \"Page\"") })
    #expect(page.contains("'\\x1f8b08"))
  }

  @Test("columns that migrations added stand at the end, with their defaults")
  func migrated() throws {
    let estimator = try #require(Schema.table("Estimator")).postgresDDL
    #expect(estimator.contains("compressed_data bytea,\n  file_name character varying DEFAULT '' NOT NULL,"))
    let page = try #require(Schema.table("Page")).postgresDDL
    #expect(page.contains("page_dimension integer DEFAULT 0 NOT NULL,\n  PRIMARY KEY"))
  }

  @Test(
    "every column of the platform's revision is there with its type, in its order",
    .enabled(if: Reference.isPresent, "real results"))
  func columns() throws {
    let dump = try String(
      contentsOfFile: Reference.path("schemas/pg_5_5003b9acb1f4.sql"), encoding: .utf8)
    for table in Schema.tables {
      let start = try #require(dump.range(of: "CREATE TABLE public.\"\(table.name)\" (\n"))
      let end = try #require(dump.range(of: "\n);", range: start.upperBound..<dump.endIndex))
      let expected = dump[start.upperBound..<end.lowerBound].split(separator: "\n").map {
        $0.trimmingCharacters(in: [" ", ","]).replacing("::character varying", with: "")
      }
      let found = table.postgresDDL.split(separator: "\n").dropFirst().map {
        $0.trimmingCharacters(in: [" ", ","]).replacing("serial", with: "integer")
      }
      #expect(Array(found.prefix(expected.count)) == expected, "table \(table.name)")
      #expect(found.dropFirst(expected.count).first == "PRIMARY KEY (id)")
    }
  }
}
