internal import EbbAnalysis
internal import EbbFiles
internal import EbbModel

/// Keeps the contributions to a page for resampling: each of them, or where they would take too much memory, as
/// many groups of neighbouring ones as do not.
struct ReplicateCollector {
  /// The fewest groups: fewer tell too little of how they scatter.
  static let minGroups = 5

  private let count: Int
  private let limits: ReplicateLimits
  private var measure: BinMeasure?
  private var order = MemoryOrder.lastAxisFastest
  private var shape: [Int] = []
  private var binsOfValue = 1
  private var added = 0
  private var groups: [Group] = []
  /// The number of values of each.
  private var size = 0
  /// Where values of groups that are complete are laid aside, of a page whose groups are too large to be held.
  private var scratch: ScratchFile?
  /// The group that contributions are added to; `nil` where it is complete.
  private var open: Int?
  private var rule = AggregationRule.mean
  private var isUsable = true
  /// Whether values that are not finite are left out of the page, bin by bin.
  private let skipsNonFinite: Bool
  /// The weight of the contributions that tell each bin; `nil` where all tell all.
  private var binWeights: [Double]?

  /// A weighted mean: of a sum that of the counts per primary.
  private struct Group {
    var weight = 0.0
    var values: [Double] = []
    /// Whether its values are in the scratch file.
    var isLaidAside = false

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

  /// - Parameters:
  ///   - count: how many contributions there are to be.
  ///   - policy: what becomes of values that are not finite.
  init(count: Int, _ limits: ReplicateLimits, policy: NonFinitePolicy = .propagate) {
    self.count = count
    skipsNonFinite = policy == .skip
    self.limits = limits
  }

  /// Takes what all contributions have in common.
  /// - Parameters:
  ///   - measure: of their bins; `nil` where it is not known, and each counts once.
  ///   - order: of their values.
  mutating func begin(_ measure: BinMeasure?, _ order: MemoryOrder, shape: [Int]) {
    self.measure = measure
    self.order = order
    self.shape = shape
    let bins = shape.reduce(1, *)
    guard let most = limits.values, bins > most else { return }
    let fits = limits.bytes / (MemoryLayout<Double>.stride * bins) >= min(count, Self.minGroups)
    if !limits.prefersBins || !fits { binsOfValue = (bins + most - 1) / most }
  }

  /// Takes a contribution, reduced, with its weight.
  /// - Parameter hasDenominator: whether the page's bins are weighted each by their own.
  mutating func add(
    _ page: StoredPage, weight: Double, rule: AggregationRule, hasDenominator: Bool = false
  ) {
    defer { added += 1 }
    // An average of which every bin was hit is weighted by primaries, as a mean is.
    let isMean = rule == .ratio && !hasDenominator && page.values.allSatisfy { $0 != 0 }
    let rule = isMean ? .mean : rule
    // What is not finite has no scatter. Bins that are put together have no weights of their own.
    guard isUsable, count > 1, page.isFinite || skipsNonFinite && binsOfValue == 1,
      rule == .mean || rule == .sum
    else { return drop() }
    let kept = binsOfValue == 1 ? page.values : sums(page.values)
    if groups.isEmpty {
      let room = limits.bytes / (MemoryLayout<Double>.stride * max(kept.count, 1))
      let most = min(count, room)
      guard most >= min(count, Self.minGroups) else { return drop() }
      groups = [Group](repeating: Group(), count: most)
      self.rule = rule
      size = kept.count
      if most * size * MemoryLayout<Double>.stride > limits.heldBytes { scratch = ScratchFile() }
    }
    if !page.isFinite || binWeights != nil {
      // A bin that skips a contribution has weights of its own; of groups that would be a weight for each.
      guard groups.count == count else { return drop() }
      var weights = binWeights ?? page.values.map { _ in groups.reduce(0) { $0 + $1.weight } }
      for bin in weights.indices where page.values[bin].isFinite { weights[bin] += weight }
      binWeights = weights
    }
    let values = rule == .sum ? kept.map { $0 / weight } : kept
    let group = group(of: added)
    groups[group].add(values, weight: weight)
    open = group
    // Before the next contribution is read: its values and these need not be in memory together.
    if self.group(of: added + 1) > group { completeOpen() }
  }

  private func group(of contribution: Int) -> Int { min(contribution, count - 1) * groups.count / count }

  /// Sums of neighbouring bins, in C order.
  private func sums(_ values: [Double]) -> [Double] {
    (measure ?? BinMeasure(shape: shape)).sums(values, of: binsOfValue, order: order)
  }

  /// Brings the values of the group, to which no more is added, into C order, and lays them aside where they do not stay in
  /// memory. Where the disk has no room for them they stay.
  private mutating func completeOpen() {
    guard let group = open else { return }
    open = nil
    if binsOfValue == 1 {
      groups[group].values = order.lastAxisFastest(groups[group].values, shape: shape)
    }
    let values = groups[group].values
    guard let scratch, !values.isEmpty, scratch.write(values, at: group * size) else { return }
    groups[group].isLaidAside = true
    groups[group].values = []
  }

  private mutating func drop() {
    isUsable = false
    binWeights = nil
    groups = []
    (scratch, open) = (nil, nil)
  }

  /// Gives what was kept, in C order; `nil` where that is nothing to resample by. Nothing stays here.
  mutating func finish() throws(CancellationError) -> Replicates? {
    defer { (groups, scratch) = ([], nil) }
    completeOpen()
    if Task.isCancelled { throw CancellationError() }
    guard isUsable, groups.count(where: { $0.weight > 0 }) > 1 else { return nil }
    var (weights, parts): ([Double], [ReplicateValues.Part]) = ([], [])
    for (index, group) in groups.enumerated() where group.weight > 0 {
      weights.append(group.weight)
      guard group.isLaidAside, let scratch else {
        parts.append(.held(group.values))
        continue
      }
      // What the disk does not give again has no figures, and so no errors come of it.
      parts.append(
        .laidAside(count: size) { [size] in
          scratch.read(size, at: index * size) ?? [Double](repeating: .nan, count: size)
        })
    }
    var replicates = Replicates(
      weights: weights, values: ReplicateValues(parts), scale: rule == .sum ? weights.reduce(0, +) : 1,
      isSum: rule == .sum, binWeights: binWeights.map { order.lastAxisFastest($0, shape: shape) },
      contributions: added)
    replicates.binsOfValue = binsOfValue
    return replicates
  }
}
