import EbbModel
import EbbStore
import EbbTestSupport
import Foundation
import GRDB
import Testing

/// Files of which pages are lost, in another's place, or not as they were: an answer is that of the sound file, or there
/// is none.
@Suite("A damaged SQLite store")
struct SQLiteDamageTests {
  private static let size = 4_096

  let folder: TemporaryFolder
  let sound: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    sound = Array(try Data(contentsOf: Reference.root.appending(path: "samples/pencil-beam.sqlite")))
  }

  /// The tree's pages by their number from 0, without the first: leaves and others, of tables and of indexes.
  private var treePages: [Int] {
    (1..<sound.count / Self.size).filter { [2, 5, 10, 13].contains(sound[$0 * Self.size]) }
  }

  /// The number from 0 of the page that a table or an index begins with.
  private func root(_ name: String) throws -> Int {
    let queue = try DatabaseQueue(path: Reference.root.appending(path: "samples/pencil-beam.sqlite").path)
    let number = try queue.read { db in
      try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_master WHERE name = ?", arguments: [name])
    }
    return try #require(number) - 1
  }

  private func file(_ bytes: [UInt8]) throws -> String {
    let path = folder.path("\(UUID().uuidString).sqlite")
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  /// All that an export asks of a simulation.
  private struct Answers: Equatable {
    var simulation: Simulation
    var tasks: [SimulationTask]
    var estimators: [EstimatorRow]
    var pages: [PageRow]
    var data: [[UInt8]]
  }

  /// The answers about each job; none about those that there are not.
  private func answers(_ path: String, _ jobs: [String]) async throws -> [String: Answers] {
    let store = try await SQLiteStore.open(path: path)
    var answers: [String: Answers] = [:]
    for job in jobs {
      guard let simulation = try await store.simulations(jobIDPrefix: job, limit: 2).first else { continue }
      let pages = try await store.pages(of: simulation.id)
      var shown = simulation
      // Rows that are joined may be lost like those of a user who has gone: nobody can tell.
      (shown.username, shown.kind) = (nil, .unknown)
      let tasks = try await store.tasks(of: simulation.id).map { task in
        var shown = task
        shown.kind = .unknown
        return shown
      }
      answers[job] = Answers(
        simulation: shown, tasks: tasks,
        estimators: try await store.estimators(of: simulation.id), pages: pages,
        data: try await store.allData(of: pages.map(\.id)).map(\.bytes))
    }
    await store.close()
    return answers
  }

  private func jobs(_ path: String) async throws -> [String] {
    let store = try await SQLiteStore.open(path: path)
    let jobs = try await store.jobIDs()
    await store.close()
    return jobs
  }

  enum Damage: String, CaseIterable, Sendable { case swapped, copied, emptied, cut }

  private func damaged(_ damage: Damage, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = sound
    func range(_ page: Int) -> Range<Int> { page * Self.size..<(page + 1) * Self.size }
    let pages = treePages.shuffled(using: &random)
    switch damage {
    case .swapped:
      bytes.replaceSubrange(range(pages[0]), with: sound[range(pages[1])])
      bytes.replaceSubrange(range(pages[1]), with: sound[range(pages[0])])
    case .copied: bytes.replaceSubrange(range(pages[0]), with: sound[range(pages[1])])
    case .emptied: bytes.replaceSubrange(range(pages[0]), with: [UInt8](repeating: 0, count: Self.size))
    case .cut: bytes.removeLast(Int.random(in: 1..<sound.count - Self.size, using: &random))
    }
    return bytes
  }

  @Test("gives the sound file's answers about a job, or none", arguments: Damage.allCases)
  func pages(_ damage: Damage) async throws {
    let whole = try file(sound)
    let jobs = try await jobs(whole)
    #expect(jobs.count == 5)
    let expected = try await answers(whole, jobs)
    var random = SeededGenerator(seed: 9)
    var refused = 0
    for number in 0..<60 {
      let path = try file(damaged(damage, &random))
      for job in jobs {
        do {
          guard let found = try await answers(path, [job])[job] else { continue }
          #expect(found == expected[job], "\(damage.rawValue) \(number), \(job)")
        } catch let error as StoreError {
          refused += 1
          switch error {
          case .damaged, .badValue, .missingPage, .missingTable, .notReachable, .queryFailed: break
          default: Issue.record("\(error)")
          }
        }
      }
      try FileManager.default.removeItem(atPath: path)
    }
    #expect(refused > 60)
  }

  /// Takes the last cell off a page, of which no other page knows.
  private func withoutLastCell(_ page: Int) throws -> [UInt8] {
    var bytes = sound
    let low = page * Self.size + 4
    try #require(bytes[low] > 1)
    bytes[low] -= 1
    return bytes
  }

  @Test("whose index has lost a row does not answer without it")
  func index() async throws {
    let path = try file(try withoutLastCell(try root("sqlite_autoindex_Task_1")))
    let jobs = try await jobs(path)
    let store = try await SQLiteStore.open(path: path)
    var refused = 0
    for job in jobs {
      let simulation = try #require(try await store.simulations(jobIDPrefix: job, limit: 2).first)
      do {
        _ = try await store.tasks(of: simulation.id)
      } catch {
        guard case .damaged(_, let reason) = error else { throw error }
        #expect(reason.contains("'Task'"))
        refused += 1
      }
    }
    #expect(refused == 1)
    await store.close()
  }

  @Test("is refused when it is checked first, be it only a count that is wrong, and a sound one is not")
  func verified() async throws {
    let leaf = try #require(treePages.last { sound[$0 * Self.size] == 13 && sound[$0 * Self.size + 4] > 1 })
    let path = try file(try withoutLastCell(leaf))
    let error = await #expect(throws: StoreError.self) {
      try await SQLiteStore.open(path: path, verify: true)
    }
    guard case .damaged(path, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.hasPrefix("SQLite's check finds: "))
    #expect(reason.count > 30)
    let store = try await SQLiteStore.open(path: try file(sound), verify: true)
    #expect(try await store.jobIDs().count == 5)
    await store.close()
  }

  @Test("is not what has lost an estimator or a simulation: their pages are not asked for")
  func orphans() async throws {
    let path = try file(sound)
    let all = try await answers(path, try await jobs(path))
    let queue = try DatabaseQueue(path: path)
    try await queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA foreign_keys = OFF;
          DELETE FROM "Estimator" WHERE id = (SELECT min(id) FROM "Estimator" WHERE simulation_id = 2);
          DELETE FROM "Simulation" WHERE id = 3; UPDATE "Task" SET simulation_id = NULL WHERE simulation_id = 4;
          """)
    }
    try queue.close()
    let found = try await answers(path, try await jobs(path))
    #expect(found.count == 4)
    for (job, answer) in found {
      let before = try #require(all[job])
      let gone = answer.simulation.id == SimulationID(2) ? before.estimators.first?.id : nil
      #expect(answer.pages == before.pages.filter { $0.estimatorID != gone })
      #expect(answer.tasks == (answer.simulation.id == SimulationID(4) ? [] : before.tasks))
    }
  }

  @Test("is not what is a view, or has keys of another kind")
  func otherTables() async throws {
    let path = try file(sound)
    let expected = try await answers(path, try await jobs(path))
    let queue = try DatabaseQueue(path: path)
    try await queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;
          ALTER TABLE "Task" RENAME TO kept; CREATE VIEW "Task" AS SELECT * FROM kept ORDER BY id DESC;
          ALTER TABLE "Estimator" RENAME TO estimators;
          CREATE TABLE "Estimator" (id INTEGER NOT NULL PRIMARY KEY, simulation_id INTEGER, name TEXT,
            file_name TEXT, compressed_data BLOB) WITHOUT ROWID;
          INSERT INTO "Estimator" SELECT id, simulation_id, name, file_name, compressed_data FROM estimators;
          ALTER TABLE "Page" RENAME TO pages;
          CREATE TABLE "Page" (id BIGINT NOT NULL PRIMARY KEY, estimator_id INTEGER, page_number INTEGER,
            page_name TEXT, page_dimension INTEGER, compressed_data BLOB);
          INSERT INTO "Page" SELECT id, estimator_id, page_number, page_name, page_dimension, compressed_data
            FROM pages ORDER BY id DESC;
          """)
    }
    try queue.close()
    let found = try await answers(path, try await jobs(path))
    #expect(found.keys == expected.keys)
    for (job, answer) in found {
      #expect(answer.tasks == expected[job]?.tasks)
      #expect(answer.estimators == expected[job]?.estimators)
      #expect(answer.data == expected[job]?.data)
    }
  }
}
