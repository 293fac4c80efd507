private import Glibc

/// The way in which the error of a page falls as its contributions are added: the slope of ln R against ln W.
///
/// W is the primaries so far. The error of a mean goes as 1/√W, so the slope should be −1/2 (MCNP's sixth and
/// seventh statistical checks ask the same, LA-UR-03-1987, chapter 2). The line is the one of least squares with
/// weights n − 1, since a standard deviation from n values is known to 1/√(2(n − 1)) of itself. R is that of
/// the whole page, the norm of its errors over the norm of its means, which is known better than any bin's.
/// All points share contributions: from 10 of them the slope of a page of one bin scatters by 0.4 and is less
/// steep on average, that of 10 independent bins scatters by 0.1, that of 100 by 0.03. So a page says nothing
/// where the contributions but one, times the bins, are fewer than `minDegreesOfFreedom`. Where bins are seldom hit, noise
/// makes the norm of the means larger than it is, and the slope less steep: that is taken away
/// (`BatchMoments.squaredRelativeNorm`). Of 500 bins with one hit each in a contribution the slope was −0.39 to −0.46
/// for 5 to 30 contributions, and is −0.50 ± 0.05 to 0.01.
package struct ErrorTrend: Sendable, Equatable {
  /// The fewest points of a trend.
  package static let minPoints = 3
  package static let minDegreesOfFreedom = 90

  private var points = 0
  private var sum = 0.0
  private var (x, y, xx, xy) = (0.0, 0.0, 0.0, 0.0)

  package init() {}

  /// Adds what is known after `count` contributions of `weight` together.
  package mutating func add(weight: Double, squaredRelativeError: Double, count: Int) {
    let share = Double(count - 1)
    let (abscissa, ordinate) = (log(weight), log(squaredRelativeError) / 2)
    guard share > 0, abscissa.isFinite, ordinate.isFinite else { return }
    points += 1
    sum += share
    let (dx, dy) = (abscissa - x, ordinate - y)
    x += dx * share / sum
    y += dy * share / sum
    xx += share * dx * (abscissa - x)
    xy += share * dx * (ordinate - y)
  }

  /// The slope; `nil` where there are too few points.
  package var slope: Double? { points >= Self.minPoints && xx > 0 ? xy / xx : nil }
}
