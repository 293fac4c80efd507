/// The quality of a page's values: their relative errors, whether its contributions agree, and how its error falls.
package struct PageStatistics: Sendable, Equatable {
  /// Quantiles over bins.
  package struct Quantiles: Sendable, Equatable {
    package var median: Double
    /// Nine tenths of the bins have less.
    package var quantile90: Double
    package var worst: Double

    /// - Returns: `nil` without a number that is finite.
    init?(_ values: [Double]) {
      let finite = values.contains(where: \.isInfinite) ? values.filter(\.isFinite) : values
      let sorted = Ranking(finite)
      guard sorted.count > 0 else { return nil }
      let last = Double(sorted.count - 1)
      // Between two values in proportion, as R's type 7 and NumPy do.
      func quantile(_ share: Double) -> Double {
        let at = share * last
        let low = Int(at)
        let (lower, upper) = (sorted[low], sorted[min(low + 1, sorted.count - 1)])
        return lower + (at - Double(low)) * (upper - lower)
      }
      median = quantile(0.5)
      quantile90 = quantile(0.9)
      worst = finite.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
    }
  }

  /// Pearson's χ² of counts against their expectation.
  package struct ChiSquare: Sendable, Equatable {
    package var value: Double
    package var degreesOfFreedom: Int
    /// The chance of as large a χ² or a larger one. Near 1: the counts are more alike than chance allows.
    package var probability: Double
  }

  package var bins: Int
  /// Bins whose mean is finite and not 0; all shares are of these.
  package var nonZeroBins: Int
  /// Bins whose mean or error is not finite.
  package var nonFiniteBins: Int
  package var contributions: Int
  /// R, the standard error over the magnitude of the value.
  package var relativeError: Quantiles?
  /// R of the bins of at least half the largest value, the root of the mean of its squares: one number for a page
  /// (AAPM TG-105, Med. Phys. 34, 2007, 4818).
  package var errorAboveHalf: Double?
  /// The shares of the bins that are not 0 with R below 5 and 10 %.
  package var shareBelow5: Double?
  package var shareBelow10: Double?
  /// The χ² of counts; `nil` for other quantities.
  package var chiSquare: ChiSquare?
  /// The contributions that stand out most, by total and by bins.
  package var outliers: [Outlier]
  /// The variance of the variance.
  package var varianceOfVariance: Quantiles?
  /// The expectation of the variance of the variance, of equal contributions that are normal.
  package var expectedVarianceOfVariance: Double? {
    let count = Double(contributions)
    return varianceOfVariance == nil ? nil : 2 * (count - 2) / (count * (count + 1))
  }
  /// The slope of ln R against ln W; −1/2 is expected.
  package var slope: Double?

  /// The statistics of the values and their relative errors alone.
  /// - Parameters:
  ///   - values: in which bins count that are finite and not 0.
  ///   - errors: R of each bin, not finite where there is none; `nil` of one contribution.
  init(of values: [Double], relativeErrors errors: [Double]?, nonFiniteBins: Int, contributions: Int) {
    bins = values.count
    nonZeroBins = values.count { $0 != 0 && $0.isFinite }
    self.nonFiniteBins = nonFiniteBins
    self.contributions = contributions
    outliers = []
    guard let errors else { return }
    relativeError = Quantiles(errors)
    if relativeError != nil {
      shareBelow5 = Double(errors.count { $0 < 0.05 }) / Double(nonZeroBins)
      shareBelow10 = Double(errors.count { $0 < 0.1 }) / Double(nonZeroBins)
    }
    guard let largest = values.lazy.filter(\.isFinite).max(), largest > 0 else { return }
    var (sum, count) = (0.0, 0)
    for (value, error) in zip(values, errors) where value >= largest / 2 && error.isFinite {
      sum += error * error
      count += 1
    }
    if count > 0 { errorAboveHalf = (sum / Double(count)).squareRoot() }
  }

  /// The figure of merit 1/(R²·T) with the median R, in 1/s; `nil` where there is no error. It stays the same
  /// when more is simulated, so that it compares how well runs are set up (MCNP manual, LA-UR-03-1987,
  /// chapter 2).
  /// - Parameter seconds: how long the contributions' tasks ran, together.
  package func figureOfMerit(seconds: Double) -> Double? {
    guard let error = relativeError?.median, error > 0, seconds > 0 else { return nil }
    return 1 / (error * error * seconds)
  }
}
