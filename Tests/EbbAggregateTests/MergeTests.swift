import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

/// Partial states that are merged, against one fold over all contributions.
@Suite("Merging") struct MergeTests {
  @Test("a small case by hand")
  func byHand() {
    // 1 (w 1), 3 (w 3): W = 4, m = 2.5, S = 3. 7 (w 4): W = 4, m = 7, S = 0.
    // δ = 4.5, m = 2.5 + 4.5/2 = 4.75, S = 3 + 4.5²·4·4/8 = 43.5.
    var mean = fold([([1], 1), ([3], 3)])
    mean.merge(fold([([7], 4)]))
    #expect(mean.count == 3)
    #expect(mean.weight == 8)
    #expect(mean.mean == [4.75])
    #expect(mean.spreads == [43.5])
    #expect(isClose(mean.standardErrors![0], (43.5 / 16).squareRoot()))
  }

  @Test("nothing merged with something, and something with nothing, is that")
  func nothing() {
    let some = fold([([1, 2], 1), ([3, 5], 3)])
    var first = WeightedMean()
    first.merge(some)
    var second = some
    second.merge(WeightedMean())
    for mean in [first, second] {
      #expect(mean.mean == some.mean)
      #expect(mean.standardErrors == some.standardErrors)
      #expect(mean.count == 2)
    }
  }

  /// What values are like.
  enum Kind: CaseIterable {
    case plain, near, orders, holes

    func draw(_ random: inout SeededGenerator) -> Double {
      let uniform = Double(random.next() >> 11) * 0x1p-53
      switch self {
      case .plain: return uniform
      case .near: return 1e6 + uniform
      case .orders:
        return uniform * Double(sign: .plus, exponent: Int(random.next() % 997) - 498, significand: 1)
      case .holes:
        return random.next() % 4 == 0 ? [.nan, .infinity, -.infinity][Int(random.next() % 3)] : uniform
      }
    }
    /// 1e-9 where squares of the values span 300 orders and more.
    var tolerance: Double { self == .orders ? 1e-9 : 1e-12 }
    /// What S is exact to: where a mean is much larger than what scatters around it, its last digits count.
    var spreadTolerance: Double { self == .near ? 1e-7 : tolerance }
  }

  @Test(
    "parts of any size, merged in any order, are one fold", arguments: Kind.allCases,
    [NonFinitePolicy.propagate, .skip])
  func anyOrder(kind: Kind, policy: NonFinitePolicy) {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<40 {
      let count = 2 + Int(random.next() % 30)
      let contributions = (0..<count).map { _ in
        ((0..<4).map { _ in kind.draw(&random) }, Double(1 + random.next() % 9_999))
      }
      let direct = fold(contributions, policy)
      var parts: [WeightedMean] = []
      var rest = contributions[...]
      while !rest.isEmpty {
        let size = min(rest.count, 1 + Int(random.next() % 5))
        parts.append(fold(Array(rest.prefix(size)), policy))
        rest = rest.dropFirst(size)
      }
      // Any two that are left are merged, until one is.
      while parts.count > 1 {
        let part = parts.remove(at: Int(random.next() % UInt64(parts.count)))
        parts[Int(random.next() % UInt64(parts.count))].merge(part)
      }
      expectSame(parts[0], direct, kind)
    }
  }

  @Test("merging is associative", arguments: Kind.allCases, [NonFinitePolicy.propagate, .skip])
  func associative(kind: Kind, policy: NonFinitePolicy) {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<100 {
      let parts = (0..<3).map { _ in
        fold(
          (0..<1 + Int(random.next() % 4)).map { _ in
            ((0..<4).map { _ in kind.draw(&random) }, Double(1 + random.next() % 9_999))
          }, policy)
      }
      var (left, right) = (parts[0], parts[1])
      left.merge(parts[1])
      left.merge(parts[2])
      right.merge(parts[2])
      var whole = parts[0]
      whole.merge(right)
      expectSame(whole, left, kind)
    }
  }

  @Test(
    "a state that was written and read back goes on with the same bits", arguments: ["2", "1", "0", "4"],
    [false, true])
  func restored(rule: String, skips: Bool) throws {
    var random = SeededGenerator(seed: 9)
    let policy = skips ? NonFinitePolicy.skip : .propagate
    for count in 1...5 {
      let contributions = (0..<count).map { index in
        let values = (0..<8).map { bin in
          // The first bin is skipped by all.
          skips && rule != "0" && (bin == 0 || random.next() % 3 == 0)
            ? .nan : rule == "0" ? Double(bin) : Double(random.next() % 1000)
        }
        return (page(values, rule: rule), Double(1 + random.next() % 9_999), index)
      }
      var whole = PageAggregator(policy: policy)
      for (page, weight, index) in contributions {
        try whole.add(page, id: PageID(Int64(index)), weight: weight)
      }
      let first = try #require(PageAggregator(restoring: result(whole), id: PageID(1)))
      #expect(first.contributions == count)
      #expect(same(first.finish(errors: .stderr), whole.finish(errors: .stderr)))
      var (one, other) = (whole, first)
      try one.merge(whole)
      try other.merge(first)
      #expect(same(one.finish(errors: .stderr), other.finish(errors: .stderr)))
    }
  }

