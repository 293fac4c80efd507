import EbbFakeStore
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbPipeline

@Suite("Result files") struct ResultSourceTests {
  /// A folder `job` with `task_0001/dose.json`, `task_0002/dose.json`, and other things.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for task in 1...2 {
      try write(
        "{\"metadata\": {\"number_of_primaries\": \"\(task)000\", \"file_format\": \"bdo2019\"}, \"pages\": [\(page([Double(task), 3]))]}",
        to: folder.path("job/task_000\(task)/dose.json"))
    }
    try write("{\"ebb\": \"0.1.0\", \"simulations\": []}", to: folder.path("job/info.json"))
    try write("no JSON", to: folder.path("job/readme.txt"))
    return folder
  }

  private static func write(_ text: String, to path: String) throws {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  @Test("paths, patterns and what ends like results are files, and so is what exists if no store is named")
  func sources() throws {
    let folder = try Self.folder()
    for arguments in [
      ["a/b"], ["x.json"], ["x.JSON.gz"], ["dose*"], ["a/b", "c?.json"], [folder.path("job")],
    ] {
      #expect(try ResultSource(arguments, storeIsNamed: false) == .files, "\(arguments)")
    }
    for arguments in [["2023"], ["id:12"], [], ["2023", "2024"]] {
      #expect(try ResultSource(arguments, storeIsNamed: false) == .store, "\(arguments)")
      #expect(try ResultSource(arguments, storeIsNamed: true) == .store, "\(arguments)")
    }
    for (arguments, storeIsNamed) in [(["a/b", "2023"], false), (["a/b"], true)] {
      let failure = #expect(throws: Failure.self) { try ResultSource(arguments, storeIsNamed: storeIsNamed) }
      #expect(failure?.kind == .usage)
    }
  }

  @Test("folders are searched, patterns expanded, and no file is taken twice")
  func list() throws {
    let folder = try Self.folder()
    let job = folder.path("job")
    let files = [job + "/info.json", job + "/task_0001/dose.json", job + "/task_0002/dose.json"]
    #expect(try SourceFileList([job]).files.map(\.path) == files)
    #expect(try SourceFileList([job + "/"]).files.map(\.path) == files)
    #expect(try SourceFileList([job + "/task_*/*.json"]).files.map(\.path) == Array(files[1...]))
    #expect(try SourceFileList([job + "/./info.json", job, job + "/task*"]).files.count == 3)
    try FileManager.default.createSymbolicLink(
      atPath: job + "/task_0001/round", withDestinationPath: job)
    #expect(try SourceFileList([job]).files.count == 3)
  }

  @Test("what is not there is told")
  func absent() throws {
    let folder = try Self.folder()
    try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: false)
    for argument in ["none.json", "none*", "empty"] {
      let failure = #expect(throws: Failure.self) { try SourceFileList([folder.path(argument)]) }
      #expect(failure?.kind == .notFound)
      #expect(failure?.message.contains(argument) == true)
    }
  }

  @Test("a folder of tasks is one simulation, and what is no result is passed over")
  func opens() async throws {
    let folder = try Self.folder()
    let (store, notices) = try await SourceFilesStore.open(
      [folder.path("job")], byteLimit: 1 << 20, keepGoing: false, threads: 3)
    let catalog = Catalog(store: store)
    let simulations = try await store.simulations(SimulationSelection().filter)
    #expect(simulations.map(\.jobID) == ["job"])
    #expect(simulations[0].simulator == "shieldhit")
    #expect(notices.map(\.level) == [.detail])
    let stored = try await catalog.rows(of: simulations[0], byteLimit: 1 << 20)
    #expect(stored.tasks.map(\.number) == [1, 2])
    #expect(stored.tasks.map(\.simulatedPrimaries) == [1000, 2000])
    let plan = try ExportPlan.make(for: [stored], request: PageRequest())
    #expect(plan.groups.map { $0.contributions.map(\.weight) } == [[1000, 2000]])
    #expect(plan.simulations[0].jobIDs == [])
    #expect(plan.simulations[0].state == nil)
    #expect(plan.simulations[0].platform == nil)
    #expect(plan.simulations[0].taskCount == 2)
    #expect(plan.simulations[0].simulatedPrimaries == 3000)
    withExtendedLifetime(folder) {}
  }

  @Test("an estimator that a task lacks is told")
  func missing() async throws {
    let folder = try Self.folder()
    try Self.write("{\"pages\": [\(page([1]))]}", to: folder.path("job/task_0002/let.json"))
    let (store, _) = try await SourceFilesStore.open(
      [folder.path("job")], byteLimit: 1 << 20, keepGoing: false, threads: 1)
    let simulation = try await store.simulations(SimulationSelection().filter)[0]
    let plan = try ExportPlan.make(
      for: [try await Catalog(store: store).rows(of: simulation, byteLimit: 1 << 20)], request: PageRequest())
    #expect(plan.notices.map(\.text) == ["estimator 'let' is missing from task 1 of job."])
    withExtendedLifetime(folder) {}
  }

  @Test("a file that changes after it was looked through is told, and no page of it given")
  func changed() async throws {
    let folder = try Self.folder()
    let (store, _) = try await SourceFilesStore.open(
      [folder.path("job/task_0001")], byteLimit: 1 << 20, keepGoing: false, threads: 1)
    try Self.write("{}", to: folder.path("job/task_0001/dose.json"))
    var reader = store.data(of: [PageID(1)])
    await #expect(throws: (any Error).self) { try await reader.next() }
    withExtendedLifetime(folder) {}
  }

  private static let broken: [(String, Failure.Kind, String)] = [
    ("{\"pages\": [{]}", .brokenData, "breaks at byte 12"), ("", .brokenData, "is empty"),
    ("{\"a\": 1}", .brokenData, "holds no results"),
    ("{\"pages\": [{\"data\": {\"values\": [1, 2}}", .brokenData, "breaks at byte 38"),
  ]

  @Test("a file that is broken is told with its name and place", arguments: broken)
  func brokenFiles(text: String, kind: Failure.Kind, says: String) async throws {
    let folder = try Self.folder()
    try Self.write(text, to: folder.path("bad.json"))
    let failure = await #expect(throws: Failure.self) {
      try await SourceFilesStore.open(
        [folder.path("bad.json")], byteLimit: 1 << 20, keepGoing: false, threads: 1)
    }
    #expect(failure?.kind == kind)
    #expect(failure?.message.contains("bad.json") == true)
    #expect(failure?.message.contains(says) == true, "\(failure?.message ?? "")")
    withExtendedLifetime(folder) {}
  }

  /// What people have beside results, by the first bytes, and what is said of it.
  private static let foreign: [(start: [UInt8], says: String)] = [
    (Array("!<arch>\ndebian-binary   1768212345".utf8), "a Debian package"),
    (Array("# Results\n\nThey are in `job`.\n".utf8), "it looks like text"),
    (Array("[defaults]\nseed = 1\n".utf8), "it looks like text"),
    ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13], "a PNG picture"),
    (Array("PGDMP".utf8) + [1, 14, 0], "a dump of PostgreSQL"),
    (Array("\n<!DOCTYPE html>\n<html><body>Log in".utf8), "a login page"),
    (Array("<?xml version=\"1.0\"?>".utf8), "XML"), ([0xff, 0xfe, 0x7b, 0x00], "UTF-16"),
    (Gzip.member(String(repeating: "read me ", count: 99)), "gzip of text"),
    (Gzip.member("%PDF-1.7"), "gzip of a PDF document"), ([0, 1, 2, 3], "data of a kind"), ([], "is empty"),
  ]

  @Test("a file that is none of results is told for what it is, by whatever name", arguments: foreign)
  func foreignFiles(start: [UInt8], says: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("given.json")
    try Data(start).write(to: URL(filePath: path))
    let failure = await #expect(throws: Failure.self) {
      try await Catalog.open(files: [path], keepGoing: false, threads: 1)
    }
    #expect(failure?.kind == .brokenData)
    #expect(failure?.message.contains("given.json") == true)
    #expect(failure?.message.contains(says) == true, "\(failure?.message ?? "")")
    #expect(failure?.advice?.isEmpty == false)
    let store = await #expect(throws: Failure.self) { try await Catalog.open(path) }
    #expect(store?.kind == .unavailable)
    #expect(store?.message.contains("is no SQLite database: it ") == true, "\(store?.message ?? "")")
    withExtendedLifetime(folder) {}
  }

  @Test("results that are named as a store are told to stand in the place of simulations")
  func resultsAsStore() async throws {
    let folder = try Self.folder()
    let failure = await #expect(throws: Failure.self) {
      try await Catalog.open(folder.path("job/task_0001/dose.json"))
    }
    #expect(failure?.message.contains("it looks like JSON") == true)
    #expect(failure?.advice?.contains("without --db") == true)
    withExtendedLifetime(folder) {}
  }

  @Test("files that hold an estimator twice without a task's number are refused")
  func twice() async throws {
    let folder = try Self.folder()
    let text = "{\"pages\": [\(page([1]))]}"
    try Self.write(text, to: folder.path("a/let.json"))
    try Data(Gzip.member(text)).write(to: URL(filePath: folder.path("a/let.json.gz")))
    let failure = await #expect(throws: Failure.self) {
      try await SourceFilesStore.open([folder.path("a")], byteLimit: 1 << 20, keepGoing: true, threads: 1)
    }
    #expect(failure?.kind == .usage)
    #expect(failure?.message.contains("let.json.gz") == true)
    withExtendedLifetime(folder) {}
  }
}
