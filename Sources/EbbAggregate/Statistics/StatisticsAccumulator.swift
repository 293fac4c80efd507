package import EbbModel

/// Gathers a page's statistics from its contributions, in one pass.
package struct StatisticsAccumulator: Sendable {
  /// The fewest counts expected: below, a χ² is not distributed as it should (Cochran, Ann. Math. Stat. 23, 1952,
  /// 315).
  package static let minCounts = 5.0

  private var moments: BatchMoments
  private var consistency = BatchConsistency()
  private var trend = ErrorTrend()
  private var smallestWeight = Double.infinity
  private let countsHits: Bool
  /// The power of two by which values are multiplied, so that no fourth power of them is infinite or 0; `nil` while all were
  /// 0. What is told is of ratios, and does not change with it.
  private var shift: Int?
  /// Magnitudes, as powers of two, whose fourth powers a double holds with room for large and small bins.
  private static let plainExponents = -100...200

  /// - Parameter rule: the page's; of a sum the counts are taken per primary, which changes no ratio.
  package init(rule: AggregationRule, policy: NonFinitePolicy) {
    countsHits = rule == .sum
    moments = BatchMoments(policy: policy)
  }

  /// Adds a contribution with its primaries, above 0, for a weight.
  package mutating func add(_ page: StoredPage, weight: Double) {
    let values = countsHits ? page.values.map { $0 / weight } : scaled(page.values)
    moments.add(values, weight: weight, isFinite: page.isFinite)
    consistency.add(values, weight: weight)
    smallestWeight = min(smallestWeight, weight)
    if let ratio = moments.squaredRelativeNorm {
      trend.add(weight: moments.weight, squaredRelativeError: ratio, count: moments.count)
    }
  }

  private mutating func scaled(_ values: [Double]) -> [Double] {
    if shift == nil {
      let largest = values.reduce(0.0) { $1.magnitude > $0 && $1.isFinite ? $1.magnitude : $0 }
      if largest > 0 {
        let exponent = Int(largest.exponent)
        shift = Self.plainExponents ~= exponent ? 0 : -exponent
      }
    }
    guard let shift, shift != 0 else { return values }
    return values.map { Double(sign: .plus, exponent: shift, significand: $0) }
  }

  /// Ends the accumulation, whose arrays are made to what is told, one after another.
  package mutating func finish() -> PageStatistics {
    // Of three, z₁ + z₂ + z₃ = 0 makes Σz⁴/(Σz²)² one half, whatever they are; of four it is hardly more.
    let variances =
      moments.count > 4 ? moments.takeVariancesOfVariance().flatMap(PageStatistics.Quantiles.init) : nil
    var statistics = PageStatistics(
      of: moments.mean, relativeErrors: moments.relativeErrors,
      nonFiniteBins: moments.mean.indices.count {
        !moments.mean[$0].isFinite || moments.count > 1 && !moments.spread[$0].isFinite
      }, contributions: moments.count)
    statistics.chiSquare = chiSquare
    statistics.outliers = [consistency.total, consistency.bins].compactMap(\.self)
    statistics.varianceOfVariance = variances
    if (moments.count - 1) * statistics.nonZeroBins >= ErrorTrend.minDegreesOfFreedom {
      statistics.slope = trend.slope
    }
    return statistics
  }

  /// Counts of w primaries are Poisson with variance w·m, whatever the contributions say, so that their χ² can
  /// fail: `Σ (c − w·m)²/(w·m) = S/m` in each bin, with n − 1 degrees of freedom, over all bins in which the
  /// smallest contribution is expected to have 5 counts. Independent counts are assumed: a particle that is
  /// counted in many bins makes χ² scatter more than is said, and showers and particles that are counted at each
  /// of their steps make it larger.
  private var chiSquare: PageStatistics.ChiSquare? {
    guard countsHits, moments.count > 1 else { return nil }
    var (value, freedom) = (0.0, 0)
    for bin in moments.mean.indices {
      let mean = moments.mean[bin]
      guard moments.counts(bin) > 1, mean.isFinite, mean * smallestWeight >= Self.minCounts,
        moments.spread[bin].isFinite
      else { continue }
      value += moments.spread[bin] / mean
      freedom += moments.counts(bin) - 1
    }
    guard freedom > 0 else { return nil }
    return PageStatistics.ChiSquare(
      value: value, degreesOfFreedom: freedom,
      probability: TailProbability.chiSquare(value, degreesOfFreedom: freedom))
  }
}
