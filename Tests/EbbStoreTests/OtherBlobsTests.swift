import EbbModel
import EbbStore
import EbbTestSupport
import Foundation
import GRDB
import Testing

/// What is asked of one simulation must not cost the data of the others.
@Suite("Every store reads no data but those it is asked for")
struct OtherBlobsTests {
  /// A second simulation beside the one that has a page without data: its data are large.
  private static let large = """
    INSERT INTO "Simulation" (id, job_id, title, platform, input_type, sim_type, job_state)
      VALUES (8, 'large', '', 'DIRECT', 'FILES', 'shieldhit', 'COMPLETED');
    INSERT INTO "Estimator" (id, simulation_id, name, file_name) VALUES (14, 8, 'mesh', '');
    """

  /// Asks all that a listing, an overview and an export of simulation 7 ask.
  private func readSmall(_ store: any Store) async throws {
    #expect(try await store.simulations(SimulationFilter(limit: 20)).count == 2)
    #expect(try await store.simulations(jobIDPrefix: "a%b", limit: 6).count == 1)
    #expect(try await store.tasks(of: SimulationID(7)).count == 1)
    #expect(try await store.estimators(of: SimulationID(7)).count == 1)
    let pages = try await store.pages(of: SimulationID(7))
    #expect(pages.map(\.id) == [PageID(17)])
    #expect(try await store.allData(of: pages.map(\.id)).map(\.bytes) == [[1, 2, 3]])
    #expect(try await store.pages(of: SimulationID(8)).map(\.compressedBytes) == [1_000_000])
  }

  /// The way to the other data is broken in the file: whoever goes it, fails.
  @Test("SQLite")
  func sqlite() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.sqlite(
      sql: Self.large + """
        UPDATE "Page" SET compressed_data = x'010203';
        INSERT INTO "Page" VALUES (18, 'DOSE', 14, 0, randomblob(1000000), 3);
        """)
    let reader = try DatabaseQueue(path: path)
    let (pages, size) = try await reader.read { db in
      (
        try Int.fetchAll(db, sql: "SELECT pageno FROM dbstat WHERE name = 'Page' AND pagetype = 'overflow'"),
        try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      )
    }
    try reader.close()
    #expect(pages.count > 200)
    let file = try FileHandle(forUpdating: URL(filePath: path))
    for page in pages {
      try file.seek(toOffset: UInt64((page - 1) * size))
      try file.write(contentsOf: Data(repeating: 0xff, count: size))
    }
    try file.close()
    let store = try await SQLiteStore.open(path: path)
    try await readSmall(store)
    // The dimension lies behind the data.
    await #expect(throws: StoreError.self) { try await store.pages(of: .all, details: true, limit: nil) }
    await #expect(throws: StoreError.self) { try await store.allData(of: [PageID(18)]) }
    await store.close()
  }

  /// The server counts the blocks of large values that it reads.
  @Test("PostgreSQL", .enabled(if: PostgreSQLServer.canStart))
  func postgreSQL() async throws {
    let server = try PostgreSQLServer.shared()
    let url = try server.createDatabase(
      sql: try TemporaryFolder.postgreSQL(
        sql: Self.large + """
          UPDATE "Page" SET compressed_data = '\\x010203';
          ALTER TABLE "Page" ALTER compressed_data SET STORAGE EXTERNAL;
          INSERT INTO "Page" (id, page_name, estimator_id, page_number, compressed_data, page_dimension)
            VALUES (18, 'DOSE', 14, 0, convert_to(repeat('x', 1000000), 'UTF8'), 3);
          """))
    /// The counts after all that was counted before; a server writes them when a connection ends.
    func blocks() async throws -> Int {
      let query = """
        SELECT coalesce(toast_blks_read + toast_blks_hit, 0) FROM pg_statio_user_tables WHERE relname = 'Page'
        """
      var last = -1
      while true {
        let count = try Int(server.answer(query, on: url)) ?? 0
        if count == last { return count }
        last = count
        try await Task.sleep(for: .milliseconds(300))
      }
    }
    let before = try await blocks()
    let store = try await openPostgreSQL(url)
    try await readSmall(store)
    #expect(try await store.pages(of: .all, details: true, limit: nil).map(\.dimension) == [1, 3])
    await store.close()
    #expect(try await blocks() - before < 100)
    let whole = try await openPostgreSQL(url)
    #expect(try await whole.allData(of: [PageID(18)]).map(\.bytes.count) == [1_000_000])
    await whole.close()
    #expect(try await blocks() - before > 100)
  }
}
