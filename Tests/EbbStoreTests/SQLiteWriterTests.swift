import EbbModel
import EbbSamples
import EbbStore
import EbbTestSupport
import Foundation
import GRDB
import Testing

/// Stores of one's own: what is written is what is read.
@Suite("Stores of one's own") struct SQLiteWriterTests {
  /// A simulation of a store with all that belongs to it.
  private static func stored(_ simulation: Simulation, in store: any Store) async throws -> StoredSimulation {
    var cluster: Cluster?
    if case .batch(let id?, _, _, _) = simulation.kind {
      cluster = try await store.clusters().first { $0.id == id }
    }
    return StoredSimulation(
      simulation, user: try await store.users().first { $0.id == simulation.userID }, cluster: cluster,
      tasks: try await store.tasks(of: simulation.id), inputs: try await store.inputs(of: simulation.id),
      logfiles: try await store.logfiles(of: simulation.id),
      estimators: try await store.estimators(of: simulation.id),
      pages: try await store.pages(of: .these([simulation.id]), details: true, limit: nil))
  }

  private static func simulations(of store: any Store) async throws -> [Simulation] {
    try await store.simulations(SimulationFilter(sort: .id, isAscending: true))
  }

  /// Puts every simulation of `store` into `writer`.
  private static func copy(_ store: any Store, to writer: any StoreWriter) async throws {
    for simulation in try await simulations(of: store) {
      let rows = try await stored(simulation, in: store)
      try #require(try await writer.begin(rows, replacing: false))
      var data = store.data(of: rows.pages.map(\.id))
      for page in rows.pages { try await writer.add(page, data: try await data.next()?.bytes ?? []) }
      try await writer.commit()
    }
  }

  private static func some(_ jobID: String = "a-job", user: String = "ann") -> StoredSimulation {
    let id = SimulationID(7)
    var rows = StoredSimulation(
      Simulation(
        id: id, jobID: jobID, title: "T", platform: .batch, inputType: "FILES", simulator: "fluka",
        state: .completed,
        kind: .batch(clusterID: ClusterID(3), jobDirectory: nil, arrayID: 5, collectID: nil)),
      user: User(id: UserID(9), username: user, authProvider: .yaptide),
      cluster: Cluster(id: ClusterID(3), name: "ares"))
    rows.estimators = [
      EstimatorRow(
        id: EstimatorID(4), simulationID: id, name: "dose", fileName: "dose_1", compressedMetadata: [1, 2])
    ]
    rows.pages = [
      PageRow(
        id: PageID(6), estimatorID: EstimatorID(4), number: 0, name: "DOSE", dimension: 1, compressedBytes: 3)
    ]
    return rows
  }

  private static func add(_ rows: StoredSimulation, to writer: any StoreWriter) async throws {
    try #require(try await writer.begin(rows, replacing: false))
    for page in rows.pages { try await writer.add(page, data: [7, 8, 9]) }
    try await writer.commit()
  }

