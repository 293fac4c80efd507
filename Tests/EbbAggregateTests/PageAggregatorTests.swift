import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

@Suite("PageAggregator")
struct PageAggregatorTests {
  @Test(
    "rule mean: the weighted mean, with errors of the kind asked for", arguments: [nil, "None", "2", "3"])
  func mean(normalized: String?) throws {
    let aggregator = try aggregate([
      (page([1, 10], rule: normalized), 1), (page([3, 10], rule: normalized), 3),
    ])
    #expect(aggregator.rule == .mean)
    #expect(aggregator.contributions == 2)
    let stderr = aggregator.finish(errors: .stderr)
    #expect(stderr.values == [2.5, 10])
    #expect(stderr.contributions == 2)
    #expect(stderr.binContributions == nil)
    #expect(isClose(stderr.errors![0], 0.75.squareRoot()))
    #expect(stderr.errors![1] == 0)
    let stddev = aggregator.finish(errors: .stddev)
    #expect(isClose(stddev.errors![0], 1.5.squareRoot()))
    #expect(stddev.values == stderr.values)
    #expect(aggregator.finish(errors: .none).errors == nil)
  }

  @Test("rule sum: Σx, and W times the error of the mean of the counts per primary")
  func sum() throws {
    // 10 of 100 primaries, 30 of 200: per primary 0.1 and 0.15, m = 40/300,
    // S = 100·(1/30)² + 200·(1/60)² = 1/6, error = 300·√(1/6/(1·300)) = √50.
    let aggregator = try aggregate([(page([10, 0], rule: "1"), 100), (page([30, 0], rule: "1"), 200)])
    #expect(aggregator.rule == .sum)
    let sum = aggregator.finish(errors: .stderr)
    #expect(sum.values == [40, 0])
    #expect(isClose(sum.errors![0], 50.0.squareRoot()))
    #expect(sum.errors![1] == 0)
    #expect(isClose(aggregator.finish(errors: .stddev).errors![0], 10))
    #expect(aggregator.finish(errors: .none).errors == nil)
  }

