package import EbbModel

/// The running mean of a page over its contributions, weighted by their primaries.
///
/// West, "Updating mean and variance estimates: an improved method", Comm. ACM 22 (1979) 532-535, one
/// pass: `d = x − m; m += d·w/(W + w); S += d²·w·W/(W + w); W += w`. S is often given as
/// `w·d·(x − m)` with the new m: the same, but where one weight outdoes all others it cancels, to less than
/// zero at the worst. The variance of a batch of w histories goes as 1/w, so `S / (n − 1)` estimates the
/// variance of one history and the standard error of the mean is `sqrt(S / ((n − 1)·W))`: unbiased for
/// unequal batches, s/√n for equal ones. Intervals of very unequal ones are made of `UnequalSums`.
///
/// Contributions are folded in the order in which they come: the caller's order decides the last bits.
package struct WeightedMean: Sendable {
  /// The number of contributions.
  package private(set) var count = 0
  /// The sum of their weights, W.
  package private(set) var weight = 0.0
  /// Their weights by class.
  package private(set) var classes = WeightClasses()
  /// The mean of each bin.
  package private(set) var mean: [Double] = []
  /// S of each bin; empty while there is one contribution, whose S is 0.
  private var spread: [Double] = []
  /// The sums that errors of very unequal contributions are made of, where weights are of several classes, in bins that have
  /// skipped none. `nil` too where a part of before had none.
  package private(set) var unequal: UnequalSums?
  private var isFinite = true
  private let policy: NonFinitePolicy
  /// The number and weight of the contributions to each bin: where some bins have skipped some.
  private var bins: Bins?

  private struct Bins: Sendable {
    var counts: [Int]
    var weights: [Double]
  }

  /// Whether the sums of unequal contributions are kept.
  private let makesIntervals: Bool

  /// - Parameter makesIntervals: whether `intervalErrors` or a state may be asked for; standard errors need two arrays less.
  package init(policy: NonFinitePolicy = .propagate, makesIntervals: Bool = true) {
    self.policy = policy
    self.makesIntervals = makesIntervals
  }

  /// Folds in a contribution.
  /// - Parameters:
  ///   - values: as many as in the contributions before.
  ///   - weight: above 0 and finite.
  ///   - isFinite: whether all values are.
  package mutating func add(_ values: [Double], weight w: Double, isFinite pageIsFinite: Bool) {
    var hits: HitCounts?
    add(values, weight: w, isFinite: pageIsFinite, counting: &hits)
  }

  /// Folds in a contribution and counts its hits.
  /// - Parameter hits: of as many bins; `nil` where nobody asks for them.
  mutating func add(
    _ values: [Double], weight w: Double, isFinite pageIsFinite: Bool, counting hits: inout HitCounts?
  ) {
    precondition(w > 0 && w.isFinite)
    precondition(count == 0 || values.count == mean.count)
    let before = weight
    let classesBefore = classes
    count += 1
    weight += w
    let unit = classes.add(w)
    isFinite = isFinite && pageIsFinite
    addUnequal(values, share: w / weight, rest: before / weight, classesBefore, own: unit * w)
    if policy == .skip, bins != nil || !pageIsFinite {
      hits?.add(values, skips: true)
      return addSkipping(values, weight: w, before: before)
    }
    if count == 1 {
      hits?.add(values, skips: false)
      mean = values
      return
    }
    if spread.isEmpty { spread = [Double](repeating: 0, count: values.count) }
    let share = w / weight
    // No other may hold the hits while they are counted, or they are copied.
    if isFinite, var counts = hits.take() {
      fold(values, share: share, factor: before * share, into: &mean, &spread, &counts)
      hits = counts
    } else if isFinite {
      fold(values, share: share, factor: before * share, into: &mean, &spread)
    } else {
      hits?.add(values, skips: false)
      foldNonFinite(values, share: share, factor: before * share, into: &mean, &spread)
    }
  }

  /// Folds in a contribution to an average of what was scored, of which no denominator is known: a bin that is 0 has
  /// measured nothing, and is left out of this contribution. What is not finite follows the policy.
  package mutating func addHits(_ values: [Double], weight w: Double, isFinite pageIsFinite: Bool) {
    let isComplete = values.allSatisfy { $0 != 0 }
    guard bins != nil || !isComplete else { return add(values, weight: w, isFinite: pageIsFinite) }
    precondition(w > 0 && w.isFinite)
    precondition(count == 0 || values.count == mean.count)
    let before = weight
    let classesBefore = classes
    count += 1
    weight += w
    let unit = classes.add(w)
    isFinite = isFinite && pageIsFinite
    addUnequal(values, share: w / weight, rest: before / weight, classesBefore, own: unit * w)
    // What no contribution has hit stays as the first has it.
    if mean.isEmpty { mean = values }
    let takesAll = policy == .propagate
    addSkipping(values, weight: w, before: before) { $0 != 0 && (takesAll || $0.isFinite) }
  }

  /// Merges in the contributions of another mean, as if they had been folded in one by one: to rounding, the
  /// order does not matter.
  ///
  /// Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances"
  /// (1979); with weights Schubert and Gertz, "Numerically stable parallel computation of (co-)variance"
  /// (SSDBM 2018): `δ = m_b − m_a; m = m_a + δ·W_b/W; S = S_a + S_b + δ²·W_a·W_b/W`. Bins that are not finite
  /// become what the fold makes of them.
  /// - Parameter other: of as many bins, with the same policy.
  package mutating func merge(_ other: WeightedMean) {
    precondition(policy == other.policy)
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    precondition(mean.count == other.mean.count)
    mergeUnequal(other)
    classes.merge(other.classes)
    if bins != nil || other.bins != nil { return mergeBins(other) }
    let before = weight
    count += other.count
    weight += other.weight
    isFinite = isFinite && other.isFinite
    let share = other.weight / weight
    if spread.isEmpty { spread = [Double](repeating: 0, count: mean.count) }
    for bin in mean.indices {
      let (value, theirs) = (other.mean[bin], other.spread.isEmpty ? 0 : other.spread[bin])
      if value.isFinite, mean[bin].isFinite {
        let difference = value - mean[bin]
        mean[bin] += difference * share
        spread[bin] += theirs + before * share * difference * difference
      } else {
        mean[bin] += value
        spread[bin] = .nan
      }
    }
  }

  /// Multiplies values by a power of two, as if those of before had been.
  mutating func scale(by exponent: Int) {
    mean = PageScale.scaled(mean, by: exponent)
    spread = PageScale.scaled(spread, by: 2 * exponent)
    guard let sums = unequal else { return }
    unequal = UnequalSums(
      first: PageScale.scaled(sums.first, by: exponent),
      second: PageScale.scaled(sums.second, by: 2 * exponent))
  }

  /// Merges bins that have a W and n of their own.
  private mutating func mergeBins(_ other: WeightedMean) {
    var own = bins ?? allBins
    let theirs = other.bins ?? other.allBins
    bins = nil
    if spread.isEmpty { spread = [Double](repeating: 0, count: mean.count) }
    for bin in mean.indices where theirs.counts[bin] > 0 {
      let theirSpread = other.spread.isEmpty ? 0 : other.spread[bin]
      let before = own.weights[bin]
      own.weights[bin] += theirs.weights[bin]
      if own.counts[bin] == 0 {
        mean[bin] = other.mean[bin]
        spread[bin] = theirSpread
      } else {
        let difference = other.mean[bin] - mean[bin]
        let share = theirs.weights[bin] / own.weights[bin]
        mean[bin] += difference * share
        spread[bin] += theirSpread + before * share * difference * difference
      }
      own.counts[bin] += theirs.counts[bin]
    }
    count += other.count
    weight += other.weight
    isFinite = isFinite && other.isFinite
    bins = own
  }

  /// The sums of unequal contributions as far as they are known, of contributions whose weights are those of `classes`.
  private func unequalSums(_ classes: WeightClasses) -> UnequalSums? {
    guard classes.classes.count == 1 else { return unequal }
    return UnequalSums(spread: spread, unit: classes.classes[0].unit, bins: mean.count)
  }

  /// Folds a contribution into the sums of unequal ones, if there are any; before the mean is moved. What they become in
  /// bins that skip some is of no use, and is not used.
  private mutating func addUnequal(
    _ values: [Double], share: Double, rest: Double, _ classesBefore: WeightClasses, own: Double
  ) {
    guard makesIntervals, count > 1, classes.classes.count > 1 else { return }
    unequal = unequalSums(classesBefore)
    unequal?.add(values, means: mean, share: share, rest: rest, product: classesBefore.product, own: own)
  }

  private mutating func mergeUnequal(_ other: WeightedMean) {
    var both = classes
    both.merge(other.classes)
    guard makesIntervals, both.classes.count > 1 else { return }
    unequal = unequalSums(classes)
    guard let theirs = other.unequalSums(other.classes) else {
      unequal = nil
      return
    }
    unequal?.merge(
      theirs, means: mean, others: other.mean, share: other.weight / (weight + other.weight),
      rest: weight / (weight + other.weight), products: (classes.product, other.classes.product))
  }

  /// n and W of each bin where none has skipped any.
  private var allBins: Bins {
    Bins(
      counts: [Int](repeating: count, count: mean.count),
      weights: [Double](repeating: weight, count: mean.count))
  }

  /// S of each bin; `nil` while it is 0 everywhere.
  package var spreads: [Double]? { spread.isEmpty ? nil : spread }

  /// A mean as it was before it was written: what `count`, `weight`, `classes`, `mean`, `spreads`, `unequal`, `binCounts`
  /// and `binWeights` have given. All arrays are of one length. Without classes all weights count as alike.
  package init(
    policy: NonFinitePolicy, count: Int, weight: Double, classes: WeightClasses? = nil, mean: [Double],
    spread: [Double]?, unequal: UnequalSums? = nil, binCounts: [Int]?, binWeights: [Double]?
  ) {
    precondition(spread == nil || spread?.count == mean.count)
    precondition((binCounts == nil) == (binWeights == nil))
    self.init(policy: policy)
    self.count = count
    self.weight = weight
    self.classes = classes ?? WeightClasses(alike: count, weight: weight)
    self.unequal = unequal
    self.mean = mean
    self.spread = spread ?? []
    if let binCounts, let binWeights {
      precondition(binCounts.count == mean.count && binWeights.count == mean.count)
      bins = Bins(counts: binCounts, weights: binWeights)
    }
    isFinite = mean.allSatisfy(\.isFinite)
  }

  /// The standard error of the mean of each bin; `nil` for fewer than two contributions. NaN where a value is
  /// not finite, where a bin has skipped all contributions but one, and where values are so large or small that their
  /// squares are none (`SquareRange`).
  package var standardErrors: [Double]? { errors(ofWhole: nil) }

  /// The errors that intervals are made of: those of very unequal contributions by `UnequalSums`, as few hits in small ones
  /// would tell of too small a scatter; else the standard errors.
  package var intervalErrors: [Double]? {
    precondition(makesIntervals || !classes.areVeryUnequal)
    return errors(ofWhole: classes.areVeryUnequal ? unequal?.standardErrors(classes) : nil)
  }

  /// - Parameter errors: those of bins that have skipped no contribution, where they are not the standard errors.
  private func errors(ofWhole errors: [Double]?) -> [Double]? {
    guard count > 1 else { return nil }
    let divisor = Double(count - 1) * weight
    return spread.indices.map { bin in
      guard SquareRange.holds(spread[bin], about: mean[bin]) else { return .nan }
      let n = bins?.counts[bin] ?? count
      if n == count, let errors { return errors[bin] }
      guard let bins else { return (spread[bin] / divisor).squareRoot() }
      return n < 2 ? .nan : (spread[bin] / (Double(n - 1) * bins.weights[bin])).squareRoot()
    }
  }

  /// The degrees of freedom of intervals: n − 1, or of very unequal contributions those of their histories.
  package var degreesOfFreedom: Double {
    classes.areVeryUnequal ? classes.degreesOfFreedom : Double(count - 1)
  }

  /// The number of contributions to each bin, where that is not `count` for all.
  package var binCounts: [Int]? { bins?.counts }

  /// The weight of the contributions to each bin, where that is not `weight` for all.
  package var binWeights: [Double]? { bins?.weights }

  /// With `NonFinitePolicy.skip`: the same fold with W and n of each bin's own.
  private mutating func addSkipping(
    _ values: [Double], weight w: Double, before: Double, counts: (Double) -> Bool = \.isFinite
  ) {
    var bins =
      self.bins
      ?? Bins(
        counts: [Int](repeating: count - 1, count: values.count),
        weights: [Double](repeating: before, count: values.count))
    self.bins = nil
    if mean.isEmpty { mean = [Double](repeating: .nan, count: values.count) }
    if spread.isEmpty { spread = [Double](repeating: 0, count: values.count) }
    for bin in values.indices where counts(values[bin]) {
      let weightBefore = bins.weights[bin]
      bins.counts[bin] += 1
      bins.weights[bin] += w
      let meanBefore = bins.counts[bin] == 1 ? values[bin] : mean[bin]
      guard values[bin].isFinite, meanBefore.isFinite else {
        // As Σw·x/W is.
        mean[bin] = bins.counts[bin] == 1 ? values[bin] : meanBefore + values[bin]
        spread[bin] = .nan
        continue
      }
      let difference = values[bin] - meanBefore
      let share = w / bins.weights[bin]
      mean[bin] = meanBefore + difference * share
      spread[bin] += weightBefore * share * difference * difference
    }
    self.bins = bins
  }
}
