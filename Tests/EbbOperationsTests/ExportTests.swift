import EbbExport
import EbbFakeStore
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbOperations
@testable import EbbPipeline

extension FakeStore.Contents {
  /// Exports all simulations to `output`, a file that is deleted again by default.
  @discardableResult
  func export(
    to output: String? = nil, _ choose: (inout ExportDestination.Choice) -> Void = { _ in },
    _ change: (inout PageRequest) -> Void = { _ in }
  ) async throws(Failure) -> ExportSummary {
    let folder = try? TemporaryFolder()
    var choice = ExportDestination.Choice()
    choice.output = output ?? folder?.path("out.json") ?? "-"
    choose(&choice)
    var request = PageRequest()
    change(&request)
    let export = Export(
      request, to: try ExportDestination(choice), from: Catalog(store: FakeStore(self)),
      creator: "1.2.3", command: "ebb export", writtenAt: Instant(microseconds: 0), report: { _ in })
    defer { withExtendedLifetime(folder) {} }
    return try await export.run(simulations)
  }
}

@Suite("Export")
struct ExportTests {
  /// Two estimators of two pages each, of three tasks.
  private static let store: FakeStore.Contents = {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: [10, 20, 30])
    for (name, quantities) in [("mesh", ["DOSE", "FLUENCE"]), ("zone", ["LET", "DOSE"])] {
      for task in 1...3 {
        store.addEstimator(
          name, file: "\(name)_000\(task)",
          pages: quantities.enumerated().map { number, quantity in
            (
              number,
              page([1, Double(task), 3], name: quantity, metadata: ["page_filter_name": "p\(number)"])
            )
          })
      }
    }
    return store
  }()

  @Test("any number of threads gives the same bytes", arguments: ["h5", "json", "csv"])
  func sameBytes(suffix: String) async throws {
    let folder = try TemporaryFolder()
    var contents: Set<Data> = []
    for threads in [1, 2, 4, 7] {
      let path = folder.path("\(threads).\(suffix)")
      try await Self.store.export(to: path) { _ in
      } _: {
        $0.threads = threads
      }
      contents.insert(try Data(contentsOf: URL(filePath: path)))
    }
    #expect(contents.count == 1)
    #expect(contents.first?.isEmpty == false)
    withExtendedLifetime(folder) {}
  }

  @Test(
    "being cancelled leaves nothing, neither a file nor the folder for it", arguments: ["h5", "json", "csv"])
  func cancelled(suffix: String) async throws {
    let folder = try TemporaryFolder()
    let name = suffix == "csv" ? "deep/new/" : "out.\(suffix)"
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await Self.store.export(to: folder.url.path + "/" + name) { choice in
        choice.format = suffix == "h5" ? "hdf5" : suffix
      }
    }
    let failure = await #expect(throws: Failure.self) { try await task.value }
    #expect(failure?.kind == .interrupted)
    #expect(try folder.names == [])
  }

  @Test("a broken page leaves nothing either", arguments: ["out.h5", "out.json", "out.csv", "new/"])
  func broken(name: String) async throws {
    let folder = try TemporaryFolder()
    var store = Self.store
    store.data[store.pages[11].id] = [0]
    let failure = await #expect(throws: Failure.self) {
      try await store.export(to: folder.url.path + "/" + name) { choice in
        if name == "new/" { choice.format = "csv" }
      }
    }
    #expect(failure?.kind == .brokenData)
    #expect(try folder.names == [])
  }

  @Test("what is known to be wrong from the rows is said before any page is read")
  func faultFirst() async throws {
    var store = Self.store
    let twice = store.pages[store.pages.count - 1]
    store.pages.append(
      PageRow(id: PageID(9), estimatorID: twice.estimatorID, number: twice.number, compressedBytes: 0))
    for page in store.pages { store.faults[page.id] = .connectionLost(url: "u", reason: "was read") }
    let failure = await #expect(throws: Failure.self) { try await store.export() }
    #expect(failure?.message.contains("more than once") == true)
  }

  private static let selections: [([String], [String])] = [
    (["0"], ["mesh 0", "zone 0"]), (["1-5"], ["mesh 1", "zone 1"]), (["DOSE"], ["mesh 0", "zone 1"]),
    (["flu*"], ["mesh 1"]), (["let", "1"], ["mesh 1", "zone 0", "zone 1"]), (["p0"], ["mesh 0", "zone 0"]),
    (["0", "1"], ["mesh 0", "mesh 1", "zone 0", "zone 1"]),
  ]

  @Test("pages are selected by number, quantity and filter", arguments: selections)
  func selected(selections: [String], pages: [String]) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("out.json")
    let summary = try await Self.store.export(to: path) { _ in
    } _: { request in
      request.pages = selections.compactMap { PageSelection($0) }
    }
    let read = try JSONDecoder().decode(Document.self, from: Data(contentsOf: URL(filePath: path)))
    #expect(
      read.simulations[0].estimators.flatMap { estimator in
        estimator.pages.map { "\(estimator.name) \($0.number)" }
      } == pages)
    #expect(summary.pages == pages.count)
    withExtendedLifetime(folder) {}
  }

  private struct Document: Decodable {
    var simulations: [Simulation]
    struct Simulation: Decodable { var estimators: [Estimator] }
    struct Estimator: Decodable {
      var name: String
      var pages: [Page]
    }
    struct Page: Decodable {
      var number: Int
      enum CodingKeys: String, CodingKey { case number = "page_number" }
    }
  }

  @Test("one page selected by its name is a table of its own, as one selected by number is")
  func oneByName() async throws {
    let folder = try TemporaryFolder()
    for (name, selection) in [("a.csv", "FLUENCE"), ("b.csv", "1")] {
      try await Self.store.export(to: folder.path(name)) { _ in
      } _: { request in
        request.estimators = [Pattern("mesh")]
        request.pages = [selection].compactMap { PageSelection($0) }
      }
    }
    let table = try String(contentsOfFile: folder.path("a.csv"), encoding: .utf8)
    #expect(table.hasPrefix("x_low [cm],x [cm],x_high [cm],fluence [MeV/g],"))
    #expect(try String(contentsOfFile: folder.path("b.csv"), encoding: .utf8) == table)
    withExtendedLifetime(folder) {}
  }

  @Test("a selection by name reads one contribution of each page, and all only of those it selects")
  func readsLittle() async throws {
    let store = FakeStore(Self.store)
    var request = PageRequest()
    request.pages = [PageSelection("FLUENCE")].compactMap { $0 }
    var plan = try await Self.store.plan { $0 = request }
    try await Catalog(store: store).select(request, in: &plan)
    #expect(await store.fetched == 4)
    #expect(plan.groups.map(\.number) == [1])
    #expect(plan.groups[0].contributions.count == 3)
  }

  @Test(
    "a selection that selects nothing says what there is, though others select something",
    arguments: [
      (["7"], "no page '7'.", "There are: 0, 1."), (["0", "7-9"], "no page '7-9'.", "There are: 0, 1."),
      (
        ["DOSE", "flux"], "no page 'flux'.",
        "Nearest: 'FLUENCE', 'FLUENCE (p1)'. There are: 1 FLUENCE (p1), 0 LET (p0)."
      ),
    ])
  func selectsNothing(selections: [String], message: String, advice: String) async throws {
    let failure = await #expect(throws: Failure.self) {
      try await Self.store.export { _ in
      } _: { request in
        request.pages = selections.compactMap { PageSelection($0) }
      }
    }
    #expect(failure?.kind == .notFound)
    #expect(failure?.message == message)
    #expect(failure?.advice == advice)
  }

  @Test("a page that cannot be read may be the one that is selected by name")
  func brokenByName() async throws {
    var store = Self.store
    store.data[store.pages[0].id] = [0]
    let failure = await #expect(throws: Failure.self) {
      try await store.export { _ in
      } _: {
        $0.pages = [PageSelection("LET")].compactMap { $0 }
      }
    }
    #expect(failure?.kind == .brokenData)
    let summary = try await store.export { _ in
    } _: { request in
      request.pages = [PageSelection("LET")].compactMap { $0 }
      request.keepGoing = true
    }
    #expect(summary.pages == 1)
    #expect(summary.isIncomplete)
  }

  @Test("a simulation without results says its state, and one of FAILED results how to take them")
  func nothing() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 10], states: [1: .failed, 2: .failed], state: .failed)
    let none = await #expect(throws: Failure.self) { try await store.export() }
    #expect(none?.kind == .notFound)
    #expect(none?.message == "simulation 'job' has no results; its state is FAILED.")
    for task in 1...2 { store.addEstimator("dose", file: "dose_000\(task)", pages: [(0, page([1]))]) }
    let failed = await #expect(throws: Failure.self) { try await store.export() }
    #expect(failed?.message == "simulation 'job' has results of FAILED tasks only.")
    #expect(failed?.advice == "--include-failed takes them.")
    #expect(
      try await store.export { _ in
      } _: {
        $0.includeFailed = true
      }.pages == 1)
  }

  @Test("where every page is broken, nothing is written, and the first is named")
  func allBroken() async throws {
    var store = Self.store
    for page in store.pages { store.data[page.id] = [0] }
    let failure = await #expect(throws: Failure.self) {
      try await store.export { _ in
      } _: {
        $0.keepGoing = true
      }
    }
    #expect(failure?.kind == .brokenData)
    #expect(failure?.message.contains("page 1001 (estimator 'mesh', page 0)") == true)
  }

  @Test("a folder takes a file for each simulation, and a batch passes over those without results")
  func batch() async throws {
    let folder = try TemporaryFolder()
    var store = FakeStore.Contents()
    for (job, text) in [("a/b", page([1])), ("a b", page([1])), ("broken", "{"), ("empty", nil)] {
      store.addJob(job)
      if job != "empty" { store.addEstimator("mesh", pages: [(0, text)]) }
    }
    let summary = try await store.export(to: folder.path("out")) { choice in
      choice.isBatch = true
      choice.format = "json"
    } _: {
      $0.keepGoing = true
    }
    #expect(summary.outputs == ["a_b.json", "a_b_2.json"].map { folder.path("out/" + $0) })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).count == 3)
    #expect(summary.notices.map(\.level) == [.leftOut, .detail])
    let again = try await store.export(to: folder.path("out")) { choice in
      choice.isBatch = true
      choice.format = "json"
      choice.skipsExisting = true
    } _: {
      $0.keepGoing = true
    }
    #expect(again.outputs == [])
  }

  /// The second of three simulations is bad; `fault` is what reading its page ends with, where data are not at fault.
  private func batch(
    fault: StoreError? = nil, _ change: @escaping (inout PageRequest) -> Void = { _ in }
  ) async throws -> (summary: ExportSummary, names: [String]) {
    var store = FakeStore.Contents()
    for (number, job) in ["a", "b", "c"].enumerated() {
      store.addJob(job)
      store.addEstimator("mesh", pages: [(0, page(number == 1 ? [1] : [1, 2]))])
    }
    if let fault { store.faults[store.pages[1].id] = fault }
    let folder = try TemporaryFolder()
    let summary = try await store.export(to: folder.url.path) { choice in
      choice.isBatch = true
      choice.format = "json"
    } _: {
      change(&$0)
    }
    return (summary, try folder.names)
  }

  @Test("in a batch, a simulation that cannot be exported is told of, and does not stop the rest")
  func badSimulation() async throws {
    let broken = try await batch(fault: .missingPage(url: "u", page: 1))
    // This one's page has no axis.
    let unsuited = try await batch { $0.reductions = [.sum(axis: "x")] }
    for (summary, names) in [broken, unsuited] {
      #expect(names == ["a.json", "c.json", "index.json"])
      #expect(summary.isIncomplete)
      #expect(
        summary.notices.count { $0.level == .leftOut && $0.text.hasPrefix("left out simulation b: ") } == 1)
    }
  }

  @Test("in a batch, what would go wrong with every simulation stops it")
  func lostStore() async throws {
    let failure = await #expect(throws: Failure.self) {
      try await batch(fault: .connectionLost(url: "u", reason: "gone"))
    }
    #expect(failure?.kind == .unavailable)
  }

  @Test("an output without a name is refused before anything is read")
  func noName() {
    var choice = ExportDestination.Choice()
    choice.output = ""
    let failure = #expect(throws: Failure.self) { try ExportDestination(choice) }
    #expect(failure?.kind == .usage)
  }

  @Test(
    "the suffix chooses the format, JSON where it says nothing",
    arguments: [
      ("a.h5", "hdf5"), ("a.HDF5", "hdf5"), ("a.csv", "csv"), ("a.json", "json"), ("a", "json"),
      ("a.h5/b", "json"), ("a.b.csv", "csv"), ("-", "json"), ("tables.csv/", "csv"),
      ("a.vl.json", "vega"), ("a.tsv", "csv"), ("a.JSONL", "ndjson"), ("h5", "json"),
    ])
  func format(output: String, format: String) throws {
    var choice = ExportDestination.Choice()
    choice.output = output
    #expect(try ExportDestination(choice).exporter.name == format)
  }

  @Test(
    "a suffix of no format, and one of another than is named, are refused",
    arguments: [
      ("a.txt", nil), ("a.docx", nil), ("a.csv.gz", nil), ("a.h5", "csv"), ("a.csv", "h5"), ("a.tsv", "json"),
      ("a.json", "ndjson"),
    ] as [(String, String?)])
  func wrongSuffix(output: String, format: String?) {
    var choice = ExportDestination.Choice()
    choice.output = output
    choice.format = format
    let failure = #expect(throws: Failure.self) { try ExportDestination(choice) }
    #expect(failure?.kind == .usage)
  }

  @Test(
    "a format is named by its suffix too, whatever else a file is called",
    arguments: [
      ("a.hdf5", "h5", "hdf5"), ("a.txt", "csv", "csv"), ("a", "tsv", "csv"),
      ("a.json", "yaptide", "yaptide"),
      ("a.json", "vega", "vega"), ("a.jsonl", "NDJSON", "ndjson"),
    ])
  func namedFormat(output: String, format: String, name: String) throws {
    var choice = ExportDestination.Choice()
    choice.output = output
    choice.format = format
    #expect(try ExportDestination(choice).exporter.name == name)
  }
}
