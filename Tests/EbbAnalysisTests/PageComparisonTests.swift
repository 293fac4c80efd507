import EbbModel
import Testing

@testable import EbbAnalysis

@Suite("Pages compared") struct PageComparisonTests {
  /// Without `freedom` the errors are taken as known.
  private func page(_ values: [Double], errors: [Double]? = nil, freedom: Double? = .infinity) -> ResultPage {
    var page = ResultPage(
      number: 0, quantity: "DOSE", unit: Unit(source: "MeV/g"), filter: nil, metadata: Metadata(),
      axes: [Axis(name: "z", label: "", unit: "cm", centres: values.indices.map(Double.init), edges: nil)],
      values: values, errors: errors, errorKind: .stderr, isPhaseSpace: false, rule: .mean, contributions: 5,
      primaries: nil)
    page.degreesOfFreedom = freedom
    return page
  }

  @Test("by hand: 3, 4 and 5 make a z of 1, and so on")
  func byHand() throws {
    let a = page([10, 20, 0, 5], errors: [3, 0.3, 0, 1])
    let b = page([15, 19, 0, 5], errors: [4, 0.4, 0, 1])
    let found = try PageComparison(a, b)
    #expect(found.bins == 4)
    #expect(found.largestDifference == PageComparison.Place(bin: 0, value: 5))
    #expect(found.relativeDifference == 0.25)
    // The bin without any error has no z.
    #expect(found.degreesOfFreedom == 3)
    #expect(abs(found.chiSquare! - 5) < 1e-12)
    #expect(found.largestZ?.bin == 1)
    #expect(abs(found.largestZ!.value + 2) < 1e-12)
    #expect(found.shareBeyond3 == 0)
  }

  // ν = (1 + 4)²/(1/2 + 16/8) = 10, by Welch; t = 3/√5·√5 = 3 has the normal deviate 2.4745.
  @Test("of few contributions z is the deviate that is as likely as Welch's t")
  func welch() throws {
    let a = page([10, 10], errors: [1, 0], freedom: 2)
    let b = page([10 + 3 * 5.0.squareRoot(), 13], errors: [2, 1], freedom: 8)
    let found = try PageComparison(a, b)
    #expect(found.degreesOfFreedom == 2)
    // The second bin has the scatter of B alone, of 8 degrees of freedom: t = 3, P = 1.7 %.
    let known = 2.474463244841935 * 2.474463244841935 + 2.387 * 2.387
    #expect(abs(try #require(found.chiSquare) - known) < 0.01)
    #expect(found.shareBeyond2 == 1 && found.shareBeyond3 == 0)
    // Where a page does not say, it is one less than its contributions.
    let stated = try PageComparison(page([1], errors: [1], freedom: 4), page([3], errors: [1], freedom: 4))
    #expect(
      try PageComparison(page([1], errors: [1], freedom: nil), page([3], errors: [1], freedom: nil)) == stated
    )
  }

  @Test(
    "the deviate of Student's t is scipy's",
    arguments: [
      (1.0, 1.0, 0.67449, 0.07), (1, 12.7062, 1.95996, 0.07), (1.5, 3, 1.50026, 0.07),
      (2, 1.5, 1.09757, 0.01),
      (2, 9.92484, 2.57583, 0.01), (3, 2.5, 1.70762, 0.001), (5, 4, 2.56480, 1e-4), (10, -3, -2.474463, 1e-6),
      (100, 2, 1.975493, 1e-6), (.infinity, 2, 2, 0),
    ])
  func deviates(freedom: Double, t: Double, known: Double, tolerance: Double) {
    #expect(abs(NormalDeviate(degreesOfFreedom: freedom).deviate(of: t) - known) <= tolerance + 1e-6)
  }

  @Test("a difference where neither side has an error is one, beyond any limit")
  func certain() throws {
    let found = try PageComparison(
      page([1, 2, 3, 5], errors: [0, 0, 1, 1]), page([1, 4, 3, 5], errors: [0, 0, 1, 1]))
    #expect(found.unexplainedBins == 1)
    #expect(found.degreesOfFreedom == 2 && found.chiSquare == 0)
    #expect(found.shareBeyond2 == 1.0 / 3 && found.shareBeyond3 == 1.0 / 3)
  }

  @Test("a page and itself differ in nothing")
  func itself() throws {
    let a = page([1, 2, 3], errors: [0.1, 0.1, 0.1])
    let found = try PageComparison(a, a)
    #expect(found.largestDifference?.value == 0)
    #expect(found.chiSquare == 0)
    #expect(found.shareBeyond2 == 0)
  }

  @Test("without errors there is no χ², and what is not finite is counted and left out")
  func gaps() throws {
    let found = try PageComparison(page([1, .nan, 3]), page([1, 2, .infinity], errors: [1, 1, 1]))
    #expect(found.chiSquare == nil)
    #expect(found.shareBeyond2 == nil)
    #expect(found.nonFiniteBins == 2)
    #expect(found.differingNonFiniteBins == 2)
    #expect(
      try PageComparison(page([.nan, .infinity]), page([.nan, .infinity])).differingNonFiniteBins == 0)
    #expect(try PageComparison(page([0, 0]), page([0, 0])).relativeDifference == nil)
  }

  @Test("by hand: a ratio and a difference have the errors of both sides")
  func estimates() async throws {
    let (a, b) = (Estimate(10, error: 3), Estimate(20, error: 4))
    #expect(b.difference(from: a) == Estimate(10, error: 5))
    let ratio = try #require(b.ratio(to: a))
    #expect(ratio.value == 2)
    // 2·√(0.3² + 0.2²)
    #expect(abs(try #require(ratio.error) - 2 * (0.09 + 0.04).squareRoot()) < 1e-12)
    #expect(Estimate(1, error: nil).ratio(to: a)?.error == nil)
    #expect(b.ratio(to: Estimate(0, error: 1)) == nil)
    #expect(try await ComparedFigures(page([1, .nan, 3]), nil, threads: 1).total == nil)
  }

  @Test("a range is that of a dose, a fluence and counts over depth, and of no average, label or constant")
  func ranges() async throws {
    let curve = [1, 1.1, 1.3, 1.7, 2.6, 4, 2, 0.2, 0.05, 0]
    func range(_ quantity: String, _ unit: String, _ rule: AggregationRule = .mean) async throws -> Double? {
      let page = smallPage(
        curve, over: [("z", 0, 10, 10)], unit: unit, quantity: quantity, rule: rule)
      return try await ComparedFigures(page, nil, threads: 1).range?.value
    }
    let dose = try #require(try await range("DOSE", "MeV/g"))
    #expect(dose > 5.5 && dose < 7)
    #expect(try await range("FLUENCE", "/cm^2") == dose)
    #expect(try await range("COUNT", "", .sum) == dose)
    #expect(try await range("anything", "") == dose)
    #expect(try await range("DLET", "keV/um", .ratio) == nil)
    // By primaries, where no dose was scored beside it.
    #expect(try await range("DLET", "keV/um", .mean) == nil)
    #expect(try await range("AVG-ENERGY", "MeV", .ratio) == nil)
    #expect(try await range("ZONE", "", .identical) == nil)
    #expect(try await range("RHO", "g/cm^3", .identical) == nil)
  }
}
