import EbbFiles
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// What several batches into one folder, and those that were killed there, leave of each other's entries.
@Suite("Batch index")
struct BatchIndexTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(forces: Bool = false, jobs: Set<String> = []) async throws -> BatchIndex {
    try await BatchIndex(of: folder.url.path, creator: "1", overwrites: forces, jobs: jobs)
  }

  private func target(_ job: String) -> ExportTarget { .file(path: folder.path(job + ".json")) }

  /// Replaces a file as an export does.
  private func place(_ text: String, _ job: String) throws {
    try writeFile(Array(text.utf8), to: target(job), overwrites: true)
  }

  private func begin(_ job: String, _ index: inout BatchIndex, pages: Int = 1) async throws {
    try await index.begin(job, target(job), format: "json", pages: pages, leftOut: [])
  }

  private func export(
    _ job: String, _ index: inout BatchIndex, text: String = "{}", pages: Int = 1
  ) async throws {
    try await begin(job, &index, pages: pages)
    try place(text, job)
    try await index.finish()
  }

  private func entries() throws -> [BatchEntry] {
    try IndexFile(reading: folder.path("index.json"), overwrites: false).jobs
  }

  private func digest(_ job: String) throws -> String {
    try FileDigest(of: folder.path(job + ".json")).sha256
  }

  private func journals() throws -> [String] { try folder.names.filter { $0.hasSuffix(".journal") } }

  /// Gives the only journal to another process.
  private func giveJournal(to process: Int32, home: String? = nil) throws {
    let name = try #require(try journals().first)
    let parts = name.split(separator: "-")
    try FileManager.default.moveItem(
      atPath: folder.path(name), toPath: folder.path(".\(process)-\(home ?? String(parts[1]))-\(parts[2])"))
  }

  /// A process that has ended.
  private func gone() throws -> Int32 {
    let outcome = try Program.run("sh", ["-c", "echo $$"])
    return try #require(Int32(outcome.output.split(separator: "\n")[0]))
  }

  @Test("batches at once lose nothing of each other, in whatever order they end, and leave no journal")
  func atOnce() async throws {
    var indexes: [BatchIndex] = []
    for _ in 0..<20 { indexes.append(try await open()) }
    for job in 0..<100 { try await export("job\(job)", &indexes[job % 20]) }
    try indexes[3].leaveOut("none", because: "no results.")
    for number in [7, 3, 19, 0] { try await indexes[number].close() }
    // What others at work have done is listed already; they lose nothing when they end later.
    #expect(try entries().count == 101)
    for number in indexes.indices { try await indexes[number].close() }
    #expect(try entries().compactMap(\.output) == (0..<100).map { "job\($0).json" }.sorted())
    #expect(try entries().last?.leftOut == ["no results."])
    #expect(try journals() == [])
    #expect(try folder.names.count == 101)
  }

  @Test("the journal of a process that was killed becomes part of the index, but for lines that are torn")
  func killed() async throws {
    var index = try await open()
    try await export("a", &index, pages: 3)
    try await begin("b", &index, pages: 4)
    try place("[1]", "b")
    try await begin("c", &index)
    try giveJournal(to: try gone())
    let journal = folder.path(try #require(try journals().first))
    for torn in [
      #"{"done": {"job_id": "d", "fi"#, "\n\u{0}\u{0}\n", #"{"done": {"job_id": "e", "file": "../e"}}"#,
    ] {
      let text = try String(contentsOfFile: journal, encoding: .utf8)
      try Data((text + torn).utf8).write(to: URL(filePath: journal))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("index.json")))
    var next = try await open()
    #expect(try entries().map(\.pages) == [3, 4])
    #expect(try entries().map(\.sha256) == [digest("a"), digest("b")])
    #expect(try journals() == [])
    let before = try folder.bytes("index.json")
    try await next.close()
    #expect(try folder.bytes("index.json") == before)
  }

  @Test(
    "what a killed process was about to replace is listed as what is there", arguments: [false, true])
  func killedReplacing(isReplaced: Bool) async throws {
    var index = try await open()
    try await export("a", &index, text: "old", pages: 3)
    try await index.close()
    var forced = try await open(forces: true, jobs: ["a"])
    // Nothing is listed while it may be replaced.
    #expect(!FileManager.default.fileExists(atPath: folder.path("index.json")))
    try await begin("a", &forced, pages: 4)
    if isReplaced { try place("new", "a") }
    try giveJournal(to: try gone())
    _ = try await open()
    #expect(try entries().map(\.pages) == [isReplaced ? 4 : 3])
    #expect(try entries().map(\.sha256) == [digest("a")])
  }

  @Test("what is not replaced after all keeps its entry")
  func notReplaced() async throws {
    var index = try await open()
    for job in ["a", "b", "c"] { try await export(job, &index, pages: 3) }
    try await index.close()
    let before = try folder.bytes("index.json")
    var forced = try await open(forces: true, jobs: ["a", "b"])
    #expect(try entries().map(\.jobID) == ["c"])
    try await begin("a", &forced)
    forced.abandon()
    try forced.leaveOut("a", because: "broken.")
    try await forced.close()
    #expect(try folder.bytes("index.json") == before)
    #expect(try journals() == [])
  }

  @Test("of two processes that export a job at once, that is listed whose file is there", arguments: [0, 1])
  func same(first: Int) async throws {
    var indexes = [try await open(forces: true), try await open(forces: true)]
    // Of the same length, and written at the same time for all that the clock knows.
    try await export("a", &indexes[0], text: "one", pages: 1)
    try await export("a", &indexes[1], text: "two", pages: 2)
    try await indexes[first].close()
    #expect(try entries().map(\.sha256) == [digest("a")])
    try await indexes[1 - first].close()
    #expect(try entries().map(\.sha256) == [digest("a")])
    #expect(try entries().map(\.pages) == [2])
  }

  @Test("what a process is about to replace is not listed, whenever others list what they have made")
  func replacing() async throws {
    var (first, other) = (try await open(), try await open())
    try await export("a", &first, text: "one")
    var forced = try await open(forces: true, jobs: ["a"])
    try await export("b", &other)
    try await first.close()
    #expect(try entries().map(\.jobID) == ["a", "b"])
    try await begin("a", &forced)
    #expect(try entries().map(\.jobID) == ["b"])
    try await export("c", &other)
    try await other.close()
    try place("two", "a")
    try await forced.finish()
    #expect(try entries().map(\.jobID) == ["b", "c"])
    try await forced.close()
    #expect(try entries().map(\.jobID) == ["a", "b", "c"])
    #expect(try entries()[0].sha256 == digest("a"))
    #expect(try folder.names.count == 4)
  }

  @Test("who finds an output does not take its pages from the entry of who made it", arguments: [0, 1])
  func found(first: Int) async throws {
    var indexes = [try await open(), try await open()]
    try await export("a", &indexes[0], pages: 5)
    try indexes[1].keep("a", target("a"), format: "json")
    try await indexes[first].close()
    try await indexes[1 - first].close()
    #expect(try entries().map(\.pages) == [5])
  }

  @Test("who comes too late with a folder finds that of who was first, with its pages", arguments: [0, 1])
  func foundFolder(first: Int) async throws {
    var indexes = [try await open(), try await open()]
    let target = ExportTarget.folder(path: folder.path("a"))
    for number in [0, 1] {
      try await indexes[number].begin("a", target, format: "csv", pages: 5, leftOut: ["one."])
    }
    try FileManager.default.createDirectory(atPath: folder.path("a"), withIntermediateDirectories: false)
    try folder.write("1", to: "a/t.csv")
    try folder.write(#"{"resources": [{"path": "t.csv"}]}"#, to: "a/datapackage.json")
    indexes[1].abandon()
    try indexes[1].keep("a", target, format: "csv")
    try await indexes[0].finish()
    try await indexes[first].close()
    try await indexes[1 - first].close()
    #expect(try entries().map(\.pages) == [5])
    #expect(try entries().map(\.leftOut) == [["one."]])
    #expect(try entries()[0].files?.map(\.file) == ["a/t.csv", "a/datapackage.json"])
  }

  @Test("who comes too late when the first has ended already keeps what that has listed")
  func tooLate() async throws {
    let target = ExportTarget.folder(path: folder.path("a"))
    var (first, late) = (try await open(), try await open())
    try await first.begin("a", target, format: "csv", pages: 5, leftOut: [])
    try FileManager.default.createDirectory(atPath: folder.path("a"), withIntermediateDirectories: false)
    try folder.write(#"{"resources": []}"#, to: "a/datapackage.json")
    try await first.finish()
    try await first.close()
    try await late.begin("a", target, format: "csv", pages: 5, leftOut: [])
    late.abandon()
    try late.keep("a", target, format: "csv")
    try await late.close()
    #expect(try entries().map(\.pages) == [5])
  }

  @Test("a journal of another machine stays, and what it says is known")
  func elsewhere() async throws {
    var index = try await open()
    try await export("a", &index, pages: 7)
    try await begin("b", &index)
    try giveJournal(to: 1, home: "elsewhere")
    let journal = try journals()
    var next = try await open()
    #expect(next.names == ["a": "a"])
    try next.keep("a", target("a"), format: "json")
    try await export("c", &next)
    try await next.close()
    #expect(try entries().map(\.pages) == [7, 1])
    #expect(try journals() == journal)
    // It is taken away, and its file too: the one entry stays, the other does not.
    try FileManager.default.removeItem(atPath: folder.path(journal[0]))
    try FileManager.default.removeItem(atPath: folder.path("c.json"))
    _ = try await open()
    #expect(try entries().map(\.pages) == [7])
  }

  @Test("a journal that may not be read, is no file, or is a link to one changes nothing")
  func strange() async throws {
    let elsewhere = try TemporaryFolder()
    try elsewhere.write(#"{"done": {"job_id": "x", "left_out": ["x"]}}"# + "\n", to: "lines")
    let (process, home) = (
      try gone(), try #require(TemporaryName.unique(in: "").split(separator: "-").dropFirst().first)
    )
    func name(_ number: Int) -> String { folder.path(".\(process)-\(home)-\(number).journal") }
    try FileManager.default.createSymbolicLink(
      atPath: name(1), withDestinationPath: elsewhere.path("lines"))
    try FileManager.default.createDirectory(atPath: name(2), withIntermediateDirectories: false)
    #expect(unsafe mkfifo(name(3), 0o600) == 0)
    var index = try await open()
    try await export("a", &index)
    try await index.close()
    #expect(try entries().map(\.jobID) == ["a"])
    #expect(try elsewhere.names == ["lines"])
  }

  @Test("a lock that a killed process has left is taken over, and goes", arguments: ["mine", "gone", "old"])
  func leftLock(whose: String) async throws {
    let own = try #require(TemporaryName.unique(in: "").split(separator: "/").last)
    let parts = own.split(separator: "-")
    let owner =
      switch whose {
      case "mine": String(own)
      case "gone": ".\(try gone())-\(parts[1])-\(parts[2])"
      default: ".1-elsewhere-x.partial"
      }
    try folder.write(owner, to: FolderLock.fileName)
    if whose == "old" {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: folder.path(FolderLock.fileName)
      )
    }
    var index = try await open()
    try await export("a", &index)
    try await index.close()
    #expect(try folder.names == ["a.json", "index.json"])
  }

  @Test("a lock is held by one at a time, and one of another machine is not taken from it")
  func heldLock() throws {
    let place = folder.url.path + "/"
    do {
      let lock = try #require(try held(place))
      #expect(try held(place) == nil)
      _ = lock
    }
    #expect(try folder.names == [])
    for owner in [".1-elsewhere-x.partial", "", "damaged"] {
      try folder.write(owner, to: FolderLock.fileName)
      #expect(try held(place) == nil)
      #expect(try folder.text(FolderLock.fileName) == owner)
    }
  }

  /// A lock that the test can hold in an optional.
  private final class Held {
    private let lock: FolderLock
    init(_ lock: consuming FolderLock) { self.lock = lock }
  }

  private func held(_ place: String) throws -> Held? {
    guard let lock = try FolderLock.attempt(in: place) else { return nil }
    return Held(lock)
  }

  @Test("where the lock cannot be had, the journal stays, and the next batch finds it")
  func noLock() async throws {
    var index = try await open()
    try await export("a", &index)
    try folder.write(".1-elsewhere-x.partial", to: FolderLock.fileName)
    // Not left by its age, however long this test is made to wait among all others.
    try FileManager.default.setAttributes(
      [.modificationDate: Date.now + 86_400], ofItemAtPath: folder.path(FolderLock.fileName))
    let batch = index
    // A task that is cancelled waits for half a second.
    let closing = Task { () -> IndexError? in
      var index = batch
      do throws(IndexError) {
        try await index.close()
        return nil
      } catch {
        return error
      }
    }
    closing.cancel()
    #expect(await closing.value == .busy(path: folder.path(FolderLock.fileName)))
    #expect(try journals().count == 1)
    try FileManager.default.removeItem(atPath: folder.path(FolderLock.fileName))
    try giveJournal(to: try gone())
    _ = try await open()
    #expect(try entries().map(\.jobID) == ["a"])
  }

  @Test("what is in the place of the index is told, and stays, with --force too", arguments: [false, true])
  func inTheWay(forces: Bool) async throws {
    let path = folder.path("index.json")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    await #expect(throws: IndexError.inTheWay(path: path, reason: "is a folder")) {
      try await open(forces: forces)
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(unsafe mkfifo(path, 0o600) == 0)
    await #expect(throws: IndexError.inTheWay(path: path, reason: "is no file, but a pipe or a device")) {
      try await open(forces: forces)
    }
    #expect(try folder.names == ["index.json"])
  }

  @Test(
    "each way to be no index is told",
    arguments: [
      ([0xff, 0xfe], "it is not UTF-8"), ([], "it is empty"),
      (Array("{\"ebb\": ".utf8), "it is not whole JSON"),
      (Array("{\"ebb\": 1, \"jobs\": []}".utf8), "it is JSON of another kind"),
      (
        Array(
          #"{"ebb": "1", "jobs": [{"job_id": "a", "folder": "a", "files": [{"file": "a/../../x", "bytes": 1, "#
            .utf8)
          + Array(#""sha256": ""}]}]}"#.utf8), "it names files outside of its folder"
      ),
    ] as [([UInt8], String)])
  func damaged(bytes: [UInt8], reason: String) async throws {
    let path = folder.path("index.json")
    try Data(bytes).write(to: URL(filePath: path))
    await #expect(throws: IndexError.noIndex(path: path, reason: reason)) { try await open() }
    #expect(try folder.bytes("index.json") == bytes)
    var index = try await open(forces: true)
    try await export("a", &index)
    try await index.close()
    #expect(try entries().map(\.jobID) == ["a"])
  }
}