  private static func read<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
    try DatabaseQueue(path: path).read(body)
  }

  private static func check(_ path: String, _ body: (Database) throws -> Void) throws {
    try DatabaseQueue(path: path).read(body)
  }

  private static func change(_ path: String, _ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  private static func schema(_ sql: String) -> Set<String> {
    let words = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let plain = words.replacing("( ", with: "(").replacing(" )", with: ")").replacing("KEY (", with: "KEY(")
    return Set(
      plain.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty })
  }

  @Test("the schema is the platform's current one, in its revision")
  func schema() async throws {
    let folder = try TemporaryFolder()
    let writer = try await SQLiteWriter.open(path: folder.path("a.sqlite"))
    try await Self.add(Self.some(), to: writer)
    await writer.close()
    let made = try Self.read(folder.path("a.sqlite")) { db in
      #expect(
        try String.fetchAll(db, sql: "SELECT version_num FROM alembic_version") == [Schema.current.id])
      return try String.fetchAll(
        db, sql: "SELECT sql FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'")
    }
    #expect(Self.schema(made.joined(separator: ";")) == Self.schema(Schema.current.sqliteDDL))
    if Reference.isPresent {
      let platform = try String(
        contentsOfFile: Reference.path("schemas/sqlite_current_create_all.sql"), encoding: .utf8)
      #expect(Self.schema(made.joined(separator: ";")) == Self.schema(platform))
    }
  }

  @Test("every class and relation is written and read again, in memory")
  func memory() async throws {
    let source = try await SQLiteStore.open(path: MadeStore.path)
    let writer = try await SQLiteWriter.open(inMemory: "ebb-test-memory")
    try await Self.copy(source, to: writer)
    let copy = try await SQLiteStore.open(inMemory: "ebb-test-memory")
    let (own, other) = (try await Self.simulations(of: source), try await Self.simulations(of: copy))
    #expect(own.map(\.jobID) == other.map(\.jobID) && own.count == 21)
    for (own, other) in zip(own, other) {
      let (here, there) = (try await Self.stored(own, in: source), try await Self.stored(other, in: copy))
      #expect(here.inCurrentSchema == there.inCurrentSchema)
      #expect(
        try await source.allData(of: here.pages.map(\.id)).map(\.bytes)
          == copy.allData(of: there.pages.map(\.id)).map(\.bytes))
    }
    #expect(try await copy.clusters().map(\.name) == source.clusters().map(\.name))
    await copy.close()
    await writer.close()
    await source.close()
  }

  @Test("users and clusters are known by their names, and what is secret is empty")
  func names() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    let writer = try await SQLiteWriter.open(path: path)
    var keycloak = Self.some("c")
    keycloak.user?.authProvider = .keycloak
    for rows in [Self.some("a"), Self.some("b"), keycloak, Self.some("d", user: "bob")] {
      try await Self.add(rows, to: writer)
    }
    await writer.close()
    try Self.check(path) { db in
      let users = try Row.fetchAll(db, sql: #"SELECT username, auth_provider FROM "User" ORDER BY id"#)
      #expect(
        users.map { "\($0[0] as String) \($0[1] as String)" } == [
          "ann YaptideUser", "ann KeycloakUser", "bob YaptideUser",
        ])
      #expect(
        try String.fetchAll(db, sql: #"SELECT password_hash FROM "YaptideUser""#) == ["", ""])
      #expect(
        try Int.fetchOne(
          db,
          sql: #"SELECT count(*) FROM "KeycloakUser" WHERE cert IS NULL AND private_key IS NULL"#) == 1)
      #expect(try String.fetchAll(db, sql: #"SELECT cluster_name FROM "Cluster""#) == ["ares"])
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
    }
  }

  @Test("a simulation that is not committed is not there, and a file without any is none")
  func unfinished() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    var writer = try await SQLiteWriter.open(path: path)
    #expect(try await writer.begin(Self.some("a"), replacing: false))
    try await writer.add(Self.some().pages[0], data: [1])
    await writer.close()
    #expect(try folder.names == [])
    writer = try await SQLiteWriter.open(path: path)
    try await Self.add(Self.some("a"), to: writer)
    #expect(try await writer.begin(Self.some("b"), replacing: false))
    await writer.rollback()
    #expect(try await writer.begin(Self.some("c"), replacing: false))
    await writer.close()
    let store = try await SQLiteStore.open(path: path)
    #expect(try await store.jobIDs() == ["a"])
    await store.close()
    #expect(try folder.names == ["a.sqlite"])
  }

  @Test("a simulation that is there stays, or is replaced with all that belonged to it")
  func replacing() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    let writer = try await SQLiteWriter.open(path: path)
    try await Self.add(Self.some("a"), to: writer)
    try await Self.add(Self.some("b"), to: writer)
    #expect(try await !writer.begin(Self.some("a"), replacing: false))
    var other = Self.some("a")
    other.simulation.title = "other"
    #expect(try await writer.begin(other, replacing: true))
    try await writer.add(other.pages[0], data: [5])
    try await writer.commit()
    await writer.close()
    let store = try await SQLiteStore.open(path: path)
    let simulations = try await Self.simulations(of: store)
    #expect(simulations.map(\.title).sorted() == ["T", "other"])
    let pages = try await store.pages(of: .all, details: true, limit: nil)
    #expect(pages.count == 2)
    #expect(try await Set(store.allData(of: pages.map(\.id)).map(\.bytes)) == [[5], [7, 8, 9]])
    await store.close()
    try Self.check(path) { db in
      let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
      let batch = try Int.fetchOne(db, sql: #"SELECT count(*) FROM "BatchSimulation""#)
      #expect(orphans.isEmpty && batch == 2)
    }
  }

  private static func refusal(of path: String, _ write: Bool = false) async -> StoreWriteError? {
    do throws(StoreWriteError) {
      let writer = try await SQLiteWriter.open(path: path, busyTimeoutSeconds: 0.05)
      defer { Task { await writer.close() } }
      if write { _ = try await writer.begin(some(), replacing: false) }
      return nil
    } catch {
      return error
    }
  }

  @Test("nothing is written to a file that Ebb has not made, or not in this revision")
  func foreign() async throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: "no database ", count: 100), to: "text")
    #expect(await Self.refusal(of: folder.path("text")) == .noDatabase(path: folder.path("text")))
    try FileManager.default.copyItem(atPath: MadeStore.path, toPath: folder.path("store"))
    let before = try folder.bytes("store")
    #expect(
      await Self.refusal(of: folder.path("store")) == .foreign(path: folder.path("store"), isStore: true))
    #expect(try folder.bytes("store") == before)
    let other = folder.path("other")
    try Self.change(other, "CREATE TABLE mails (id INTEGER)")
    #expect(await Self.refusal(of: other) == .foreign(path: other, isStore: false))
    let newer = folder.path("newer")
    let writer = try await SQLiteWriter.open(path: newer)
    try await Self.add(Self.some(), to: writer)
    await writer.close()
    try Self.change(newer, "UPDATE alembic_version SET version_num = 'f00'")
    #expect(await Self.refusal(of: newer) == .otherRevision(path: newer, revision: "f00"))
    #expect(
      await Self.refusal(of: folder.url.path)
        == .notCreatable(path: folder.url.path, reason: "it is a folder"))
  }

  @Test("a file that another program writes to is told of")
  func locked() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    let writer = try await SQLiteWriter.open(path: path)
    try await Self.add(Self.some("a"), to: writer)
    #expect(try await writer.begin(Self.some("b"), replacing: false))
    #expect(await Self.refusal(of: path, true) == .locked(path: path))
    await writer.close()
  }

  @Test("a simulation that breaks a rule of the schema is named, and the next is added")
  func unfit() async throws {
    let folder = try TemporaryFolder()
    let writer = try await SQLiteWriter.open(path: folder.path("a.sqlite"))
    var rows = Self.some("a")
    rows.tasks = [1, 2].map { id in
      SimulationTask(
        id: TaskID(id), simulationID: rows.simulation.id, number: 3, requestedPrimaries: 1,
        simulatedPrimaries: 1, state: .completed)
    }
    do throws(StoreWriteError) {
      _ = try await writer.begin(rows, replacing: false)
      Issue.record("two tasks have one number")
    } catch {
      guard case .unfit(jobID: "a", _) = error else {
        Issue.record("\(error)")
        return
      }
    }
    try await Self.add(Self.some("b"), to: writer)
    await writer.close()
  }

  @Test("is opened while another one writes the first simulation")
  func openedMeanwhile() async throws {
    for _ in 0..<60 {
      let folder = try TemporaryFolder()
      let path = folder.path("a.sqlite")
      let first = try await SQLiteWriter.open(path: path)
      async let written: Void = Self.add(Self.some(), to: first)
      var isNew = true
      while isNew {
        let other = try await SQLiteWriter.open(path: path)
        isNew = try await other.isNew
        await other.close()
      }
      try await written
      await first.close()
    }
  }

  @Test("a file that is taken away meanwhile is told of, and none is made in its place")
  func gone() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    let writer = try await SQLiteWriter.open(path: path)
    try await Self.add(Self.some("a"), to: writer)
    #expect(try await writer.begin(Self.some("b"), replacing: false))
    try FileManager.default.removeItem(atPath: path)
    await #expect(throws: StoreWriteError.gone(path: path)) { try await writer.commit() }
    await writer.close()
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