  @Test("rule sum: counts are added exactly, and the error is W times that of counts per primary")
  func sumOfCounts() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<100 {
      let contributions = (0..<2 + Int(random.next() % 10)).map { _ in
        ((0..<5).map { _ in Double(random.next() % 1_000_000_007) }, Double(1 + random.next() % 9_999))
      }
      let sum = try aggregate(contributions.map { (page($0.0, rule: "1"), $0.1) }).finish(errors: .stderr)
      let weight = contributions.reduce(0) { $0 + $1.1 }
      for bin in 0..<5 {
        #expect(sum.values[bin] == contributions.reduce(0) { $0 + $1.0[bin] })
        let expected = TwoPass(contributions.map { $0.0[bin] / $0.1 }, weights: contributions.map(\.1))
        #expect(isClose(sum.errors![bin], weight * expected.error))
      }
    }
  }

  @Test("rule none: the first, where the others agree to 1e-9")
  func none() throws {
    let first = [1.5, 0, .nan, .infinity, -.infinity, -2e-30]
    let close = [1.5 * (1 + 9e-10), -0.0, .nan, .infinity, -.infinity, -2e-30]
    let aggregator = try aggregate([(page(first, rule: "0"), 1), (page(close, rule: "0"), 5)])
    #expect(aggregator.rule == .identical)
    let values = aggregator.finish(errors: .stderr)
    #expect(values.values.map(\.bitPattern) == first.map(\.bitPattern))
    #expect(values.errors == nil)
    #expect(values.contributions == 2)
  }

  @Test(
    "rule none: values that differ are refused",
    arguments: [
      (1, 1 + 2e-9), (0, 1e-300), (1, -1), (.nan, 1), (1, .nan), (.infinity, 1), (1, .infinity),
      (.infinity, -.infinity), (-.infinity, .nan), (1e308, -1e308), (.infinity, .greatestFiniteMagnitude),
    ] as [(Double, Double)])
  func noneDiffers(first: Double, second: Double) {
    let error = #expect(throws: AggregateError.self) {
      try aggregate([(page([7, first], rule: "0"), 1), (page([7, second], rule: "0"), 1)])
    }
    guard case .values(bin: 1, let a, let b) = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect([a, b].map(\.bitPattern) == [first, second].map(\.bitPattern))
    #expect(error?.first == PageID(100))
    #expect(error?.second == PageID(101))
  }

  @Test("phase space is concatenated in order, whatever its rule says", arguments: [nil, "2", "4", "1", "0"])
  func concatenation(normalized: String?) throws {
    let (a, b) = ((0..<16).map(Double.init), (100..<108).map(Double.init))
    let aggregator = try aggregate([
      (particles(a, rule: normalized), 10), (particles([], rule: normalized), 10),
      (particles(b, rule: normalized), 20),
    ])
    #expect(aggregator.rule == .concatenation)
    let values = aggregator.finish(errors: .stderr)
    #expect(values.values == a + b)
    #expect(values.errors == nil)
    #expect(values.contributions == 3)
  }

  @Test("one contribution is given as it is, without errors", arguments: ["0", "1", "2", "3"])
  func oneContribution(normalized: String) throws {
    for policy in NonFinitePolicy.allCases {
      let values = [1.25, -0.1, 3e-5]
      let one = try aggregate([(page(values, rule: normalized), 7)], policy).finish(errors: .stderr)
      #expect(one.values == values)
      #expect(one.errors == nil)
      #expect(one.contributions == 1)
    }
  }

  @Test("rule sum with bins that are not finite")
  func sumNonFinite() throws {
    let pages: [[Double]] = [
      [10, .nan, .infinity, .nan, 4], [30, 5, 7, .infinity, 6], [20, 7, 1, .nan, 5],
    ]
    let contributions = zip(pages, [100.0, 200, 100]).map { (page($0, rule: "1"), $1) }
    let propagated = try aggregate(contributions).finish(errors: .stderr)
    #expect(propagated.values[0] == 60)
    #expect(propagated.values[1].isNaN)
    #expect(propagated.values[2] == .infinity)
    #expect(propagated.errors![0].isFinite)
    #expect(propagated.errors![1].isNaN)
    #expect(propagated.errors![2].isNaN)
    #expect(propagated.binContributions == nil)

    let aggregator = try aggregate(contributions, .skip)
    let skipped = aggregator.finish(errors: .stderr)
    #expect(Array(skipped.values[..<3]) == [60, 12, 8])
    #expect(skipped.binContributions == [3, 2, 2, 0, 3])
    let expected = TwoPass([5.0 / 200, 7.0 / 100], weights: [200, 100])
    #expect(isClose(skipped.errors![1], 300 * expected.error))
    #expect(isClose(aggregator.finish(errors: .stddev).errors![1], 300 * expected.error * 2.0.squareRoot()))
    // Nothing was counted in the fourth bin: that is no zero.
    #expect(skipped.values[3].isNaN)
    #expect(skipped.errors![3].isNaN)
  }

  @Test("rule mean with all contributions of a bin skipped")
  func meanSkipped() throws {
    let contributions = [(page([.nan, 1]), 1.0), (page([.infinity, 3]), 3)]
    let values = try aggregate(contributions, .skip).finish(errors: .stddev)
    #expect(values.values[0].isNaN)
    #expect(values.errors![0].isNaN)
    #expect(values.binContributions == [0, 2])
    #expect(values.values[1] == 2.5)
  }

  @Test("the template is the first contribution without its values")
  func template() throws {
    let first = page([1, 2], axes: [axis([0, 1])])
    var expected = first
    expected.values = []
    let aggregator = try aggregate([(first, 1), (page([3, 4], axes: [axis([0, 1 + 5e-10])]), 1)])
    #expect(aggregator.template == expected)
    #expect(PageAggregator(policy: .skip).template == nil)
    #expect(PageAggregator(policy: .skip).finish(errors: .stderr).values == [])
  }

  /// A first contribution, one that does not agree with it, and how.
  struct Disagreement: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var first: StoredPage
    var second: StoredPage
    var reason: AggregateError.Reason
  }

  private static let disagreements = [
    Disagreement(
      testDescription: "unit", first: page([1]), second: page([1], unit: "Gy"),
      reason: .unit(first: "MeV/g", second: "Gy")),
    Disagreement(
      testDescription: "quantity", first: page([1]), second: page([1], quantity: "FLUENCE"),
      reason: .quantity(first: "DOSE", second: "FLUENCE")),
    Disagreement(
      testDescription: "length", first: page([1, 2], axes: [axis([0, 1])]),
      second: page([1, 2, 3], axes: [axis([0, 1, 2])]), reason: .shape(first: [2], second: [3])),
    Disagreement(
      testDescription: "shape of the same count",
      first: page([Double](repeating: 0, count: 6), axes: [axis([0, 1]), axis([0, 1, 2])]),
      second: page([Double](repeating: 0, count: 6), axes: [axis([0, 1, 2]), axis([0, 1])]),
      reason: .shape(first: [2, 3], second: [3, 2])),
    Disagreement(
      testDescription: "single value and one bin", first: page([1]), second: page([1], axes: [axis([0])]),
      reason: .shape(first: [], second: [1])),
    Disagreement(
      testDescription: "centre of the second axis",
      first: page([0, 0, 0], axes: [axis([5]), axis([0.5, 1.5, 2.5])]),
      second: page([0, 0, 0], axes: [axis([5]), axis([0.5, 1.5, 2.75])]),
      reason: .axis(axis: 2, bin: 2, first: 2.5, second: 2.75)),
    Disagreement(
      testDescription: "centre by 2e-9", first: page([0], axes: [axis([1])]),
      second: page([0], axes: [axis([1 + 2e-9])]),
      reason: .axis(axis: 1, bin: 0, first: 1, second: 1 + 2e-9)),
    Disagreement(
      testDescription: "centre near zero", first: page([0, 0], axes: [axis([0, 1])]),
      second: page([0, 0], axes: [axis([1e-8, 1])]), reason: .axis(axis: 1, bin: 0, first: 0, second: 1e-8)),
    Disagreement(
      testDescription: "small centre of a logarithmic axis",
      first: page([0, 0, 0], axes: [axis([1e-12, 1e-6, 1])]),
      second: page([0, 0, 0], axes: [axis([1.1e-12, 1e-6, 1])]),
      reason: .axis(axis: 1, bin: 0, first: 1e-12, second: 1.1e-12)),
    Disagreement(
      testDescription: "infinite centre", first: page([0, 0], axes: [axis([1, .infinity])]),
      second: page([0, 0], axes: [axis([1, 2])]),
      reason: .axis(axis: 1, bin: 1, first: .infinity, second: 2)),
    Disagreement(
      testDescription: "rule", first: page([1], rule: "2"), second: page([1], rule: "1"),
      reason: .rule(first: "2", second: "1")),
    Disagreement(
      testDescription: "rule said and not said", first: page([1], rule: "1"), second: page([1]),
      reason: .rule(first: "1", second: "absent")),
    Disagreement(
      testDescription: "rule not known", first: page([1]), second: page([1], rule: "7"),
      reason: .rule(first: "absent", second: "7")),
    Disagreement(
      testDescription: "a value and particles", first: page([1], quantity: "X"),
      second: page([Double](repeating: 0, count: 16), quantity: "X", dettyp: "MCPL"),
      reason: .quantity(first: "X", second: "MCPL")),
    Disagreement(
      testDescription: "particles and a value",
      first: page([Double](repeating: 0, count: 16), quantity: "X", dettyp: "MCPL"),
      second: page([1], quantity: "X"), reason: .quantity(first: "MCPL", second: "X")),
  ]

  @Test("contributions that disagree are refused, with both sides and rows", arguments: disagreements)
  func disagree(case disagreement: Disagreement) throws {
    var aggregator = PageAggregator(policy: .propagate)
    try aggregator.add(disagreement.first, id: PageID(3), weight: 1)
    try aggregator.add(disagreement.first, id: PageID(4), weight: 1)
    let expected = AggregateError(disagreement.reason, first: PageID(3), second: PageID(9))
    #expect(throws: expected) { try aggregator.add(disagreement.second, id: PageID(9), weight: 1) }
    #expect(aggregator.contributions == 2)
  }

  @Test("rules that mean the same, and rounding of the centres, agree")
  func agree() throws {
    #expect(throws: Never.self) {
      try aggregate([
        (page([1]), 1), (page([1], rule: "2"), 1), (page([1], rule: "3"), 1), (page([1], rule: "None"), 1),
      ])
    }
    // An even mesh across zero: the middle centre is rounding alone.
    let centres = [-0.2, -0.1, 2.7e-17, 0.1, 0.2]
    let others = [-0.2, -0.1, -1.4e-17, 0.1, 0.2]
    let nan = [1, .nan, .infinity]
    #expect(throws: Never.self) {
      try aggregate([(page(centres, axes: [axis(centres)]), 1), (page(centres, axes: [axis(others)]), 1)])
      try aggregate([(page(nan, axes: [axis(nan)]), 1), (page(nan, axes: [axis(nan)]), 1)])
      try aggregate([(page([1], axes: [axis([0])]), 1), (page([1], axes: [axis([0])]), 1)])
    }
  }

  @Test("a rule that no converter writes, or that does not fit a mesh, is refused at the first")
  func unknownRules() {
    for word in ["7", "", "mean", "-1", "2.0", "[2]"] {
      #expect(throws: AggregateError(.unknownRule(word), first: PageID(100), second: PageID(100))) {
        try aggregate([(page([1], rule: word), 1)])
      }
    }
    // Meshes joined end to end would no longer fit their axes.
    #expect(throws: AggregateError(.unknownRule("4"), first: PageID(100), second: PageID(100))) {
      try aggregate([(page([1, 2], rule: "4", axes: [axis([0, 1])]), 1)])
    }
  }

  @Test("the same contributions in the same order give the same bits")
  func deterministic() throws {
    var random = SeededGenerator(seed: 8)
    for rule in ["1", "2"] {
      let contributions = (0..<7).map { _ in
        (
          page((0..<50).map { _ in Double(random.next() % 10_000) / 7 }, rule: rule),
          Double(1 + random.next() % 500)
        )
      }
      let results = try (0..<3).map { _ in try aggregate(contributions).finish(errors: .stderr) }
      #expect(results[0] == results[1])
      #expect(results[0] == results[2])
    }
  }

  /// Rows are numbered from 100.
  @discardableResult
  private func aggregate(
    _ contributions: [(StoredPage, Double)], _ policy: NonFinitePolicy = .propagate
  ) throws(AggregateError) -> PageAggregator {
    var aggregator = PageAggregator(policy: policy)
    for (index, (page, weight)) in contributions.enumerated() {
      try aggregator.add(page, id: PageID(Int64(100 + index)), weight: weight)
    }
    return aggregator
  }
}

private func page(
  _ values: [Double], rule: String? = nil, quantity: String = "DOSE", unit: String = "MeV/g",
  dettyp: String? = nil, axes: [StoredAxis]? = nil
) -> StoredPage {
  var metadata = Metadata()
  if let rule { metadata.entries.append(.init(name: "page_normalized", value: rule)) }
  if let dettyp { metadata.entries.append(.init(name: "dettyp", value: dettyp)) }
  let isMesh = values.count != 1 && dettyp == nil
  return StoredPage(
    quantity: quantity, unit: unit, metadata: metadata,
    axes: axes ?? (isMesh ? [axis(values.indices.map(Double.init))] : []), values: values,
    isFinite: values.allSatisfy { $0.isFinite })
}

private func particles(_ values: [Double], rule: String?) -> StoredPage {
  page(values, rule: rule, quantity: "MCPL", dettyp: "MCPL")
}

private func axis(_ centres: [Double]) -> StoredAxis {
  StoredAxis(name: "Position (Z)", unit: "cm", centres: centres)
}
