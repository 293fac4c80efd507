import EbbModel
import EbbStore
import EbbTestSupport
import Foundation
import GRDB
import Testing

@Suite("A SQLite store")
struct SQLiteStoreTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func error(opening path: String) async -> StoreError? {
    await #expect(throws: StoreError.self) {
      try await SQLiteStore.open(path: path, busyTimeoutSeconds: 0.05)
    }
  }

  @Test("that is no file, a folder or no database says which")
  func unreachable() async throws {
    try "plain text, no database\n".write(
      toFile: folder.path("text"), atomically: true, encoding: .utf8)
    unsafe mkfifo(folder.path("pipe"), 0o600)
    let cases = [
      (folder.path("pipe"), "it is no file of data"),
      (folder.path("absent"), "there is no such file"), (folder.url.path, "it is a folder"),
      (":absent:", "there is no such file"),
    ]
    for (path, reason) in cases {
      #expect(await error(opening: path) == .notReachable(url: path, reason: reason))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("absent")))
    #expect(await error(opening: folder.path("text")) == .noDatabase(path: folder.path("text")))
  }

  @Test("that may not be read says so", .enabled(if: geteuid() != 0, "root may read everything"))
  func forbidden() async throws {
    let path = try folder.sqlite()
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(await error(opening: path) == .notPermitted(url: path, reason: "the file may not be read"))
  }

  @Test("without a table or a column names it")
  func incomplete() async throws {
    try Data().write(to: folder.url.appending(path: "empty"))
    let empty = folder.path("empty")
    #expect(await error(opening: empty) == .missingTable(url: empty, table: "Simulation"))
    let path = try folder.sqlite("page", sql: #"DROP TABLE "Page""#)
    #expect(await error(opening: path) == .missingTable(url: path, table: "Page"))
    let column = try folder.sqlite(
      "column", sql: #"ALTER TABLE "Task" RENAME COLUMN simulated_primaries TO n"#)
    #expect(
      await error(opening: column)
        == .missingColumn(url: column, table: "Task", column: "simulated_primaries"))
  }

  @Test("gives large data as they are, listed before or not, and of a row that is changed says so")
  func largeData() async throws {
    let path = try folder.sqlite(sql: #"UPDATE "Page" SET compressed_data = randomblob(5000000)"#)
    let reader = try DatabaseQueue(path: path)
    let stored = try await reader.read { db in
      try Row.fetchAll(db, sql: #"SELECT id, compressed_data FROM "Page" ORDER BY id"#).map {
        (PageID($0["id"]), [UInt8]($0["compressed_data"] as Data))
      }
    }
    try reader.close()
    for isListed in [false, true] {
      let store = try await SQLiteStore.open(path: path)
      if isListed {
        #expect(try await store.pages(of: .all, details: false, limit: nil).count == stored.count)
      }
      #expect(try await store.allData(of: stored.map(\.0)).map(\.bytes) == stored.map(\.1))
      await store.close()
    }
  }

  @Test("without users is of use until users are asked for")
  func noUsers() async throws {
    let path = try folder.sqlite(sql: #"PRAGMA foreign_keys = OFF; DROP TABLE "User""#)
    let store = try await SQLiteStore.open(path: path)
    try await askAll(store)
    let error = await #expect(throws: StoreError.self) {
      try await store.simulations(SimulationFilter(user: "ann"))
    }
    #expect(error == .missingTable(url: path, table: "User"))
  }

  @Test("that another program has locked says so")
  func locked() async throws {
    let path = try folder.sqlite()
    let writer = try DatabaseQueue(path: path)
    try await writer.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")
    }
    guard case .notReachable(_, let reason) = await error(opening: path) else {
      Issue.record("not locked")
      return
    }
    #expect(reason.hasPrefix("another program has locked it"))
    try writer.close()
  }

  @Test("in WAL mode whose files cannot be opened says what to do")
  func walUnopenable() async throws {
    let path = try folder.sqlite(sql: "PRAGMA journal_mode = WAL")
    // A folder in its place is what no right of root's helps against.
    try FileManager.default.createDirectory(atPath: path + "-wal", withIntermediateDirectories: false)
    try FileManager.default.createDirectory(atPath: path + "-shm", withIntermediateDirectories: false)
    guard case .notReachable(_, let reason) = await error(opening: path) else {
      Issue.record("opened")
      return
    }
    #expect(reason.contains("WAL mode") && reason.contains("journal_mode=DELETE"))
  }

  @Test("keeps its snapshot while another program writes")
  func snapshot() async throws {
    let path = try folder.sqlite(sql: "PRAGMA journal_mode = WAL")
    let writer = try DatabaseQueue(path: path)
    let store = try await SQLiteStore.open(path: path)
    try await writer.write { db in
      try db.execute(sql: #"UPDATE "Simulation" SET title = 'second'; DELETE FROM "Task""#)
    }
    #expect(try await store.simulation(SimulationID(7))?.title == "first")
    #expect(try await store.tasks(of: SimulationID(7)).count == 1)
    let later = try await SQLiteStore.open(path: path)
    #expect(try await later.simulation(SimulationID(7))?.title == "second")
    #expect(try await later.tasks(of: SimulationID(7)).isEmpty)
    await store.close()
    await later.close()
  }

  @Test("is opened for reading only")
  func readOnly() async throws {
    let path = try folder.sqlite()
    let store = try await SQLiteStore.open(path: path)
    let files = FileManager.default
    var flags: [Int] = []
    for descriptor in try files.contentsOfDirectory(atPath: "/proc/self/fd") {
      guard (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")) == path,
        let info = try? String(contentsOfFile: "/proc/self/fdinfo/\(descriptor)", encoding: .utf8),
        let line = info.split(separator: "\n").first(where: { $0.hasPrefix("flags:") }),
        let number = line.split(whereSeparator: \.isWhitespace).last.flatMap({ Int($0, radix: 8) })
      else { continue }
      flags.append(number)
    }
    #expect(flags.count == 1)
    #expect(flags.allSatisfy { $0 & 3 == 0 }, "O_RDONLY")
    await store.close()
  }

  @Test("has any path", arguments: ["a b%20c?d#e.sqlite", "żółć 🧪.sqlite"])
  func paths(name: String) async throws {
    let store = try await SQLiteStore.open(path: try folder.sqlite(name))
    #expect(try await store.jobIDs() == ["a%b_c"])
    await store.close()
  }

  static let badValues: [(sql: String, table: String, column: String, row: Int64)] = [
    (#"UPDATE "Simulation" SET start_time = 'yesterday'"#, "Simulation", "start_time", 7),
    (#"UPDATE "Simulation" SET start_time = 17"#, "Simulation", "start_time", 7),
    (#"UPDATE "Simulation" SET title = x'00ff'"#, "Simulation", "title", 7),
    (#"PRAGMA foreign_keys = OFF; UPDATE "Simulation" SET user_id = 'ann'"#, "Simulation", "user_id", 7),
    (#"UPDATE "Task" SET simulated_primaries = 'many'"#, "Task", "simulated_primaries", 11),
    (#"UPDATE "Task" SET task_id = 0.5"#, "Task", "task_id", 11),
    (#"UPDATE "Page" SET page_number = 'first'"#, "Page", "page_number", 17),
    (#"UPDATE "Page" SET page_number = 1e300"#, "Page", "page_number", 17),
    (#"UPDATE "Estimator" SET name = x'41'"#, "Estimator", "name", 13),
  ]

  @Test("with a value that its column cannot hold names the row", arguments: badValues)
  func badValue(sql: String, table: String, column: String, row: Int64) async throws {
    let path = try folder.sqlite(sql: sql)
    let store = try await SQLiteStore.open(path: path)
    let error = await #expect(throws: StoreError.self) { try await askAll(store) }
    #expect(error == .badValue(url: path, table: table, column: column, row: row))
    await store.close()
  }

  @Test("compares times by their worth, however many digits they are written with")
  func sortableTimes() async throws {
    let path = try folder.sqlite(
      sql: (0..<4).map { index in
        let time = [
          "2026-01-02 00:00:00", "2026-01-02T00:00:00.5", "2026-01-02 00:00:00.500000",
          "2026-01-02 00:00:01Z",
        ][index]
        return """
          INSERT INTO "Simulation" (id, job_id, start_time, title, platform, input_type, sim_type, job_state)
          VALUES (\(20 + index), 'j\(index)', '\(time)', '', '', '', '', '');
          """
      }.joined())
    let store = try await SQLiteStore.open(path: path)
    let all = try await store.simulations(SimulationFilter())
    #expect(all.map(\.id.rawValue) == [23, 22, 21, 20, 7])
    // Those of one time by their keys, in whichever form it is written.
    for limit in 1...5 {
      let first = try await store.simulations(SimulationFilter(limit: limit))
      #expect(first.map(\.id.rawValue) == all.prefix(limit).map(\.id.rawValue))
    }
    let oldest = try await store.simulations(SimulationFilter(isAscending: true, limit: 4))
    #expect(oldest.map(\.id.rawValue) == [7, 20, 21, 22])
    let half = Instant(text: "2026-01-02 00:00:00.5")
    let since = try await store.simulations(SimulationFilter(since: half))
    #expect(since.map(\.id.rawValue) == [23, 22, 21])
    let until = try await store.simulations(SimulationFilter(until: half))
    #expect(until.map(\.id.rawValue) == [20, 7])
    let midnight = Instant(text: "2026-01-02 00:00:00")
    let sinceMidnight = try await store.simulations(SimulationFilter(since: midnight))
    #expect(sinceMidnight.map(\.id.rawValue) == [23, 22, 21, 20])
    await store.close()
  }

  /// Times of 200 simulations by their place in the table.
  enum Order: String, CaseIterable {
    case rising, falling, mixed
    /// One of 40 has a time, and none of the last.
    case rare
    case none
  }

  private func time(_ order: Order, _ index: Int) -> String? {
    let second =
      switch order {
      case .rising: index / 3
      case .falling: 200 - index
      case .mixed: index * 7919 % 53
      case .rare: index % 40 == 1 && index < 190 ? index : -1
      case .none: -1
      }
    guard second >= 0 else { return nil }
    let blank = index % 5 == 0 ? "T" : " "
    let fraction = [".000000", "", "Z", ".0"][index % 4]
    return "2026-01-02\(blank)03:0\(second / 60):\(second % 60 / 10)\(second % 10)\(fraction)"
  }

  @Test("gives with a limit the first of what it gives without one", arguments: Order.allCases)
  func limits(_ order: Order) async throws {
    let rows = (0..<200).map { index in
      let time = time(order, index).map { "'\($0)'" } ?? "NULL"
      let state = index % 9 == 0 ? "FAILED" : "COMPLETED"
      // Some keys are missing.
      return """
        INSERT INTO "Simulation" (id, job_id, start_time, end_time, title, platform, input_type, sim_type, job_state)
        VALUES (\(20 + index * (index < 150 ? 1 : 4)), 'j\(index)', \(time), \(time), '', 'DIRECT', '', 'fluka', '\(state)');
        """
    }
    let path = try folder.sqlite(sql: rows.joined())
    let store = try await SQLiteStore.open(path: path)
    for sort in [SimulationSort.startTime, .endTime] {
      for state in [nil, JobState.failed, JobState("no such")] {
        for isAscending in [true, false] {
          var filter = SimulationFilter(state: state, sort: sort, isAscending: isAscending)
          let all = try await store.simulations(filter).map(\.id)
          #expect(all.count == (state == nil ? 201 : state == .failed ? 23 : 0))
          for limit in [0, 1, 2, 5, 13, 23, 100, 200, 201, 300, .max] {
            filter.limit = limit
            #expect(
              try await store.simulations(filter).map(\.id) == Array(all.prefix(limit)),
              "\(order), \(sort), \(state?.description ?? "every state"), ascending: \(isAscending), \(limit)"
            )
          }
        }
      }
    }
    await store.close()
  }

  @Test("tells with a limit of a time that is none, where it would come first")
  func timeThatIsNone() async throws {
    for value in ["7", "7.5", "x'37'", "'7'"] {
      let folder = try TemporaryFolder()
      let path = try folder.sqlite(
        sql: """
          INSERT INTO "Simulation" (id, job_id, start_time, title, platform, input_type, sim_type, job_state)
          VALUES (20, 'a', \(value), '', '', '', '', ''), (21, 'b', '2026-01-02 00:00:00', '', '', '', '', '');
          """)
      let store = try await SQLiteStore.open(path: path)
      for limit in [1, 2, nil] {
        await #expect(throws: StoreError.self, "\(value), \(limit ?? 0)") {
          try await store.simulations(SimulationFilter(limit: limit))
        }
      }
      await store.close()
    }
  }
}
