private import Glibc

/// Whether the contributions to a page agree with each other: which of them deviates most, and how likely that is.
///
/// A χ² of contributions against their mean, in units of an error that was estimated from the same
/// contributions, is n − 1 whatever they are: it cannot fail. So each contribution is held against the others,
/// by two numbers of its own:
///
/// - its **total**, the sum over all bins. Its expectation is the same for all, its variance goes as 1/w.
///   Leaving contribution i out: `t = (Tᵢ − M₋ᵢ)/√(s²₋ᵢ·(1/wᵢ + 1/W₋ᵢ))` with `s²₋ᵢ = S₋ᵢ/(n − 2)` is
///   Student's t of n − 2 degrees of freedom (the externally studentised residual: Cook and Weisberg,
///   "Residuals and Influence in Regression", 1982; the test is Grubbs', Ann. Math. Stat. 21,
///   1950, 27). It sees a task that is scaled.
/// - how far its **bins** lie from their means: `Q = mean of w·(x − m)²/((1 − w/W)·S/(n − 1))`, whose
///   expectation is 1 in each contribution, over blocks of neighbouring bins. How it scatters depends on how the
///   bins hang together, which in a real run nobody knows; so Q is held against that of the others, by the same
///   t, as ∛Q, which is nearly normal (Wilson and Hilferty, Proc. Nat. Acad. Sci. 17, 1931, 684). It sees a
///   task in which something else was scored, or with a larger scatter.
///
/// Neither assumes that bins are independent. The probability is that of the largest of n (Šidák). Contributions
/// of few hits are not normal, and may then stand out by chance more often than is said.
///
/// Memory: `blocks` numbers a contribution, whatever the page's size.
package struct BatchConsistency: Sendable {
  /// The most blocks that a page is taken in.
  package static let blocks = 512
  /// The fewest contributions that can be told apart.
  package static let fewest = 3

  private var weights: [Double] = []
  /// The sums of each contribution's blocks.
  private var sums: [[Double]] = []
  private var isFinite = true

  package init() {}

  /// Adds a contribution.
  /// - Parameter values: per primary, as many as in the contributions before.
  package mutating func add(_ values: [Double], weight: Double) {
    let count = min(values.count, Self.blocks)
    let bins = values.span
    let blocks = (0..<count).map { block in
      laneSum(of: bins.extracting(values.count * block / count..<values.count * (block + 1) / count)) { $0 }
    }
    isFinite = isFinite && blocks.allSatisfy { $0.isFinite }
    sums.append(blocks)
    weights.append(weight)
  }

  /// The contribution whose total stands out most; `nil` for fewer than three contributions, and where a value
  /// is not finite.
  package var total: Outlier? {
    guard weights.count >= Self.fewest, isFinite else { return nil }
    let totals = sums.map { $0.reduce(0, +) }
    return largest(of: Self.studentized(totals, weights: weights), .total) { abs($0) }
  }

  /// The contribution whose bins deviate most; `nil` as above, and for pages of one block, where the total says
  /// it all.
  package var bins: Outlier? {
    guard weights.count >= Self.fewest, isFinite, let deviations else { return nil }
    let equal = [Double](repeating: 1, count: weights.count)
    return largest(of: Self.studentized(deviations.map { cbrt($0) }, weights: equal), .bins) { $0 }
  }

  /// Q of each contribution.
  var deviations: [Double]? {
    let count = weights.count
    let weight = weights.reduce(0, +)
    var deviations = [Double](repeating: 0, count: count)
    var used = 0
    for block in sums[0].indices {
      let mean = zip(sums, weights).reduce(0) { $0 + $1.0[block] * $1.1 } / weight
      let squares = zip(sums, weights).map { $1 * ($0[block] - mean) * ($0[block] - mean) }
      let variance = squares.reduce(0, +) / Double(count - 1)
      guard variance > 0, variance.isFinite else { continue }
      used += 1
      for index in 0..<count {
        deviations[index] += squares[index] / (1 - weights[index] / weight) / variance
      }
    }
    return used > 1 ? deviations.map { $0 / Double(used) } : nil
  }

  private func largest(
    of values: [Double], _ kind: Outlier.Kind, _ size: (Double) -> Double
  ) -> Outlier? {
    guard let index = values.indices.max(by: { size(values[$0]) < size(values[$1]) }) else { return nil }
    let count = values.count
    let tail = TailProbability.studentT(size(values[index]), degreesOfFreedom: count - 2)
    let probability = TailProbability.smallest(kind == .total ? 2 * tail : tail, of: count)
    return Outlier(kind: kind, index: index, t: values[index], probability: probability)
  }

  /// The residuals of `values` whose variances go as one over `weights`, each in units of an error that is
  /// estimated without it. Infinite where the others are all the same.
  package static func studentized(_ values: [Double], weights: [Double]) -> [Double] {
    // The others are those before and those after: to take one value away from the sums of all would cancel.
    var before = [Moments()]
    for (value, weight) in zip(values, weights) {
      before.append(before[before.count - 1].merged(with: Moments(value, weight: weight)))
    }
    var after = Moments()
    var residuals: [Double] = []
    for left in values.indices.reversed() {
      let others = before[left].merged(with: after)
      after = after.merged(with: Moments(values[left], weight: weights[left]))
      let difference = values[left] - others.mean
      let variance = others.spread / Double(values.count - 2)
      residuals.append(
        difference == 0 ? 0 : difference / (variance * (1 / weights[left] + 1 / others.weight)).squareRoot())
    }
    return residuals.reversed()
  }

  /// W, m and S of some values, merged as those of `WeightedMean` are.
  private struct Moments {
    var weight = 0.0
    var mean = 0.0
    var spread = 0.0

    init() {}

    init(_ value: Double, weight: Double) {
      self.weight = weight
      mean = value
    }

    func merged(with other: Moments) -> Moments {
      guard weight > 0 else { return other }
      guard other.weight > 0 else { return self }
      var both = self
      both.weight += other.weight
      let difference = other.mean - mean
      let share = other.weight / both.weight
      both.mean += difference * share
      both.spread += other.spread + weight * share * difference * difference
      return both
    }
  }
}
