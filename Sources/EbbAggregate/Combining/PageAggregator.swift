package import EbbModel

/// Combines the contributions of one group into one page, by the page's own rule.
///
/// Contributions are added in a fixed order whatever the number of threads, so the result has the same bits.
package struct PageAggregator: Sendable {
  /// The first contribution without its values; what the result is named and described by.
  package private(set) var template: StoredPage?
  package private(set) var rule = AggregationRule.mean
  package private(set) var contributions = 0
  private var first = PageID(0)
  /// The mean; of a sum, that of the counts per primary, whose error is the sum's.
  private var mean: WeightedMean
  /// Sums of a ratio whose denominator is known; else `mean` has those bins in which something was scored.
  private var ratio = RatioMean()
  /// The meaning of the template; `nil` before the first contribution.
  package private(set) var meaning: PageMeaning?
  /// The first contribution's values (rule `none`), the plain sum, or the concatenation.
  private var values: [Double] = []
  private let policy: NonFinitePolicy
  /// The scale in which `mean` and `ratio` are.
  private var scale = PageScale()
  /// Whether hits are counted; four bytes a bin.
  private let countsHits: Bool
  private var hits: HitCounts?
  /// A number above that of any page's contributions. Counts that files state are no larger, so that sums of them are
  /// numbers too.
  private static let maxContributions = 1 << 40

  /// - Parameter makesIntervals: whether a state or errors of intervals may be asked for.
  package init(policy: NonFinitePolicy, countsHits: Bool = false, makesIntervals: Bool = true) {
    self.policy = policy
    self.countsHits = countsHits
    mean = WeightedMean(policy: policy, makesIntervals: makesIntervals)
  }

  /// Adds a contribution.
  /// - Parameters:
  ///   - id: the row it comes from, for the error.
  ///   - weight: its primaries; above 0.
  ///   - reduction: what is done to the bins of each contribution before they are combined; the same for all.
  ///   - denominator: what the ratio is weighted by, of as many bins; of all contributions or none.
  /// - Returns: the page as it was added, reduced.
  /// - Throws: where it does not agree with the first in unit, shape, axes or rule.
  @discardableResult
  package mutating func add(
    _ page: StoredPage, id: PageID, weight: Double, reduction: PageReduction? = nil,
    denominator: [Double]? = nil
  ) throws(AggregateError) -> StoredPage {
    if let template {
      try check(page, id: id, against: template)
    } else {
      try begin(with: page, id: id, meaning: reduction?.meaning ?? page.meaning)
    }
    contributions += 1
    let (page, denominator) =
      reduction?.reduced(page, denominator: denominator, policy: policy) ?? (page, denominator)
    // Of several the scatter tells the errors.
    template?.errors = contributions > 1 ? nil : page.errors
    if countsHits, contributions == 1, rule == .mean || rule == .sum {
      hits = HitCounts(bins: page.values.count)
    }
    if rule == .mean || rule == .ratio { rescale(by: scale.take(page.facts)) }
    switch rule {
    case .ratio:
      if let denominator {
        ratio.add(scale.scaled(page.values), denominators: denominator, weight: weight, policy: policy)
      } else {
        mean.addHits(scale.scaled(page.values), weight: weight, isFinite: page.isFinite)
      }
    case .identical: try takeFirst(page, id: id)
    case .mean:
      mean.add(scale.scaled(page.values), weight: weight, isFinite: page.isFinite, counting: &hits)
    case .sum:
      hits?.add(page.values, skips: policy == .skip)
      addCounts(page, weight: weight)
    case .concatenation: values.append(contentsOf: page.values)
    }
    return page
  }

  /// Merges in the contributions of another aggregator, as if they had been added one by one.
  /// - Throws: where they do not agree with these in unit, shape, axes or rule.
  package mutating func merge(_ other: PageAggregator) throws(AggregateError) {
    precondition(policy == other.policy)
    guard let theirs = other.template else { return }
    guard let template else {
      self = other
      return
    }
    try check(theirs, id: other.first, against: template)
    contributions += other.contributions
    hits = hits.flatMap { mine in other.hits.flatMap(mine.merged) }
    var other = other
    rescale(by: scale.take(other.scale))
    other.rescale(by: other.scale.take(scale))
    switch rule {
    case .identical: try checkSame(other.values, id: other.first)
    case .ratio:
      mean.merge(other.mean)
      ratio.merge(other.ratio)
    case .mean: mean.merge(other.mean)
    case .sum:
      mean.merge(other.mean)
      for (bin, count) in other.values.enumerated() { values[bin] += count }
    case .concatenation: values.append(contentsOf: other.values)
    }
  }

  /// Brings what was combined to another scale.
  private mutating func rescale(by exponent: Int) {
    guard exponent != 0 else { return }
    mean.scale(by: exponent)
    ratio.scale(by: exponent)
  }

  /// (W, m, S) of each bin, flat in stored order, as far as `finish` does not give them. Of magnitudes whose squares are
  /// no numbers, S is none either: merged with others their errors are not known.
  package func state(isWeighted: Bool, sources: ContributionList) -> PageState {
    guard scale.shift == 0 else {
      var plain = self
      plain.rescale(by: -scale.shift)
      plain.scale = PageScale()
      return plain.state(isWeighted: isWeighted, sources: sources)
    }
    if ratio.count > 0 {
      return PageState(
        weight: max(ratio.weights.max() ?? 0, .leastNonzeroMagnitude), classes: ratio.classes,
        isWeighted: isWeighted, policy: policy,
        spread: ratio.sums.second, binWeights: ratio.weights, ratio: ratio.sums, sources: sources)
    }
    return PageState(
      weight: mean.weight, classes: mean.count > 0 ? mean.classes : nil, isWeighted: isWeighted,
      policy: policy,
      mean: rule == .sum ? mean.mean : nil,
      spread: mean.spreads, unequal: mean.unequal, binWeights: mean.binWeights, sources: sources)
  }

  /// An aggregator as it was when `page` came of it; `nil` where the page has no state, or one that cannot
  /// be.
  /// - Parameters:
  ///   - page: in C order, in which the aggregator goes on.
  ///   - id: what stands for the page in errors.
  package init?(restoring page: ResultPage, id: PageID) {
    guard let state = page.state, 1...Self.maxContributions ~= page.contributions else { return nil }
    self.init(policy: state.policy)
    let bins = page.values.count
    guard page.hits.map({ $0.count == bins }) ?? true else { return nil }
    hits = page.hits.map(HitCounts.init)
    let arrays = [state.mean, state.spread, state.binWeights].compactMap(\.self)
    guard arrays.allSatisfy({ $0.count == bins }), page.binContributions.map({ $0.count == bins }) ?? true,
      (page.binContributions == nil) == (state.binWeights == nil)
    else { return nil }
    guard state.unequal.map({ $0.first.count == bins && $0.second.count == bins }) ?? true,
      state.classes.map({ $0.count == page.contributions }) ?? true,
      state.unequal == nil || state.classes != nil
    else { return nil }
    rule = page.rule
    contributions = page.contributions
    first = id
    template = StoredPage(
      quantity: page.quantity, unit: page.unit.source, metadata: page.metadata,
      axes: page.axes.map { StoredAxis(name: $0.name, unit: $0.unit, centres: $0.centres) }, values: [],
      isFinite: true)
    meaning = page.meaning
    switch rule {
    case .identical, .concatenation: values = page.values
    case .ratio where state.ratio != nil:
      guard var sums = state.ratio, let hits = page.binContributions, let weights = state.binWeights,
        let spread = state.spread, sums.squares.count == bins, sums.first.count == bins
      else { return nil }
      sums.second = spread
      ratio = RatioMean(
        count: page.contributions,
        classes: state.classes ?? WeightClasses(alike: page.contributions, weight: state.weight),
        ratios: page.values, hits: hits, weights: weights, sums: sums)
    case .mean, .sum, .ratio:
      guard state.weight > 0, state.weight.isFinite, rule != .sum || state.mean != nil,
        page.contributions == 1 || state.spread != nil
      else { return nil }
      mean = WeightedMean(
        policy: state.policy, count: page.contributions, weight: state.weight,
        classes: state.classes, mean: state.mean ?? page.values,
        spread: state.spread, unequal: state.unequal, binCounts: page.binContributions,
        binWeights: state.binWeights)
      // A bin that every contribution has skipped is NaN outside, and nothing within.
      if rule == .sum {
        values = zip(page.values.indices, page.values).map { page.binContributions?[$0] == 0 ? 0 : $1 }
      }
    }
  }

  /// The combined values with errors of the kind that is asked for.
  package func finish(errors kind: ErrorKind) -> AggregatedValues {
    let errors = errors(kind).map(scale.restored)
    var combined: AggregatedValues
    switch rule {
    case .identical, .concatenation:
      return AggregatedValues(values: values, contributions: contributions)
    case .ratio where ratio.count > 0:
      combined = AggregatedValues(
        values: scale.restored(ratio.ratios), errors: errors, binContributions: ratio.hits,
        contributions: contributions)
    case .mean, .ratio:
      combined = AggregatedValues(
        values: scale.restored(mean.mean), errors: errors, binContributions: mean.binCounts,
        contributions: contributions)
    case .sum:
      combined = AggregatedValues(
        values: sums,
        errors: errors?.enumerated().map { bin, error in
          error * (mean.binWeights?[bin] ?? mean.weight)
        }, binContributions: mean.binCounts, contributions: contributions)
    }
    combined.hits = hits?.counts
    if errors != nil { combined.degreesOfFreedom = degreesOfFreedom }
    return combined
  }

  /// The powers of two of the least and the largest magnitude where bins are so far apart that some may have no error; `nil` of
  /// all other pages.
  package var tooWideMagnitudes: ClosedRange<Int>? { scale.tooWide }

  /// ν of the errors: of bins with contributions of their own, as much less.
  private var degreesOfFreedom: Double {
    ratio.count > 0 ? ratio.degreesOfFreedom : mean.degreesOfFreedom
  }

  /// NaN where every contribution was skipped: nothing was counted, which is not zero.
  private var sums: [Double] {
    guard let counts = mean.binCounts else { return values }
    return zip(values, counts).map { sum, count in count == 0 ? .nan : sum }
  }

  private func errors(_ kind: ErrorKind) -> [Double]? {
    let ofMean = kind.confidence == nil ? mean.standardErrors : mean.intervalErrors
    guard kind != .none, let errors = ratio.count > 0 ? ratio.standardErrors : ofMean else { return nil }
    guard kind != .stderr else { return errors }
    let counts = ratio.count > 0 ? ratio.hits : mean.binCounts
    let share = degreesOfFreedom / Double(max(contributions - 1, 1))
    func factor(_ count: Int) -> Double {
      guard let confidence = kind.confidence else { return Double(count).squareRoot() }
      return count < 2 ? .nan : StudentT.halfWidth(confidence, degreesOfFreedom: share * Double(count - 1))
    }
    guard let counts else {
      let factor = factor(contributions)
      return errors.map { $0 * factor }
    }
    // As many factors as there are numbers of contributions.
    var factors: [Int: Double] = [:]
    for count in Set(counts) { factors[count] = factor(count) }
    return zip(errors, counts).map { $0 * (factors[$1] ?? .nan) }
  }

  private mutating func begin(
    with page: StoredPage, id: PageID, meaning: PageMeaning
  ) throws(AggregateError) {
    let stated = page.metadata["page_normalized"]
    guard page.metadata.normalization.isKnown else {
      throw AggregateError(.unknownRule(stated ?? ""), first: id, second: id)
    }
    let rule = meaning.overTasks
    self.meaning = meaning
    // A table of particles can only be concatenated, whatever is said, and nothing else can.
    guard page.isPhaseSpace || rule != .concatenation else {
      throw AggregateError(.unknownRule(stated ?? ""), first: id, second: id)
    }
    self.rule = page.isPhaseSpace ? .concatenation : rule
    first = id
    template = page
    template?.values = []
  }

  private mutating func takeFirst(_ page: StoredPage, id: PageID) throws(AggregateError) {
    guard contributions > 1 else {
      values = page.values
      return
    }
    try checkSame(page.values, id: id)
  }

  private func checkSame(_ others: [Double], id: PageID) throws(AggregateError) {
    for (bin, (mine, others)) in zip(values, others).enumerated() where !Agreement.isClose(mine, others) {
      throw AggregateError(
        .values(bin: bin, first: mine, second: others), first: first, second: id)
    }
  }

  private mutating func addCounts(_ page: StoredPage, weight: Double) {
    mean.add(page.values.map { $0 / weight }, weight: weight, isFinite: page.isFinite)
    if values.isEmpty { values = [Double](repeating: 0, count: page.values.count) }
    for (bin, count) in page.values.enumerated() where policy == .propagate || count.isFinite {
      values[bin] += count
    }
  }

  private func check(
    _ page: StoredPage, id: PageID, against template: StoredPage
  ) throws(AggregateError) {
    if let reason = template.disagreement(with: page) {
      throw AggregateError(reason, first: first, second: id)
    }
  }
}
