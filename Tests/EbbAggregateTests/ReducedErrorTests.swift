import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

@Suite("Errors of reduced pages")
struct ReducedErrorTests {
  private static func page(_ values: [Double], unit: String = "MeV/g/prim", rule: String = "2") -> StoredPage
  {
    StoredPage(
      quantity: "X", unit: unit, metadata: Metadata([.init(name: "page_normalized", value: rule)]),
      axes: [StoredAxis(name: "Position (Z)", unit: "cm", centres: values.indices.map(Double.init))],
      values: values, isFinite: values.allSatisfy(\.isFinite))
  }

  private static func combined(
    _ pages: [StoredPage], _ step: ReductionStep, policy: NonFinitePolicy = .propagate
  ) throws -> AggregatedValues {
    var aggregator = PageAggregator(policy: policy)
    let reduction = try PageReduction([step], of: pages[0], order: .firstAxisFastest)
    for (index, page) in pages.enumerated() {
      try aggregator.add(
        page, id: PageID(Int64(index)), weight: Double(index + 1), reduction: reduction)
    }
    return aggregator.finish(errors: .stderr)
  }

  /// The weighted mean and its standard error of single numbers, by their definitions.
  private static func mean(_ values: [Double]) -> (value: Double, error: Double) {
    let weights = values.indices.map { Double($0 + 1) }
    let total = weights.reduce(0, +)
    let mean = zip(values, weights).map { $0 * $1 }.reduce(0, +) / total
    let spread = zip(values, weights).map { $1 * ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (mean, (spread / (Double(values.count - 1) * total)).squareRoot())
  }

  @Test("the error of an average is that of the contributions' averages, so correlations count")
  func correlated() throws {
    // Bins that rise together, and bins of which one rises as the other falls.
    for (pages, isZero) in [([[1.0, 2], [2, 3], [4, 5]], false), ([[1.0, 4], [2, 3], [4, 1]], true)] {
      let found = try Self.combined(pages.map { Self.page($0) }, .sum(axis: "z"))
      let expected = Self.mean(pages.map { ($0[0] + $0[1]) / 2 })
      #expect(PageReductionTests.agree(found.values, [expected.value]))
      #expect(PageReductionTests.agree(try #require(found.errors), [expected.error]))
      #expect((found.errors?[0] == 0) == isZero)
    }
  }

  @Test("counts are summed over bins and over contributions, and their error with them")
  func counts() throws {
    let pages = [[1.0, 2, 3], [4, 5, 6]].map { Self.page($0, unit: "", rule: "1") }
    let found = try Self.combined(pages, .sum(axis: "z"))
    // 6 counts of 1 primary, 15 of 2: 21 of 3.
    #expect(found.values == [21])
    #expect(PageReductionTests.agree(try #require(found.errors), [3 * Self.mean([6, 7.5]).error]))
  }

  @Test("choosing bins leaves their values and errors as they are", arguments: ["--at", "--range"])
  func choosing(option: String) throws {
    var random = SeededGenerator(seed: 3)
    let pages = (0..<4).map { _ in Self.page((0..<9).map { _ in Double.random(in: 0...1, using: &random) }) }
    var plain = PageAggregator(policy: .propagate)
    for (index, page) in pages.enumerated() {
      try plain.add(page, id: PageID(Int64(index)), weight: Double(index + 1))
    }
    let whole = plain.finish(errors: .stderr)
    let step =
      option == "--at"
      ? ReductionStep.at(axis: "z", value: 5.2) : .range(axis: "z", low: 2, high: 6)
    let bins = option == "--at" ? 5...5 : 2...6
    let found = try Self.combined(pages, step)
    #expect(found.values == Array(whole.values[bins]))
    #expect(found.errors == whole.errors.map { Array($0[bins]) })
  }

  @Test("one contribution has no error, reduced or not")
  func oneContribution() throws {
    #expect(try Self.combined([Self.page([1, 2])], .sum(axis: "z")).errors == nil)
  }

  @Test("a bin that is not finite spoils what it is put into, and only that; skipped, it is left out")
  func notFinite() throws {
    let pages = [Self.page([1, .nan, 3, 4]), Self.page([1, 2, 3, 4])]
    let spoilt = try Self.combined(pages, .rebin(axis: "z", bins: 2))
    #expect(spoilt.values[0].isNaN)
    #expect(spoilt.values[1] == 3.5)
    #expect(spoilt.errors?[1] == 0)
    let skipped = try Self.combined(pages, .rebin(axis: "z", bins: 2), policy: .skip)
    // Of the first page the bin that is finite; the second weighs twice as much.
    #expect(skipped.values == [4.0 / 3, 3.5])
    #expect(skipped.binContributions == nil)
    #expect(try Self.combined(pages, .range(axis: "z", low: 2, high: 3)).errors == [0, 0])
  }

  @Test("contributions that disagree do so before they are reduced")
  func disagreeing() throws {
    var other = Self.page([1, 2, 3])
    other.axes[0].centres = [0, 1, 7]
    #expect(throws: AggregateError.self) {
      try Self.combined([Self.page([1, 2, 3]), other], .at(axis: "z", value: 0))
    }
  }
}
