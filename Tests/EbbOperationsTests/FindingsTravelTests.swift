import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// What an audit finds goes with the pages, wherever they go.
@Suite("Findings travel") struct FindingsTravelTests {
  /// Five tasks with a dose, of which task 2's is negative in a bin, and a fluence without fault.
  private static let store: FakeStore.Contents = {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: [100, 100, 100, 100, 100])
    for task in 1...5 {
      let noise = (0..<12).map { bin in 1 + 0.01 * Double((task * 7 + bin * 5) % 11) }
      var dose = noise
      if task == 2 { dose[3] = -0.25 }
      store.addEstimator(
        "mesh", file: "mesh_000\(task)", metadata: ["number_of_primaries": "100"],
        pages: [
          (0, page(dose, metadata: ["page_normalized": "2"])),
          (1, page(noise, name: "FLUENCE", unit: "/cm^2/prim", metadata: ["page_normalized": "2"])),
        ])
    }
    return store
  }()

  private static func export(
    _ name: String, _ store: FakeStore.Contents = store,
    _ choose: (inout ExportDestination.Choice) -> Void = { _ in },
    _ change: (inout PageRequest) -> Void = { _ in }
  ) async throws -> (text: String, summary: ExportSummary) {
    let folder = try TemporaryFolder()
    let summary = try await store.export(to: folder.url.path + "/" + name, choose, change)
    let path = folder.path(name.hasSuffix("/") ? name + "datapackage.json" : name)
    return (String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self), summary)
  }

  @Test("an export tells what the audit finds, in the same words, and marks that page alone")
  func sameWords() async throws {
    let found = try await Self.store.findings().filter(\.counts)
    #expect(found.map(\.check) == ["negative"])
    let message = found[0].message
    let (json, summary) = try await Self.export("out.json")
    #expect(json.components(separatedBy: "\"findings\"").count == 2)
    #expect(
      json.contains(
        "\"findings\": [{\"severity\": \"warning\", \"check\": \"negative\", \"message\": \"\(message)\"}]"))
    #expect(summary.notices.contains(Notice(.warning, "estimator 'mesh', page 0: \(message)")))
    let comments = try await Self.export("out.csv") { $0.formatOptions[flag: "comment"] = true }.text
    #expect(comments.components(separatedBy: "# warning negative: \(message)\n").count == 2)
    let package = try await Self.export("tables/") { $0.format = "csv" }.text
    #expect(package.components(separatedBy: "\"check\": \"negative\"").count == 2)
  }

  @Test("what is strict is an error that leaves nothing, or with keep-going leaves the page out")
  func strict() async throws {
    let folder = try TemporaryFolder()
    let failure = await #expect(throws: Failure.self) {
      try await Self.store.export(to: folder.path("out.json")) { _ in
      } _: {
        $0.isStrict = true
      }
    }
    #expect(failure?.kind == .brokenData && failure?.message.contains("below 0") == true)
    #expect(try folder.names == [])
    let summary = try await Self.store.export { _ in
    } _: {
      $0.isStrict = true
      $0.keepGoing = true
    }
    #expect(summary.pages == 1 && summary.isIncomplete)
    // Of the sound page there is nothing to be strict about.
    let sound = try await Self.store.export { _ in
    } _: {
      $0.isStrict = true
      $0.pages = [PageSelection("1")].compactMap(\.self)
    }
    #expect(sound.pages == 1 && sound.notices == [])
  }

  @Test("what all pages tell together is an error too where that is asked for")
  func strictAtTheEnd() async throws {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: [100, 100])
    for task in 1...2 {
      store.addEstimator(
        "mesh", file: "mesh_000\(task)", metadata: ["number_of_primaries": "100"],
        pages: [(0, page([1 / 3.0, 1 / 7.0], metadata: ["page_normalized": "2"]))])
    }
    let same = "have the same values in all their pages"
    let summary = try await store.export()
    #expect(summary.notices.map(\.text).contains { $0.contains(same) })
    let failure = await #expect(throws: Failure.self) {
      try await store.export { _ in
      } _: {
        $0.isStrict = true
      }
    }
    #expect(failure?.message.contains(same) == true)
  }

  @Test("the index of a batch has a line for each finding, and none for sound jobs")
  func index() async throws {
    let folder = try TemporaryFolder()
    try await Self.store.export(to: folder.path("out/")) {
      $0.format = "json"
      $0.isBatch = true
    }
    let index = try folder.text("out/index.json")
    #expect(
      index.contains("\"findings\": [\"warning negative: estimator 'mesh', page 0: 1 value of DOSE below 0"))
    var sound = Self.store
    sound.pages.removeAll { $0.number == 0 }
    try await sound.export(to: folder.path("sound/")) {
      $0.format = "json"
      $0.isBatch = true
    }
    #expect(try !folder.text("sound/index.json").contains("findings"))
  }

  @Test("each task on its own is held against the others, and combined jobs against each other")
  func apart() async throws {
    let high = FarOffTests.store(6) { task, value in task == 3 ? value * 1.5 : value }
    let check = try #require(try await high.findings().first { $0.check == "far-off" })
    #expect(check.severity == .warning)
    for apart in [true, false] {
      let summary = try await high.export { _ in
      } _: {
        $0.perTask = apart
      }
      #expect(summary.notices.contains { $0.text.hasSuffix(check.message) })
    }
    var twice = FakeStore.Contents()
    for job in 1...2 {
      let id = twice.addJob("job-\(job)", primaries: [100, 100])
      for task in 1...2 {
        let values = (1...9).map { Double(task) / (Double($0) + 0.1) }
        twice.addEstimator(
          "mesh", file: "mesh_000\(task)", metadata: ["number_of_primaries": "100"],
          pages: [(0, page(values, metadata: ["page_normalized": "2"]))], of: id)
      }
    }
    let summary = try await twice.export { _ in
    } _: {
      $0.combine = true
    }
    #expect(
      summary.notices.map(\.text).contains {
        $0.hasPrefix("task 1 of job-1 and task 1 of job-2 have the same values in all their pages")
      })
    #expect(try await twice.export().notices == [])
  }

  @Test(
    "averaged counts are multiplied back, of each job that is combined; --as-stored leaves them and says so")
  func averagedCounts() async throws {
    var store = FakeStore.Contents()
    for (job, counts) in [(1, [2.5, 1.25]), (2, [3.75, 1])] {
      store.addJob("job-\(job)", primaries: [100, 100, 100, 100])
      store.simulations[job - 1].platform = .direct
      store.addEstimator(
        "mesh", metadata: ["number_of_primaries": "100"],
        pages: [(0, page(counts, name: "COUNT", unit: "", metadata: ["page_normalized": "1"]))])
    }
    let (pages, _) = try await store.pages()
    #expect(pages.map(\.values) == [[10, 5], [15, 4]])
    let together = try await store.pages { $0.combine = true }.pages
    #expect(together.map(\.values) == [[25, 9]])
    #expect(together[0].operations == ["multiplied by 4: the platform averages the counts of tasks"])
    let (json, _) = try await Self.export("out.json", store, { _ in }, { $0.combine = true })
    #expect(!json.contains("findings"))
    let (stored, _) = try await Self.export("out.json", store, { _ in }, { $0.asStored = true })
    #expect(stored.contains("\"values\": [2.5, 1.25]") && stored.contains("\"check\": \"averaged-counts\""))
  }

  @Test("pictures, terminals, reports and overviews mark the page")
  func marks() async throws {
    let catalog = Catalog(store: FakeStore(Self.store))
    let drawing = try await Drawing(PageRequest(), of: catalog, on: DrawingScreen(columns: 60))
      .run(Self.store.simulations[0])
    #expect(drawing.text.contains("mesh, page 0: DOSE (! negative)\n"))
    #expect(drawing.text.contains("mesh, page 1: FLUENCE\n"))
    let pages = try await catalog.pages(of: Self.store.simulations, PageRequest()) {
      PageAuditor($0, PageRequest())
    }.pages
    #expect(PageLabels([pages[0]]).title.hasSuffix("DOSE (! negative)"))
    #expect(PageLabels(pages).labels == ["DOSE (! negative)", "FLUENCE"])
    let figures = try await WrittenReport(Self.store.simulations[0], of: catalog).html
      .components(separatedBy: "<figure").dropFirst()
    #expect(figures.map { $0.contains("<dt>! negative</dt>") } == [true, false])
    #expect(figures.map { $0.contains("<dt>! ") } == [true, false])
    // An overview looks at one contribution of each page: here the fault is in the first.
    var store = Self.store
    store.estimators.remove(at: 0)
    let overview = try await Overview(of: Catalog(store: FakeStore(store)), byteLimit: 1 << 30, threads: 1)
      .run(store.simulations[0])
    #expect(overview.estimators[0].pages.map { $0.findings.map(\.check) } == [["negative"], []])
  }

  @Test("nothing is read twice for it")
  func once() async throws {
    let store = FakeStore(Self.store)
    let folder = try TemporaryFolder()
    var choice = ExportDestination.Choice()
    choice.output = folder.path("out.json")
    _ = try await Export(
      PageRequest(), to: try ExportDestination(choice), from: Catalog(store: store), creator: "1",
      command: "ebb export", writtenAt: Instant(microseconds: 0), report: { _ in }
    ).run(Self.store.simulations)
    #expect(await store.fetched == 10)
  }

  @Test("findings as texts are read back")
  func text() {
    let finding = PageFinding(severity: .error, check: "same-results", message: "tasks 1: and 2")
    #expect(PageFinding(text: finding.text) == finding)
    for text in ["", "negative: x", "bad negative: x", "error: x"] { #expect(PageFinding(text: text) == nil) }
  }
}
