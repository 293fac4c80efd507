import EbbFakeStore
import EbbFiles
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbExport
@testable import EbbOperations
@testable import EbbPipeline

/// Batches of shards into one folder, and the index that is made of what they leave.
@Suite("Shards of a batch")
struct ShardBatchTests {
  private let folder: TemporaryFolder
  private let whole: TemporaryFolder
  /// Twelve jobs with a page, of which the second is broken beside its first, one without results, and two whose names
  /// must be made safe.
  private let store: FakeStore.Contents = {
    var store = FakeStore.Contents()
    for job in (1...12).map({ "job-\($0)" }) + ["a/b", "a:b"] {
      store.addJob(job)
      let pages = [(0, page([1, 2]))] + (job == "job-2" ? [(1, "{")] : [])
      store.addEstimator("mesh", pages: pages)
    }
    store.addJob("empty")
    return store
  }()

  init() throws {
    folder = try TemporaryFolder()
    whole = try TemporaryFolder()
  }

  @discardableResult
  private func run(
    _ number: Int?, of count: Int = 4, to folder: TemporaryFolder? = nil, format: String = "json",
    store: FakeStore.Contents? = nil, forces: Bool = false
  ) async throws -> ExportSummary {
    var store = store ?? self.store
    let shard = number.flatMap { Shard($0, of: count) }
    if let shard { store.simulations = store.simulations.filter { shard.contains($0.jobID) } }
    return try await store.export(to: (folder ?? self.folder).url.path) { choice in
      choice.isBatch = true
      choice.format = format
      choice.skipsExisting = !forces
      choice.overwrites = forces
      choice.shard = shard
    } _: {
      $0.keepGoing = true
    }
  }

  private func index() async throws -> (remark: String, notices: [Notice]) {
    try await IndexMerge(of: folder.url.path, creator: "1.2.3").run()
  }

  /// The files but for the parts' folder.
  private func outputs(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
    let files = paths.filter {
      !$0.hasPrefix("index.d") && !$0.hasPrefix("a_b") && OutputPlace(folder.path($0)) == .file
    }
    return Dictionary(uniqueKeysWithValues: try files.map { ($0, try folder.bytes($0)) })
  }

  @Test("all shards and their index are the folder of one process", arguments: ["json", "csv"])
  func same(format: String) async throws {
    var plain = store
    plain.simulations.removeAll { $0.jobID.contains("a") }
    try await run(nil, to: whole, format: format, store: plain)
    for number in 1...4 { try await run(number, format: format, store: plain) }
    let (remark, notices) = try await index()
    #expect(try outputs(folder) == outputs(whole))
    #expect(remark.contains("13 simulations, 12 outputs, 12 pages"), "\(remark)")
    #expect(notices.map(\.level) == [.warning, .warning], "\(notices)")
    let before = try folder.bytes("index.json")
    _ = try await index()
    #expect(try folder.bytes("index.json") == before)
  }