  @Test("sums, first values and particles are merged by their own rules", arguments: ["1", "0", "4"])
  func rules(rule: String) throws {
    let values: [[Double]] =
      rule == "0" ? [[1, 2], [1, 2], [1, 2]] : [[10, 0], [30, 5], [7, 1]]
    func add(_ range: Range<Int>) throws -> PageAggregator {
      var aggregator = PageAggregator(policy: .propagate)
      for index in range {
        let values = rule == "4" ? (0..<8).map { values[index][$0 % 2] } : values[index]
        try aggregator.add(
          page(values, rule: rule), id: PageID(Int64(index)), weight: Double(100 * (index + 1)))
      }
      return aggregator
    }
    let direct = try add(0..<3).finish(errors: .stderr)
    var merged = try add(0..<1)
    try merged.merge(try add(1..<3))
    let result = merged.finish(errors: .stderr)
    #expect(result.values == direct.values)
    #expect(result.contributions == 3)
    #expect((result.errors == nil) == (rule != "1"))
    for (mine, theirs) in zip(result.errors ?? [], direct.errors ?? []) { #expect(isClose(mine, theirs)) }
  }

  @Test("parts that do not agree are refused, as contributions are")
  func disagree() throws {
    var first = PageAggregator(policy: .propagate)
    try first.add(page([1, 2], rule: "2"), id: PageID(1), weight: 1)
    for other in [
      page([1, 2, 3], rule: "2"), page([1, 2], rule: "1"), page([1, 2], rule: "2", unit: "Gy"),
    ] {
      var second = PageAggregator(policy: .propagate)
      try second.add(other, id: PageID(2), weight: 1)
      let error = #expect(throws: AggregateError.self) { try first.merge(second) }
      #expect(error?.first == PageID(1))
      #expect(error?.second == PageID(2))
    }
    var constant = PageAggregator(policy: .propagate)
    try constant.add(page([1, 2], rule: "0"), id: PageID(3), weight: 1)
    var other = PageAggregator(policy: .propagate)
    try other.add(page([1, 2.1], rule: "0"), id: PageID(4), weight: 1)
    #expect(throws: AggregateError.self) { try constant.merge(other) }
  }

  @Test("a state that cannot be is not restored")
  func impossible() throws {
    var aggregator = PageAggregator(policy: .skip)
    try aggregator.add(page([1, .nan], rule: "1"), id: PageID(1), weight: 2)
    try aggregator.add(page([1, 3], rule: "1"), id: PageID(2), weight: 2)
    let sound = result(aggregator)
    #expect(PageAggregator(restoring: sound, id: PageID(1)) != nil)
    let changes: [(inout ResultPage) -> Void] = [
      { $0.state = nil }, { $0.contributions = 0 }, { $0.contributions = .max }, { $0.state?.spread = [1] },
      { $0.state?.spread = nil },
      { $0.state?.mean = nil }, { $0.state?.mean = [] }, { $0.state?.binWeights = nil },
      { $0.binContributions = nil },
      { $0.state?.weight = 0 }, { $0.state?.weight = .nan }, { $0.binContributions = [1] },
    ]
    for change in changes {
      var page = sound
      change(&page)
      #expect(PageAggregator(restoring: page, id: PageID(1)) == nil)
    }
  }

  private func expectSame(_ mean: WeightedMean, _ direct: WeightedMean, _ kind: Kind) {
    #expect(mean.count == direct.count)
    #expect(mean.weight == direct.weight)
    #expect(mean.binCounts == direct.binCounts)
    #expect(mean.binWeights == direct.binWeights)
    for (mine, theirs) in zip(mean.mean, direct.mean) {
      #expect(isClose(mine, theirs, tolerance: kind.tolerance))
    }
    #expect((mean.standardErrors == nil) == (direct.standardErrors == nil))
    for (mine, theirs) in zip(mean.standardErrors ?? [], direct.standardErrors ?? []) {
      #expect(isClose(mine, theirs, tolerance: kind.spreadTolerance))
    }
  }

  private func same(_ a: AggregatedValues, _ b: AggregatedValues) -> Bool {
    a.values.map(\.bitPattern) == b.values.map(\.bitPattern) && a.binContributions == b.binContributions
      && a.errors?.map(\.bitPattern) == b.errors?.map(\.bitPattern) && a.contributions == b.contributions
  }

  /// The page that comes of an aggregator, with its state.
  private func result(_ aggregator: PageAggregator) -> ResultPage {
    let combined = aggregator.finish(errors: .stderr)
    let template = aggregator.template!
    return ResultPage(
      number: 0, quantity: template.quantity, unit: Unit(source: template.unit), filter: nil,
      metadata: template.metadata,
      axes: template.axes.map {
        Axis(name: $0.name, label: "", unit: $0.unit, centres: $0.centres, edges: nil)
      },
      values: combined.values, errors: combined.errors, errorKind: .stderr,
      binContributions: combined.binContributions, isPhaseSpace: template.isPhaseSpace, rule: aggregator.rule,
      contributions: combined.contributions, primaries: nil,
      state: aggregator.state(isWeighted: true, sources: ContributionList()))
  }

  private func page(_ values: [Double], rule: String, unit: String = "MeV/g") -> StoredPage {
    let isTable = rule == "4"
    return StoredPage(
      quantity: isTable ? "MCPL" : "DOSE", unit: unit,
      metadata: Metadata([Metadata.Entry(name: "page_normalized", value: rule)]),
      axes: isTable ? [] : [StoredAxis(name: "x", unit: "cm", centres: values.indices.map(Double.init))],
      values: values, isFinite: values.allSatisfy(\.isFinite))
  }

  private func fold(
    _ contributions: [([Double], Double)], _ policy: NonFinitePolicy = .propagate
  ) -> WeightedMean {
    var mean = WeightedMean(policy: policy)
    for (values, weight) in contributions {
      mean.add(values, weight: weight, isFinite: values.allSatisfy(\.isFinite))
    }
    return mean
  }
}
