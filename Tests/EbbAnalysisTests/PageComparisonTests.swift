import EbbModel
import Testing

@testable import EbbAnalysis

@Suite("Pages compared") struct PageComparisonTests {
  private func page(_ values: [Double], errors: [Double]? = nil) -> ResultPage {
    ResultPage(
      number: 0, quantity: "DOSE", unit: Unit(source: "MeV/g"), filter: nil, metadata: Metadata(),
      axes: [Axis(name: "z", label: "", unit: "cm", centres: values.indices.map(Double.init), edges: nil)],
      values: values, errors: errors, errorKind: .stderr, isPhaseSpace: false, rule: .mean, contributions: 5,
      primaries: nil)
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
}
