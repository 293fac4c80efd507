import EbbAnalysis
import EbbFakeStore
import EbbModel
import EbbReport
import EbbStore
import EbbText
import Testing

@testable import EbbOperations
@testable import EbbPipeline

@Suite("Two results against each other in a report") struct ReportComparisonTests {
  /// Two jobs of three tasks with a depth profile; the second's lies farther by a bin.
  private static func store() -> FakeStore.Contents {
    var store = FakeStore.Contents()
    for job in 0..<2 {
      store.addJob("job-\(job + 1)", primaries: [10, 10, 10])
      for task in 1...3 {
        let values = (0..<40).map { bin -> Double in
          let depth = Double(bin - job)
          let peak = depth < 0 ? 1 : depth <= 30 ? 1 + depth * depth / 300 : max(4 - (depth - 30) * 2, 0)
          return peak * (1 + 0.01 * Double(task))
        }
        store.addEstimator(
          "mesh", file: "mesh_000\(task)", pages: [(0, page(values, metadata: ["page_normalized": "2"]))])
      }
    }
    return store
  }

  @Test("figures are those of a comparison, and ranges shift by what they do")
  func figures() async throws {
    let store = Self.store()
    let catalog = Catalog(store: FakeStore(store))
    let sides = (
      a: ComparedSide.simulations(catalog, [store.simulations[0]]),
      b: ComparedSide.simulations(catalog, [store.simulations[1]])
    )
    var request = CompareRequest()
    request.gamma = CompareRequest.Gamma("3%/3mm")
    let expected = try await Comparison(request).report(sides.a, sides.b, isOneStore: true)
    let written = try await WrittenPair(store.simulations[0], store.simulations[1], of: catalog)
    let found = try #require(written.contents.comparison)
    #expect(found.figures.pages == expected.pages)
    #expect(found.gamma == "3 %, 3 mm, global, from 10 %")
    #expect(found.pairs.count == 1)
    let pair = try #require(found.pairs.first)
    #expect(pair.title == "mesh, page 0: DOSE")
    #expect(pair.figures.ratio != nil)
    // The places of distal levels are a bin, which is 1 cm, farther.
    if let range = pair.shifts.first(where: { $0.name == "r80" }) {
      #expect(abs(range.difference - 1) < 0.05, "\(range)")
      #expect(range.error != nil)
    }
  }

  @Test("a map of differences and deviates is bin by bin what is said of them")
  func maps() throws {
    func page(_ values: [Double], _ errors: [Double]?) -> ResultPage {
      ResultPage(
        number: 0, quantity: "DOSE", unit: Unit(source: "MeV/g/prim"), filter: nil, metadata: Metadata(),
        axes: ["y", "z"].map {
          Axis(name: $0, label: $0, unit: "cm", centres: [0.5, 1.5], edges: [0, 1, 2])
        }, values: values, errors: errors, errorKind: .stderr, isPhaseSpace: false, rule: .mean,
        contributions: 5, primaries: 100)
    }
    let a = page([1, 2, 3, .nan], [0.3, 0.3, 0, 0.1])
    let b = page([2, 2, 5, 1], [0.4, 0.4, 0, 0.1])
    let difference = ComparisonPictures.differences(a, b)
    #expect(difference.values[0...2] == [1, 0, 2])
    #expect(difference.values[3].isNaN)
    #expect(difference.errors?[0] == 0.5)
    let deviates = try #require(ComparisonPictures.deviates(a, b))
    // What has an error of 0 on both sides has no deviate.
    #expect(deviates.values[2].isNaN && deviates.values[3].isNaN)
    #expect(deviates.values[1] == 0)
    #expect(deviates.values[0] == (try PageComparison(a, b)).largestZ?.value)
    #expect(ComparisonPictures.deviates(page([1, 1, 1, 1], nil), b) == nil)
  }

  @Test("what one result lacks is told of, and has no section of its own")
  func missing() async throws {
    var store = Self.store()
    store.addJob("job-3", primaries: [10])
    store.addEstimator("other", file: "other_0001", pages: [(0, page([1, 2]))])
    let catalog = Catalog(store: FakeStore(store))
    let written = try await WrittenPair(store.simulations[0], store.simulations[2], of: catalog)
    let found = try #require(written.contents.comparison)
    #expect(found.pairs.isEmpty)
    #expect(found.figures.pages.map(\.problem) == ["only in A", "only in B"])
  }

  // MARK: Pages of both pass once

