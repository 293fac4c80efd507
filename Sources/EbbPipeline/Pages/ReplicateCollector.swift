internal import EbbAnalysis
internal import EbbModel

/// Keeps the contributions to a page for resampling: each of them, or where they would take too much memory, as
/// many groups of neighbouring ones as do not.
struct ReplicateCollector {
  /// The most bytes that are kept of a page: 0.5 GiB.
  static let byteLimit = 1 << 29
  /// The fewest groups: fewer tell too little of how they scatter.
  static let fewestGroups = 5

  private let count: Int
  private var added = 0
  private var groups: [Group] = []
  private var rule = AggregationRule.mean
  private var isUsable = true

  /// A weighted mean: of a sum that of the counts per primary.
  private struct Group {
    var weight = 0.0
    var values: [Double] = []

    mutating func add(_ page: [Double], weight more: Double) {
      weight += more
      guard !values.isEmpty else {
        values = page
        return
      }
      let share = more / weight
      for bin in values.indices { values[bin] += (page[bin] - values[bin]) * share }
    }
  }

  /// - Parameter count: how many contributions there are to be.
  init(count: Int) { self.count = count }

  /// Takes a contribution, reduced, with its weight.
  /// - Parameter hasDenominator: whether the page's bins are weighted each by their own.
  mutating func add(
    _ page: StoredPage, weight: Double, rule: AggregationRule, hasDenominator: Bool = false
  ) {
    defer { added += 1 }
    // An average of which every bin was hit is weighted by primaries, as a mean is.
    let isMean = rule == .ratio && !hasDenominator && page.values.allSatisfy { $0 != 0 }
    let rule = isMean ? .mean : rule
    // A bin that skips a contribution has weights of its own, and what is not finite has no scatter.
    guard isUsable, count > 1, page.isFinite, rule == .mean || rule == .sum else { return drop() }
    if groups.isEmpty {
      let room = Self.byteLimit / (MemoryLayout<Double>.stride * max(page.values.count, 1))
      let size = min(count, room)
      guard size >= min(count, Self.fewestGroups) else { return drop() }
      groups = [Group](repeating: Group(), count: size)
      self.rule = rule
    }
    let values = rule == .sum ? page.values.map { $0 / weight } : page.values
    groups[min(added, count - 1) * groups.count / count].add(values, weight: weight)
  }

  private mutating func drop() {
    isUsable = false
    groups = []
  }

  /// Gives what was kept, in C order; `nil` where that is nothing to resample by. Nothing stays here: the arrays are
  /// rearranged one by one.
  mutating func finish(_ order: MemoryOrder, shape: [Int]) throws(CancellationError) -> Replicates? {
    defer { groups = [] }
    groups.removeAll { $0.weight == 0 }
    guard isUsable, groups.count > 1 else { return nil }
    for index in groups.indices {
      if Task.isCancelled { throw CancellationError() }
      groups[index].values = order.lastAxisFastest(groups[index].values, shape: shape)
    }
    let weights = groups.map(\.weight)
    return Replicates(
      weights: weights, values: groups.map(\.values), scale: rule == .sum ? weights.reduce(0, +) : 1,
      contributions: added)
  }
}
