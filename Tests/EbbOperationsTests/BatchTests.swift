import EbbFakeStore
import EbbFiles
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Foundation
import Synchronization
import Testing

@testable import EbbExport
@testable import EbbOperations
@testable import EbbPipeline

/// What the index of a batch's folder says, and how a batch goes on.
@Suite("Batches")
struct BatchTests {
  private struct Index: Decodable {
    var ebb: String
    var writing: Job?
    var jobs: [Job]
    struct Job: Decodable, Equatable {
      var jobId: String
      var file: String?
      var folder: String?
      var format: String?
      var pages: Int?
      var bytes: Int?
      var sha256: String?
      var files: [File]?
      var leftOut: [String]?
    }
    struct File: Decodable, Equatable {
      var file: String
      var bytes: Int
      var sha256: String
    }
  }

  private let folder: TemporaryFolder
  /// "a" and "c" have a page, "b" a page that is broken beside one that is not, "d" none.
  private let store: FakeStore.Contents = {
    var store = FakeStore.Contents()
    for job in ["a", "b", "c", "d"] {
      store.addJob(job)
      let good = #"{"unit": "MeV", "dimensions": 0, "data": {"values": [1]}, "metadata": {}}"#
      if job != "d" { store.addEstimator("mesh", pages: [(0, good)] + (job == "b" ? [(1, "{")] : [])) }
    }
    return store
  }()

  init() throws { folder = try TemporaryFolder() }

  @discardableResult
  private func run(
    _ format: String = "json", skips: Bool = false, forces: Bool = false, keepsGoing: Bool = true,
    store: FakeStore.Contents? = nil
  ) async throws -> ExportSummary {
    try await (store ?? self.store).export(to: folder.url.path) { choice in
      choice.isBatch = true
      choice.format = format
      choice.skipsExisting = skips
      choice.overwrites = forces
    } _: {
      $0.keepGoing = keepsGoing
    }
  }