  /// Two jobs whose estimators come in another order, each with a page that the other lacks; values of B are larger.
  private static func mixed() -> FakeStore.Contents {
    var store = FakeStore.Contents()
    for job in 0..<2 {
      store.addJob("job-\(job)", primaries: [10, 20])
      let names = [["first", "second", "onlyA", "point"], ["point", "second", "onlyB", "first"]][job]
      for name in names {
        for task in 1...2 {
          let values: [Double] = name == "point" ? [1] : [1, 2, 3]
          store.addEstimator(
            name, file: "\(name)_000\(task)",
            pages: ["DOSE", "FLUENCE"].enumerated().map { number, quantity in
              let scaled = values.map { $0 * Double(task + number + 3 * job + 1) }
              return (
                number,
                page(scaled, axes: name == "point" ? [] : [[0.5, 1.5, 2.5]], name: quantity)
              )
            })
        }
      }
    }
    return store
  }

  /// Other ways to hold them against each other.
  private static let requests: [(name: String, change: @Sendable (inout CompareRequest) -> Void)] = [
    ("same names", { _ in }), ("onto A's bins", { $0.resamples = true }),
    (
      "other names, one of them twice",
      {
        $0.pairs = ["second/1=first/1", "first/0=second/0", "first/0=first/DOSE"].compactMap { PagePair($0) }
      }
    ),
  ]

  @Test(
    "each side has the report that it has alone, and both the figures of a comparison alone, whatever order pages pass in",
    arguments: requests.indices)
  func sides(_ index: Int) async throws {
    let store = Self.mixed()
    let catalog = Catalog(store: FakeStore(store))
    var request = CompareRequest()
    Self.requests[index].change(&request)
    let (a, b) = (store.simulations[0], store.simulations[1])
    let written = try await WrittenPair(a, b, of: catalog, request)
    for (side, simulation) in [a, b].enumerated() {
      let alone = try await WrittenReport(simulation, of: catalog)
      let contents = try written.contents.sides[side].get()
      #expect(written.pages[side] == alone.pages)
      #expect(contents.statistics.pages.map(\.quantity) == alone.contents.statistics.pages.map(\.quantity))
      #expect(contents.statistics.pages == alone.contents.statistics.pages)
      #expect(contents.findings?.map(\.message) == alone.contents.findings?.map(\.message))
      #expect(contents.overview.estimators.map(\.name) == alone.contents.overview.estimators.map(\.name))
      #expect(contents.notices == alone.contents.notices)
    }
    request.gamma = CompareRequest.Gamma("3%/3mm")
    let expected = try await Comparison(request).report(
      .simulations(catalog, [a]), .simulations(catalog, [b]), isOneStore: true)
    let found = try #require(written.contents.comparison)
    #expect(found.figures.pages == expected.pages)
    #expect(Set(found.figures.notices.map(\.text)) == Set(expected.notices.map(\.text)))
  }

  @Test("a side that is broken is left out, and the other told of", arguments: [0, 1])
  func broken(_ side: Int) async throws {
    var store = Self.store()
    let id = store.pages[side == 0 ? 1 : 4].id
    store.faults[id] = .badValue(url: "store", table: "Page", column: "data", row: 1)
    let catalog = Catalog(store: FakeStore(store))
    let written = try await WrittenPair(store.simulations[0], store.simulations[1], of: catalog)
    #expect(throws: Failure.self) { try written.contents.sides[side].get() }
    #expect(try written.contents.sides[1 - side].get().statistics.pages.count == 1)
    #expect(written.contents.comparison == nil)
  }

  @Test("a side without results has its report, and is not compared", arguments: [0, 1])
  func empty(_ side: Int) async throws {
    var store = Self.store()
    store.addJob("job-3", primaries: [10])
    let catalog = Catalog(store: FakeStore(store))
    let (full, none) = (store.simulations[0], store.simulations[2])
    let written = try await WrittenPair(side == 0 ? none : full, side == 0 ? full : none, of: catalog)
    #expect(written.contents.comparison == nil)
    #expect(try written.contents.sides[side].get().pages.isEmpty)
    #expect(try !written.contents.sides[1 - side].get().pages.isEmpty)
  }

  @Test("groups pass in the order of the steps, and those of none before what follows them")
  func order() {
    let entries = ReportPairVisitor.entries([3, 4], steps: [(0, 1), (1, 2), (0, 1), (1, 0), (0, 2)])
    #expect(
      entries.map { [$0.side, $0.place, $0.step ?? -1, $0.isAgain ? 1 : 0] } == [
        [0, 0, -1, 0], [0, 1, 0, 0], [1, 1, -1, 0], [1, 2, 1, 0], [0, 1, 2, 1], [1, 0, 3, 0], [0, 2, 4, 0],
        [1, 3, -1, 0],
      ])
  }
}