  @Test("at once they lose nothing, and names that must be made safe do not meet")
  func together() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...20 { group.addTask { try await run(number, of: 20) } }
      try await group.waitForAll()
    }
    let (_, notices) = try await index()
    #expect(notices.allSatisfy { $0.level != .leftOut })
    let names = try folder.names.filter { $0.hasPrefix("a_b") }
    #expect(names.count == 2 && !names.contains("a_b.json"), "\(names)")
    #expect(try folder.names.filter { $0.hasPrefix(".") } == [])
    #expect(try folder.names.count == 14 + 2)
  }

  @Test("a shard that is missing, the last one too, is named, and one that has failed")
  func missing() async throws {
    for number in 1...2 { try await run(number) }
    var broken = store
    for page in store.pages { broken.faults[page.id] = .connectionLost(url: "u", reason: "gone") }
    await #expect(throws: Failure.self) { try await run(3, store: broken) }
    let (_, notices) = try await index()
    let told = notices.filter { $0.level == .leftOut }.map(\.text)
    #expect(told.count == 2 && told[0].contains("shard 4 of 4 is missing"), "\(told)")
    #expect(told[1].contains("shard 3 of 4 is not finished"), "\(told)")
    for number in 3...4 { try await run(number) }
    #expect(try await index().notices.allSatisfy { $0.level != .leftOut })
  }

  @Test("a shard that is run again goes on: it does what is not there, and leaves what is")
  func again() async throws {
    for number in 1...4 { try await run(number) }
    _ = try await index()
    let before = try outputs(folder)
    let first = try #require((1...4).first { Shard($0, of: 4)?.contains("job-1") == true })
    #expect(try await run(first).outputs == [])
    try FileManager.default.removeItem(atPath: folder.path("job-1.json"))
    #expect(try await run(first).outputs.map { URL(filePath: $0).lastPathComponent } == ["job-1.json"])
    _ = try await index()
    #expect(try outputs(folder) == before)
  }

  @Test("what a killed run has announced, and half of a line that it has left, is taken in by the next")
  func killed() async throws {
    let shard = try #require((1...4).compactMap { Shard($0, of: 4) }.first { $0.contains("job-1") })
    try await run(shard.number)
    let part = BatchPart.path(of: shard)
    // As if killed between the output's appearing and the line that says so.
    let lines = try folder.text(part).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    let done = try #require(lines.firstIndex { $0.contains("\"done\"") && $0.contains("\"job-1\"") })
    try folder.write(lines[..<done].joined(separator: "\n") + "\n" + lines[done].prefix(40), to: part)
    #expect(try await index().notices.contains { $0.text.contains("not finished") })
    try await run(shard.number)
    _ = try await index()
    struct Index: Decodable {
      struct Job: Decodable {
        var jobID: String
        var pages: Int?

        private enum CodingKeys: String, CodingKey {
          case jobID = "job_id"
          case pages
        }
      }
      var jobs: [Job]
    }
    let found = try JSONDecoder().decode(Index.self, from: Data(try folder.bytes("index.json")))
    #expect(found.jobs.filter { $0.jobID == "job-1" }.map(\.pages) == [1])
  }

  @Test("with --force a shard replaces what is there, and index.json never lists what is not")
  func forced() async throws {
    for number in 1...4 { try await run(number) }
    _ = try await index()
    let before = try outputs(folder)
    for number in 1...4 { try await run(number, forces: true) }
    #expect(try await index().notices.allSatisfy { $0.level != .leftOut })
    #expect(try outputs(folder) == before)
  }

  @Test("other counts of shards in one folder: one whole set is enough, and is no set of another's parts")
  func counts() async throws {
    for number in 1...3 { try await run(number) }
    try await run(1, of: 2)
    #expect(try await index().notices.filter { $0.level == .leftOut }.count == 2)
    try await run(2, of: 2)
    #expect(try await index().notices.allSatisfy { $0.level != .leftOut })
  }

  @Test("a batch without shards knows what shards have done")
  func plainAfter() async throws {
    for number in 1...4 { try await run(number) }
    #expect(try await run(nil).outputs.map { URL(filePath: $0).lastPathComponent } == [])
    #expect(try await index().remark.contains("15 simulations, 14 outputs"))
  }

  @Test("a folder without a batch has no index to make")
  func nothing() async throws {
    let failure = await #expect(throws: Failure.self) { try await index() }
    #expect(failure?.kind == .notFound)
    #expect(try folder.names == [])
  }

  @Test("a shard costs the disk as much whatever others there are: two lines and two syncs a job")
  func costs() async throws {
    func work(_ others: [Int]) async throws -> (bytes: Int, syncs: Int) {
      let folder = try TemporaryFolder()
      for number in others { try await run(number, to: folder) }
      let trace = FileTrace()
      try await FileTrace.$current.withValue(trace) { _ = try await run(1, to: folder) }
      return (trace.bytes, trace.syncs)
    }
    let (alone, after) = (try await work([]), try await work([2, 3, 4]))
    let jobs = store.simulations.filter { Shard(1, of: 4)?.contains($0.jobID) == true && $0.jobID != "empty" }
      .count
    #expect(jobs > 1 && alone.syncs == after.syncs && alone.syncs == 2 * jobs + 1)
    // Times and numbers of files have more digits or fewer.
    #expect(abs(alone.bytes - after.bytes) < 20 * jobs)
  }
}
