import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// Pages of exported HDF5 and JSON, read back by one reader.
@Suite("Exported pages") struct ExportedPagesTests {
  private static let reading = HDF5Reading(program: BuiltProgram.path(of: "ebb"))

  /// Two pages, of which one has a bin that not all tasks have hit, and values that an audit finds fault with.
  private static let store: FakeStore.Contents = {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: [10, 20, 30])
    for task in 1...3 {
      store.addEstimator(
        "mesh", file: "mesh_000\(task)",
        pages: [
          (0, page([1, Double(task) - 2, 0], name: "DOSE")),
          (3, page([4, 5, Double(task)], name: "FLUENCE", metadata: ["page_filter_name": "a ]"])),
        ])
    }
    return store
  }()

  private static func export(_ suffix: String, in folder: TemporaryFolder) async throws -> String {
    let path = folder.path("pages.\(suffix)")
    try await store.export(to: path) { _ in
    } _: {
      $0.countsHits = true
    }
    return path
  }

  private static func pages(_ pages: ExportedPages) async throws -> [LoadedPage] {
    var reader = ExportedPageReader(pages, keepsGoing: false)
    var found: [LoadedPage] = []
    while let (_, page) = try await reader.next() { found.append(page) }
    #expect(try reader.closing().isEmpty)
    return found
  }

  @Test("HDF5 and JSON give the same pages, with their hits, findings and degrees of freedom")
  func same() async throws {
    let folder = try TemporaryFolder()
    var all: [[LoadedPage]] = []
    for suffix in ["h5", "json"] {
      let path = try await Self.export(suffix, in: folder)
      let file = try #require(try await ExportedPages(opening: path, with: Self.reading))
      #expect(
        file.entries.map(\.name?.number) == [0, 3] && file.entries.map(\.name?.filter) == [nil, "a ]"])
      #expect(file.simulations.map(\.jobIDs) == [["job-1"]])
      all.append(try await Self.pages(file))
    }
    try #require(all.map(\.count) == [2, 2])
    for (first, second) in zip(all[0], all[1]) {
      var page = second.page
      page.hits = page.tellingHits
      #expect(first.page == page)
      #expect(first.key == second.key && first.simulation.title == second.simulation.title)
    }
    let page = all[0][0].page
    #expect(page.hits == [3, 2, 0])
    #expect(page.degreesOfFreedom != nil)
    #expect(page.findings.map(\.check) == ["negative"])
    // All contributions have hit every bin: that needs no array.
    #expect(all[0][1].page.hits == nil && all[0][1].page.errors != nil)
  }

  @Test("a JSON export that was set out anew is one still, and other files are none")
  func setOut() async throws {
    let folder = try TemporaryFolder()
    let path = try await Self.export("json", in: folder)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let indented = folder.path("indented.json")
    try text.replacing("{\"ebb\": ", with: "{\n  \"ebb\" :\n", maxReplacements: 1)
      .write(toFile: indented, atomically: true, encoding: .utf8)
    let file = try #require(try await ExportedPages(opening: indented, with: Self.reading))
    #expect(try await Self.pages(file).count == 2)
    let other = folder.path("other.json")
    try "{\"metadata\": {}, \"ebb\": 1}".write(toFile: other, atomically: true, encoding: .utf8)
    #expect(!ExportedPages.isExport(other) && !ExportedPages.isExport(folder.path("none")))
    #expect(try await ExportedPages(opening: other, with: Self.reading) == nil)
  }

  @Test("of a request the pages that it names are read, and no others", arguments: ["h5", "json"])
  func selected(suffix: String) async throws {
    let folder = try TemporaryFolder()
    var file = try #require(
      try await ExportedPages(opening: try await Self.export(suffix, in: folder), with: Self.reading))
    var request = PageRequest()
    request.pages = [try #require(PageSelection("FLUENCE"))]
    file.select(request)
    #expect(try await Self.pages(file).map(\.page.number) == [3])
  }
}
