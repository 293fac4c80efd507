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
  func byHand() {
    let a = page([10, 20, 0, 5], errors: [3, 0.3, 0, 1])
    let b = page([15, 19, 0, 5], errors: [4, 0.4, 0, 1])
    let found = PageComparison(a, b)
    #expect(found.bins == 4)
    #expect(found.largestDifference == PageComparison.Place(bin: 0, value: 5))
    #expect(found.relativeDifference == 0.25)
    #expect(found.ratio == 39 / 35.0)
    // The bin without any error has no z.
    #expect(found.degreesOfFreedom == 3)
    #expect(abs(found.chiSquare! - 5) < 1e-12)
    #expect(found.largestZ?.bin == 1)
    #expect(abs(found.largestZ!.value + 2) < 1e-12)
    #expect(found.shareBeyond3 == 0)
  }

  @Test("a page and itself differ in nothing")
  func itself() {
    let a = page([1, 2, 3], errors: [0.1, 0.1, 0.1])
    let found = PageComparison(a, a)
    #expect(found.largestDifference?.value == 0)
    #expect(found.chiSquare == 0)
    #expect(found.ratio == 1)
    #expect(found.shareBeyond2 == 0)
  }

  @Test("without errors there is no χ², and what is not finite is counted and left out")
  func gaps() {
    let found = PageComparison(page([1, .nan, 3]), page([1, 2, .infinity], errors: [1, 1, 1]))
    #expect(found.chiSquare == nil)
    #expect(found.shareBeyond2 == nil)
    #expect(found.nonFiniteBins == 2)
    #expect(found.ratio == 1)
    #expect(PageComparison(page([0, 0]), page([0, 0])).ratio == nil)
    #expect(PageComparison(page([0, 0]), page([0, 0])).relativeDifference == nil)
  }
}