  private func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appending(path: name)) }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.url.appending(path: name))
  }

  private func index() throws -> Index {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Index.self, from: try bytes("index.json"))
  }

  /// The sums that the index states are those of the files.
  private func isTrue(_ index: Index) throws -> Bool {
    try index.jobs.allSatisfy { job in
      let own = job.sha256.map { Index.File(file: job.file ?? "", bytes: job.bytes ?? 0, sha256: $0) }
      return try ((job.files ?? []) + [own].compactMap { $0 }).allSatisfy { file in
        let digest = try FileDigest(of: folder.path(file.file))
        return digest == FileDigest(bytes: file.bytes, sha256: file.sha256)
      }
    }
  }

  @Test(
    "the index has each job's output, its sums, and what was left out and why", arguments: ["json", "csv"])
  func entries(format: String) async throws {
    try await run(format)
    let index = try index()
    #expect(index.jobs.map(\.jobId) == ["a", "b", "c", "d"])
    #expect(index.jobs.map(\.pages) == [1, 1, 1, nil])
    #expect(index.writing == nil)
    #expect(index.jobs.map { $0.leftOut?.count } == [nil, 1, nil, 1])
    #expect(index.jobs[1].leftOut?[0].contains("page 1") == true)
    #expect(index.jobs[3].leftOut?[0].contains("has no results") == true)
    #expect(try isTrue(index))
    if format == "csv" {
      #expect(index.jobs[0].folder == "a" && index.jobs[0].file == nil)
      #expect(index.jobs[0].files?.map(\.file) == ["a/mesh_p0_unnamed.csv", "a/datapackage.json"])
    } else {
      #expect(index.jobs[0].file == "a.json" && index.jobs[0].files == nil)
    }
  }

  @Test(
    "an output that was taken away or cut is done again, and the folder is as before",
    arguments: ["json", "csv"])
  func goesOn(format: String) async throws {
    try await run(format)
    let before = try bytes("index.json")
    let gone = format == "csv" ? ["a/datapackage.json", "c/mesh_p0_unnamed.csv"] : ["a.json", "c.json"]
    for name in gone {
      let content = try bytes(name)
      try FileManager.default.removeItem(atPath: folder.path(name))
      let summary = try await run(format, skips: true)
      #expect(summary.outputs.count == 1)
      #expect(try bytes(name) == content)
      #expect(try bytes("index.json") == before)
    }
    #expect(try await run(format, skips: true).outputs == [])
    #expect(try bytes("index.json") == before)
  }

  @Test(
    "a job whose output came before the index was killed is taken in, not done again",
    arguments: ["json", "csv"])
  func takenIn(format: String) async throws {
    try await run(format)
    let whole = try bytes("index.json")
    var lines = String(decoding: whole, as: UTF8.self).split(separator: "\n").map(String.init)
    let number = try #require(lines.firstIndex { $0.contains("\"job_id\": \"b\"") })
    // As the index was before the output appeared: the entry without its sums.
    let line = lines.remove(at: number)
    let start = try #require(line.range(of: ", \"bytes\"")?.lowerBound)
    let end = try #require(line.range(of: ", \"left_out\"")?.lowerBound)
    let entry = line[..<start] + line[end...].dropLast(line.hasSuffix(",") ? 1 : 0)
    lines.insert("  \"writing\": \(entry),", at: 2)
    try write(lines.joined(separator: "\n"), to: "index.json")
    let summary = try await run(format, skips: true)
    #expect(summary.outputs == [])
    #expect(try bytes("index.json") == whole)
  }

  @Test("what no index tells of is taken in with its sums, without pages")
  func found() async throws {
    try await run()
    try FileManager.default.removeItem(atPath: folder.path("index.json"))
    #expect(try await run(skips: true).outputs == [])
    let index = try index()
    #expect(index.jobs.map(\.file) == ["a.json", "b.json", "c.json", nil])
    #expect(index.jobs.allSatisfy { $0.pages == nil })
    #expect(try isTrue(index))
  }

  @Test("a file that was changed has the sums that it has now")
  func changed() async throws {
    try await run()
    try write("mine", to: "a.json")
    #expect(try await run(skips: true).outputs == [])
    #expect(try bytes("a.json") == Data("mine".utf8))
    #expect(try isTrue(try index()))
  }

  @Test("jobs that are not selected now keep their entries, and --force gives the same bytes")
  func others() async throws {
    try await run()
    let before = try bytes("index.json")
    var one = store
    one.simulations = Array(store.simulations.suffix(2))
    try await run(forces: true, store: one)
    #expect(try bytes("index.json") == before)
    try await run("csv")
    #expect(
      try index().jobs.compactMap { $0.file ?? $0.folder } == ["a", "a.json", "b", "b.json", "c", "c.json"])
    #expect(try isTrue(try index()))
  }

  @Test("what exists stays without --force, with its entry")
  func existing() async throws {
    try write("mine", to: "a.json")
    try await run()
    #expect(try bytes("a.json") == Data("mine".utf8))
    #expect(try index().jobs[0].leftOut?[0].contains("exists") == true)
    let before = try bytes("index.json")
    #expect(try await run().outputs == [])
    #expect(try bytes("index.json") == before)
  }

  @Test(
    "an index that is damaged or another's is an error before anything is written, and stays",
    arguments: [
      "", "{", #"{"a": 1}"#, #"{"ebb": "1", "jobs": [{"job_id": "a", "file": "../a.json"}]}"#, "[]",
    ])
  func foreign(text: String) async throws {
    try write(text, to: "index.json")
    for skips in [false, true] {
      let failure = await #expect(throws: Failure.self) { try await run(skips: skips) }
      #expect(failure?.kind == .outputNotCreatable)
      #expect(failure?.advice?.contains("--force") == true)
    }
    #expect(try folder.names == ["index.json"])
    #expect(try bytes("index.json") == Data(text.utf8))
    try await run(forces: true)
    #expect(try index().jobs.count == 4)
  }

  @Test("a folder in a file's place and a file in a folder's are left out with their reason, and stay")
  func inTheWay() async throws {
    try FileManager.default.createDirectory(atPath: folder.path("a.json"), withIntermediateDirectories: false)
    try write("mine", to: "c")
    for format in ["json", "csv"] { try await run(format, skips: true) }
    #expect(OutputPlace(folder.path("a.json")) == .folder)
    #expect(try bytes("c") == Data("mine".utf8))
    #expect(
      try index().jobs.compactMap { $0.file ?? $0.folder } == ["a", "b", "b.json", "c.json"])
  }

  @Test("a link to a file elsewhere is followed and stays")
  func link() async throws {
    let elsewhere = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("a.json"), withDestinationPath: elsewhere.path("true.json"))
    try await run()
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("a.json"))
        == elsewhere.path("true.json"))
    #expect(try isTrue(try index()))
    #expect(try index().jobs[0].file == "a.json")
  }

  @Test("a job called index does not take the index' place")
  func named() async throws {
    var store = store
    store.addJob("index")
    store.addEstimator(
      "mesh",
      pages: [(0, #"{"unit": "", "dimensions": 0, "data": {"values": [1]}, "metadata": {}}"#)])
    try await run(store: store)
    #expect(try index().jobs.last?.file == "index_2.json")
  }

  @Test("a batch of nothing leaves nothing")
  func nothing() async throws {
    try await run(store: FakeStore.Contents())
    #expect(try folder.names == [])
  }

  /// What a run asks of the disk: bytes written, and waits until they are there.
  private func work(
    of count: Int, _ format: String = "json", skips: Bool = false, forces: Bool = false
  ) async throws -> (bytes: Int, syncs: Int) {
    var store = FakeStore.Contents()
    for number in 0..<count {
      store.addJob("job-\(1000 + number)")
      store.addEstimator("mesh", pages: [(0, page([1]))])
    }
    let trace = FileTrace()
    let contents = store
    try await FileTrace.$current.withValue(trace) {
      _ = try await run(format, skips: skips, forces: forces, store: contents)
    }
    return (trace.bytes, trace.syncs)
  }

  @Test("a job costs the disk the same however many there are, and two syncs", arguments: [false, true])
  func costs(forces: Bool) async throws {
    // Replaced files cost no more; taking what they were from the index is one writing of it for all.
    if forces { _ = try await work(of: 10) }
    let few = try await work(of: 10, forces: forces)
    // File and folder of each job and of the index; where files are replaced, journal and folder as the index goes.
    let others = forces ? 4 : 2
    #expect(few.syncs == 2 * 10 + others)
    try FileManager.default.removeItem(atPath: folder.url.path)
    try FileManager.default.createDirectory(atPath: folder.url.path, withIntermediateDirectories: false)
    if forces { _ = try await work(of: 40) }
    let many = try await work(of: 40, forces: forces)
    #expect(many.syncs == 2 * 40 + others)
    // Less the index' frame, which is there once.
    #expect(many.bytes <= 4 * few.bytes && many.bytes > 3 * few.bytes)
  }

  @Test("a folder where all is done costs nothing, and one that no index tells of a line for each job")
  func costsOfNothing() async throws {
    _ = try await work(of: 40)
    #expect(try await work(of: 40, skips: true) == (0, 0))
    try FileManager.default.removeItem(atPath: folder.path("index.json"))
    let found = try await work(of: 40, skips: true)
    #expect(found.syncs == 2)
    // Its line in the journal, and in the index.
    #expect(found.bytes < 40 * 800)
    #expect(try index().jobs.count == 40)
  }

  @Test("what has come out before a batch is cancelled or fails is listed")
  func early() async throws {
    var broken = store
    broken.faults[broken.pages[3].id] = .connectionLost(url: "u", reason: "gone")
    await #expect(throws: Failure.self) { try await run(store: broken) }
    #expect(try index().jobs.map(\.jobId) == ["a", "b"])
    #expect(try folder.names == ["a.json", "b.json", "index.json"])
  }

  @Test("what another batch has exported meanwhile is skipped with --skip-existing, and listed")
  func overtaken() async throws {
    for format in ["json", "csv"] {
      try await withThrowingTaskGroup(of: ExportSummary.self) { group in
        for _ in 0..<8 { group.addTask { try await run(format, skips: true) } }
        // The broken page of "b", for whoever has exported it, is all that is left out.
        for try await summary in group {
          #expect(summary.notices.allSatisfy { $0.level != .leftOut || !$0.text.contains("exists") })
        }
      }
    }
    let index = try index()
    #expect(index.jobs.compactMap { $0.file ?? $0.folder } == ["a", "a.json", "b", "b.json", "c", "c.json"])
    #expect(index.jobs.filter { $0.pages != 1 }.map(\.jobId) == ["d"])
    #expect(try isTrue(index))
    #expect(try folder.names.count == 7)
  }
}
