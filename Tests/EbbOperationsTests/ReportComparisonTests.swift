import EbbAnalysis
import EbbFakeStore
import EbbModel
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
    let found = try await ReportComparison(CompareRequest()).run(sides.a, sides.b, isOneStore: true)
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
    let found = try await ReportComparison(CompareRequest()).run(
      .simulations(catalog, [store.simulations[0]]), .simulations(catalog, [store.simulations[2]]),
      isOneStore: true)
    #expect(found.pairs.isEmpty)
    #expect(found.figures.pages.map(\.problem) == ["only in A", "only in B"])
  }
}
