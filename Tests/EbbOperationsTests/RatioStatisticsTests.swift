import EbbFakeStore
import EbbModel
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// Statistics of averages of what was scored.
@Suite("Statistics of ratios") struct RatioStatisticsTests {
  /// Four tasks with a LET, beside its dose or alone, and a bin that one task alone has hit.
  private static func store(hasDose: Bool) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [100, 200, 100, 400])
    for task in 1...4 {
      let (dose, ratio) = (Double(task), 5 + 1 / Double(task))
      var pages: [(Int, String?)] = [
        (
          1,
          page(
            [ratio, 2 * ratio, task == 2 ? 3 : 0, 0], name: "DLET", unit: "keV/um",
            metadata: ["dettyp": "DLET"])
        )
      ]
      if hasDose {
        pages.insert(
          (0, page([dose, 2, task == 2 ? 1 : 0, 0], metadata: ["dettyp": "DOSE", "page_normalized": "2"])),
          at: 0)
      }
      store.addEstimator("mesh", file: "mesh_000\(task)", pages: pages)
    }
    return store
  }

  @Test("their relative errors are those of an export", arguments: [true, false])
  func errors(hasDose: Bool) async throws {
    let store = Self.store(hasDose: hasDose)
    let catalog = Catalog(store: FakeStore(store))
    let exported = try await catalog.pages(of: store.simulations, PageRequest()).pages
    let ratio = try #require(exported.first { $0.page.quantity == "DLET" }).page
    #expect(ratio.denominator == (hasDose ? "DOSE (page 0)" : "none"))
    let errors = try #require(ratio.errors)
    let relative = zip(ratio.values, errors).map { $1 / $0 }
    let report = try await Statistics(PageRequest(), of: catalog).run(store.simulations)
    let found = try #require(report.pages.first { $0.quantity == "DLET" })
    #expect(found.worstError == max(relative[0], relative[1]))
    #expect(abs((found.medianError ?? 0) - (relative[0] + relative[1]) / 2) < 1e-15)
    #expect(found.nonZeroBins == 3 && found.bins == 4 && found.nonFiniteBins == 0)
    // The bin that one task hit has no error.
    #expect(abs((found.shareBelow10 ?? 0) - 2.0 / 3) < 1e-15)
    #expect(found.problem == nil && found.outlier == nil && found.chiSquare == nil && found.slope == nil)
    let highest = try #require(ratio.values.max())
    let high = zip(ratio.values, relative).filter { $0 >= highest / 2 && $1.isFinite }.map { $1 * $1 }
    let mean = (high.reduce(0, +) / Double(high.count)).squareRoot()
    #expect(abs((found.errorAboveHalf ?? 0) - mean) < 1e-15)
  }

  @Test("one contribution has none, and says so")
  func one() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [100])
    store.addEstimator("mesh", pages: [(0, page([1, 2], name: "DLET", metadata: ["dettyp": "DLET"]))])
    let report = try await Statistics(PageRequest(), of: Catalog(store: FakeStore(store))).run(
      store.simulations)
    #expect(report.pages[0].medianError == nil && report.pages[0].problem == "one contribution, no errors")
  }
}
