import EbbModel
import EbbStore
import EbbTestSupport
import Foundation
import GRDB
import Synchronization
import Testing

/// Files that other programs write to, and questions that are given up.
@Suite("A SQLite store in trouble")
struct SQLiteFaultTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A program that writes, and waits for nobody.
  private func writer(to path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = .immediateError
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  @Test("whose query runs long is left as soon as its task is cancelled")
  func cancelQuery() async throws {
    let path = try folder.sqlite(
      sql: """
        ALTER TABLE "Task" RENAME TO kept;
        CREATE VIEW "Task" AS
          WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000000000)
          SELECT kept.* FROM kept, c WHERE n < 0;
        """)
    let store = try await SQLiteStore.open(path: path)
    let task = Task { try await store.tasks(of: SimulationID(7)) }
    try await Task.sleep(for: .milliseconds(200))
    task.cancel()
    await #expect(throws: StoreError.cancelled) { try await task.value }
    await store.close()
  }

  @Test("that another program has locked is left as soon as its task is cancelled")
  func cancelWaiting() async throws {
    let path = try folder.sqlite()
    let writer = try writer(to: path)
    try await writer.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    let task = Task { try await SQLiteStore.open(path: path, busyTimeoutSeconds: 3_600) }
    try await Task.sleep(for: .milliseconds(200))
    task.cancel()
    await #expect(throws: StoreError.cancelled) { try await task.value }
    try await writer.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    try writer.close()
  }

  @Test("waits for a program that has it locked for a moment")
  func waits() async throws {
    let path = try folder.sqlite()
    let writer = try writer(to: path)
    try await writer.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    let opening = Task { try await SQLiteStore.open(path: path, busyTimeoutSeconds: 600) }
    try await Task.sleep(for: .milliseconds(200))
    try await writer.writeWithoutTransaction { db in
      try db.execute(sql: #"UPDATE "Simulation" SET title = 'second'; COMMIT"#)
    }
    let store = try await opening.value
    #expect(try await store.simulation(SimulationID(7))?.title == "second")
    await store.close()
    try writer.close()
  }

  @Test("in rollback mode keeps its snapshot, for which writers wait, and shows nothing half-written")
  func rollbackMode() async throws {
    let path = try folder.sqlite(sql: "PRAGMA journal_mode = DELETE")
    let writer = try writer(to: path)
    try await writer.writeWithoutTransaction { db in
      try db.execute(sql: #"BEGIN IMMEDIATE; UPDATE "Simulation" SET title = 'second'"#)
    }
    let store = try await SQLiteStore.open(path: path)
    #expect(try await store.simulation(SimulationID(7))?.title == "first")
    let refusal = await #expect(throws: DatabaseError.self) {
      try await writer.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    }
    #expect(refusal?.resultCode == .SQLITE_BUSY)
    #expect(try await store.simulation(SimulationID(7))?.title == "first")
    await store.close()
    try await writer.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    let later = try await SQLiteStore.open(path: path)
    #expect(try await later.simulation(SimulationID(7))?.title == "second")
    await later.close()
    try writer.close()
  }

  @Test("that a program left half-written says what to do", arguments: ["DELETE", "PERSIST"])
  func hotJournal(mode: String) async throws {
    let path = try folder.sqlite()
    let writer = try writer(to: path)
    try await writer.writeWithoutTransaction { db in
      // So small a cache makes SQLite write to the file before the transaction ends.
      try db.execute(sql: "PRAGMA journal_mode = \(mode); PRAGMA cache_size = 1; BEGIN IMMEDIATE")
      for number in 100..<400 {
        try db.execute(
          sql: """
            INSERT INTO "Page" (id, page_name, estimator_id, page_number, compressed_data, page_dimension)
            VALUES (?, '', 13, 0, zeroblob(5000), 0)
            """, arguments: [number])
      }
    }
    let crashed = folder.path("crashed")
    for suffix in ["", "-journal"] {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: crashed + suffix)
    }
    let error = await #expect(throws: StoreError.self) { try await SQLiteStore.open(path: crashed) }
    guard case .notReachable(_, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("a program ended while it wrote to it"))
    try await writer.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    try writer.close()
  }

  @Test("in WAL mode is consistent however often another program writes meanwhile")
  func writerAtWork() async throws {
    let path = try folder.sqlite(sql: "PRAGMA journal_mode = WAL")
    let isDone = Flag()
    let writing = Thread {
      guard let writer = try? DatabaseQueue(path: path) else { return }
      var count = 0
      while !isDone.isSet {
        count += 1
        try? writer.write { db in
          try db.execute(
            sql: #"UPDATE "Simulation" SET title = ?; UPDATE "Task" SET simulated_primaries = ?"#,
            arguments: ["\(count)", count])
        }
      }
    }
    writing.start()
    defer { isDone.set() }
    var titles: Set<String?> = []
    // On a busy machine the other program may be late.
    for round in 0..<10_000 where round < 50 || titles.count < 2 {
      let store = try await SQLiteStore.open(path: path)
      let title = try await store.simulation(SimulationID(7))?.title
      let primaries = try await store.tasks(of: SimulationID(7)).first?.simulatedPrimaries
      #expect(title == "first" || title == primaries.map(String.init))
      titles.insert(title)
      await store.close()
    }
    #expect(titles.count > 1)
  }
}

/// What one thread sets and another looks at.
private final class Flag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .relaxed) }

  func set() { value.store(true, ordering: .relaxed) }
}
