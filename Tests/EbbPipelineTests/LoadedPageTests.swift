import EbbAnalysis
import EbbFakeStore
import EbbModel
import EbbStore
import Testing

@testable import EbbPipeline

@Suite("Pages in memory")
struct LoadedPageTests {
  private static func store(_ values: [[Double]], primaries: [Int64], rule: String = "2")
    -> FakeStore.Contents
  {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: primaries)
    for (index, values) in values.enumerated() {
      store.addEstimator(
        "mesh", file: "mesh_000\(index + 1)", pages: [(0, page(values, metadata: ["page_normalized": rule]))])
    }
    return store
  }

  private static func load(
    _ store: FakeStore.Contents, _ change: (inout PageRequest) -> Void = { _ in }
  ) async throws -> [LoadedPage] {
    var request = PageRequest()
    change(&request)
    var pages: [LoadedPage] = []
    _ = try await Catalog(store: FakeStore(store)).forEachPage(
      of: store.simulations, request, keepsReplicates: true
    ) { pages.append($0) }
    return pages
  }

  @Test("the weighted mean of the replicates, scaled, is the page", arguments: ["1", "2"], [nil, 5e3])
  func replicates(rule: String, scaledTo: Double?) async throws {
    let store = Self.store([[1, 6], [3, 2], [8, 4]], primaries: [10, 20, 10], rule: rule)
    let loaded = try #require(try await Self.load(store) { $0.primaries = scaledTo }.first)
    let replicates = try #require(loaded.replicates)
    #expect(loaded.simulation.name == "job-1")
    #expect(loaded.estimator.name == "mesh")
    #expect(replicates.contributions == 3)
    #expect(replicates.weights == [10, 20, 10])
    for bin in 0..<2 {
      let mean = (0..<3).reduce(0.0) { $0 + replicates.weights[$1] * replicates.values[$1][bin] } / 40
      #expect(abs(mean * replicates.scale / loaded.page.values[bin] - 1) < 1e-14)
    }
  }

  @Test("one contribution, what is the same in all, and what is not finite have none")
  func none() async throws {
    #expect(try await Self.load(Self.store([[1, 2]], primaries: [1]))[0].replicates == nil)
    #expect(try await Self.load(Self.store([[1], [1]], primaries: [1, 1], rule: "0"))[0].replicates == nil)
    let broken = Self.store([[1, .nan], [1, 2], [1, 3]], primaries: [1, 1, 1])
    #expect(try await Self.load(broken)[0].replicates == nil)
    #expect(try await Self.load(broken) { $0.nonFinite = .skip }[0].replicates?.binWeights == [3, 2])
  }

  @Test("contributions that take too much memory are kept as groups, with their weights")
  func groups() throws {
    var limits = ReplicateLimits()
    limits.bytes = 1 << 16
    let bins = limits.bytes / 8 / 6
    var collector = ReplicateCollector(count: 9, limits)
    collector.begin(nil, .lastAxisFastest, shape: [bins])
    for index in 0..<9 {
      let page = StoredPage(
        quantity: "DOSE", unit: "", metadata: Metadata(), axes: [],
        values: [Double](repeating: Double(index), count: bins), isFinite: true)
      collector.add(page, weight: Double(1 + index), rule: .mean)
    }
    let finished = try collector.finish()
    let kept = try #require(finished)
    #expect(kept.contributions == 9)
    #expect(kept.count == 6)
    #expect(kept.weight == 45)
    let mean = (0..<6).reduce(0.0) { $0 + kept.weights[$1] * kept.values[$1][bins - 1] } / 45
    #expect(abs(mean - (0..<9).reduce(0.0) { $0 + Double($1 * ($1 + 1)) } / 45) < 1e-12)
    var large = ReplicateCollector(count: 9, limits)
    large.add(
      StoredPage(
        quantity: "DOSE", unit: "", metadata: Metadata(), axes: [],
        values: [Double](repeating: 1, count: limits.bytes / 32), isFinite: true),
      weight: 1, rule: .mean)
    let none = try large.finish()
    #expect(none == nil)
  }

  @Test(
    "of pages of many bins the sums of neighbours are kept, by volume and in C order",
    arguments: ["shieldhit", "topas"])
  func sums(simulator: String) throws {
    var limits = ReplicateLimits()
    limits.values = 2
    let axes = [
      Axis(name: "r", label: "r", unit: "cm", centres: [0.5, 1.5], edges: [0, 1, 2]),
      Axis(name: "z", label: "z", unit: "cm", centres: [0.5, 1.5, 2.5], edges: [0, 1, 2, 3]),
    ]
    let meaning = PageMeaning(
      quantity: "DOSE", unit: Unit(source: "MeV/g"), metadata: Metadata(), axes: axes, simulator: nil)
    let order = MemoryOrder(Simulator(rawValue: simulator))
    var collector = ReplicateCollector(count: 2, limits)
    collector.begin(BinMeasure(axes, meaning), order, shape: [2, 3])
    for scale in [1.0, 2] {
      let values = order.restored([1, 2, 3, 4, 5, 6].map { $0 * scale }, shape: [2, 3])
      collector.add(
        StoredPage(
          quantity: "DOSE", unit: "MeV/g", metadata: Metadata(), axes: [], values: values, isFinite: true),
        weight: 1, rule: .mean)
    }
    let kept = try #require(try collector.finish())
    // Volumes of 1 and 3 are 0.5 and 1.5 of their mean.
    #expect(kept.values == ReplicateValues([[3, 22.5], [6, 45]]))
    #expect(kept.binsOfValue == 3)
  }

  @Test("what memory does not hold is laid aside, and the same bits come back", arguments: [3, 7])
  func laidAside(count: Int) throws {
    func kept(heldBytes: Int) throws -> Replicates? {
      var limits = ReplicateLimits()
      // Of seven contributions two make a group.
      limits.bytes = 8 * 6 * 5
      limits.heldBytes = heldBytes
      var collector = ReplicateCollector(count: count, limits)
      collector.begin(nil, .firstAxisFastest, shape: [2, 3])
      for index in 0..<count {
        let page = StoredPage(
          quantity: "DOSE", unit: "", metadata: Metadata(), axes: [],
          values: (0..<6).map { Double(index + 1) / Double($0 + 3) }, isFinite: true)
        collector.add(page, weight: Double(1 + index % 2), rule: .mean)
      }
      return try collector.finish()
    }
    let (held, aside) = (try #require(try kept(heldBytes: 1 << 20)), try #require(try kept(heldBytes: 0)))
    #expect(held == aside)
    #expect(held.count == min(count, 5) && aside.values.bins == 6)
    for index in 0..<held.count {
      let page = (0..<6).map { 1 / Double($0 + 3) }
      #expect(held.values(of: page, without: index) == aside.values(of: page, without: index))
    }
  }

  @Test("pages are reduced as for an export")
  func reduced() async throws {
    let store = Self.store([[1, 6], [3, 2]], primaries: [1, 1])
    let axis = try #require(try await Self.load(store)[0].page.axes.first)
    let pages = try await Self.load(store) { $0.reductions = [.at(axis: axis.name, value: axis.centres[1])] }
    #expect(pages[0].page.values == [4])
    #expect(pages[0].replicates?.values == ReplicateValues([[6], [2]]))
  }
}
