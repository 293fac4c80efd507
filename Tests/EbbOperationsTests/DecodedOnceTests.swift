import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// How often an operation asks for the data of pages: no more than once for each that it needs.
@Suite("Pages read once") struct DecodedOnceTests {
  /// Three tasks with two estimators: a dose beside its LET, and a fluence and a count by themselves.
  private static let store: FakeStore.Contents = {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: [10, 20, 30])
    let axis = [0.5, 1.5, 2.5]
    for (name, quantities) in [("mesh", ["DOSE", "DLET"]), ("other", ["FLUENCE", "COUNT"])] {
      for task in 1...3 {
        store.addEstimator(
          name, file: "\(name)_000\(task)",
          pages: quantities.enumerated().map { number, quantity in
            (
              number,
              page([1, Double(task), 3], axes: [axis], name: quantity, metadata: ["dettyp": quantity])
            )
          })
      }
    }
    return store
  }()

  private static func fetched(
    _ work: (Catalog, [Simulation]) async throws -> Void
  ) async throws -> Int {
    let store = FakeStore(store)
    try await work(Catalog(store: store), Self.store.simulations)
    return await store.fetched
  }

  /// Twelve contributions; the doses, by which the LET is weighted too, are kept until then.
  private static let all = 12

  @Test("by an export, its pages chosen by name or number or not at all")
  func export() async throws {
    // By name the first of each page is read, to find what is called so.
    for (pages, count) in [
      ([], Self.all), (["DOSE"], 3 + 3), (["0"], 6 + 2), (["DLET"], 2 * 3 + 3), (["DOSE", "DLET"], 6 + 2),
    ] {
      var request = PageRequest()
      request.pages = pages.compactMap { PageSelection($0) }
      let read = try await Self.fetched { catalog, simulations in
        _ = try await catalog.pages(of: simulations, request)
      }
      #expect(read <= count, "\(pages)")
    }
  }

  @Test("by an audit, and by statistics")
  func contributions() async throws {
    #expect(
      try await Self.fetched { _ = try await Audit(of: $0, byteLimit: 1 << 30, threads: 2).run($1) } == 12)
    #expect(try await Self.fetched { _ = try await Statistics(PageRequest(), of: $0).run($1) } == 12)
  }

  @Test("by a report, which is audit, statistics and pictures in one")
  func report() async throws {
    var report: WrittenReport?
    let read = try await Self.fetched { catalog, simulations in
      report = try await WrittenReport(simulations[0], of: catalog)
    }
    #expect(read <= Self.all)
    let found = try #require(report).contents
    let figures = try #require(report).html.components(separatedBy: "<figcaption>").dropFirst()
    let quantities = figures.map { $0.prefix { $0 != "<" }.split(separator: " ").last }
    #expect(quantities == ["DOSE", "DLET", "FLUENCE", "COUNT"])
    #expect(found.statistics.pages.count == 4 && found.overview.estimators.flatMap(\.pages).count == 4)
  }

  @Test(
    "by a report of two simulations, each of its own pages and in the comparison",
    arguments: [[], ["mesh/DOSE=mesh/0", "other/1=other/1"]], [false, true])
  func reportOfTwo(pairs: [String], resamples: Bool) async throws {
    var store = Self.store
    store.addJob("job-2", primaries: [10, 20, 30])
    // In another order than those of the first.
    for (name, quantities) in [("other", ["FLUENCE", "COUNT"]), ("mesh", ["DOSE", "DLET"])] {
      for task in 1...3 {
        store.addEstimator(
          name, file: "\(name)_000\(task)",
          pages: quantities.enumerated().map { number, quantity in
            (
              number,
              page(
                [2, Double(task), 3], axes: [[0.5, 1.5, 2.5]], name: quantity,
                metadata: ["dettyp": quantity])
            )
          })
      }
    }
    var request = CompareRequest()
    request.pairs = pairs.compactMap { PagePair($0) }
    request.resamples = resamples
    let source = FakeStore(store)
    let written = try await WrittenPair(
      store.simulations[0], store.simulations[1], of: Catalog(store: source), request)
    let found = try #require(written.contents.comparison)
    #expect(found.pairs.count == (pairs.isEmpty ? 4 : 2))
    #expect(found.pairs.allSatisfy { $0.figures.bins == 3 })
    #expect(await source.fetched <= 2 * Self.all)
  }

  @Test("a dose by which several ratios are weighted, by whatever is done with them; inputs by a report")
  func severalRatios() async throws {
    var contents = FakeStore.Contents()
    contents.addJob("job-1", primaries: [10, 20, 30, 40])
    let quantities = ["DLET", "DOSE", "DQ-EFF", "DLETG", "DAVGE"]
    for task in 1...4 {
      contents.addEstimator(
        "mesh", file: "mesh_000\(task)",
        pages: quantities.enumerated().map { number, quantity in
          (number, page([1, Double(task), 3], name: quantity, metadata: ["dettyp": quantity]))
        })
    }
    contents.inputs = [
      Input(id: InputID(1), simulationID: contents.simulations[0].id, compressedData: Gzip.member("{}"))
    ]
    for threads in [1, 3] {
      var request = PageRequest()
      request.threads = threads
      let store = FakeStore(contents)
      let pages = try await Catalog(store: store).pages(of: contents.simulations, request).pages
      #expect(pages.map(\.page.denominator) == quantities.map { $0 == "DOSE" ? nil : "DOSE (page 1)" })
      // Of each task 1·w, 2·w, …: a ratio of sums of doses 1 to 4 in the bin in the middle.
      #expect(abs(pages[0].page.values[1] - (10 + 80 + 270 + 640.0) / (10 + 40 + 90 + 160)) < 1e-12)
      #expect(await store.fetched == 20)
      let other = FakeStore(contents)
      _ = try await WrittenReport(contents.simulations[0], of: Catalog(store: other), request)
      #expect(await other.fetched == 20)
      #expect(await other.inputQuestions == 1)
    }
  }

  @Test("a report of some pages audits all")
  func partOfReport() async throws {
    var request = PageRequest()
    request.pages = [PageSelection("1")].compactMap(\.self)
    let catalog = Catalog(store: FakeStore(Self.store))
    let found = try await WrittenReport(Self.store.simulations[0], of: catalog, request).contents
    #expect(found.statistics.pages.map(\.quantity) == ["DLET", "COUNT"])
    #expect(found.overview.estimators.flatMap(\.pages).count == 4)
    let findings = try await Audit(of: catalog, byteLimit: 1 << 30, threads: 1).run(Self.store.simulations)[0]
    #expect(found.findings?.map(\.message) == findings.map(\.message))
  }
}
