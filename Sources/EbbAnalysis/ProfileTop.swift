internal import EbbModel

/// The top of a profile: a plateau or a peak, of which the height is known better than that of the highest bin.
///
/// The highest of many noisy bins is too high: of a plateau of 60 bins with 3 % of noise by 7 %. A plateau, where the
/// curve is above 90 % for more than twice the length in which it falls from 80 to 20 %, has the mean height of its
/// middle 60 %. A peak has that of the polynomial of degree 6 through its bins above 70 %, by least squares of its
/// averages over the bins: of a Bragg peak that is 0.02 % too low, and it is right to 0.1 % where noise of 2 % makes the
/// highest bin 2.7 % too high. Of degree 4 above 80 %, it is 0.1 % too low. Peaks of fewer bins are those of the curve.
///
/// The bins are chosen once: the height of other values, as of replicates, is that of the same bins.
struct ProfileTop: Sendable {
  private enum Shape: Sendable {
    case plateau
    case peak(AveragedPolynomial)
  }

  private let bins: Range<Int>
  private let shape: Shape
  private let middle: Double
  private let widths: [Double]?

  /// Where a peak is fitted, and as what: see above.
  private static let peakFraction = 0.7
  private static let degree = 6
  /// Two more than a polynomial has coefficients, so that it smooths.
  private static let minBins = 9
  /// The share of a plateau that is left out at each end.
  private static let rim = 0.2

  var isPlateau: Bool {
    if case .plateau = shape { return true }
    return false
  }

  /// - Parameters:
  ///   - values: in the profile's direction, which are a dose.
  ///   - falls: the sides at which a plateau falls off.
  /// - Returns: `nil` where the curve is highest at an end, or its peak has few bins.
  init?(_ profile: Profile, _ interpolation: Interpolation, _ values: [Double], fallsOnBothSides: Bool) {
    let curve = profile.curve(interpolation, values)
    guard let highest = Peak(curve) else { return nil }
    var found: ProfileTop?
    var (place, height) = (highest.place, highest.height)
    // The bins depend on the height and the height on the bins; after the second time hardly anything changes.
    for _ in 0..<4 {
      guard let peak = Peak(curve, place: place, height: height),
        let next = ProfileTop(profile, peak, fallsOnBothSides: fallsOnBothSides)
      else { break }
      found = next
      (place, height) = next.height(of: values)
    }
    guard let found else { return nil }
    self = found
  }

  private init?(_ profile: Profile, _ peak: Peak, fallsOnBothSides: Bool) {
    widths = profile.widths
    let start = peak.place - peak.length(of: 0.9, above: false)
    let end = peak.place + peak.length(of: 0.9, above: true)
    if let fall = Self.fall(peak, onBothSides: fallsOnBothSides), end - start > 2 * fall {
      let rim = Self.rim * (end - start)
      guard let bins = Self.bins(profile.x, start + rim, end - rim) else { return nil }
      self.bins = bins
      shape = .plateau
      middle = (start + end) / 2
      return
    }
    guard let start = peak.lower(Self.peakFraction), let end = peak.upper(Self.peakFraction),
      let edges = profile.edges, let bins = Self.bins(profile.x, start, end), bins.count >= Self.minBins,
      let polynomial = AveragedPolynomial(
        degree: Self.degree, edges: Array(edges[bins.lowerBound...bins.upperBound]))
    else { return nil }
    self.bins = bins
    shape = .peak(polynomial)
    middle = peak.place
  }

  /// The length in which a curve falls from 80 to 20 %.
  private static func fall(_ peak: Peak, onBothSides: Bool) -> Double? {
    let upper = difference(peak.upper(0.2), peak.upper(0.8))
    guard onBothSides else { return upper }
    let lower = difference(peak.lower(0.8), peak.lower(0.2))
    return upper.flatMap { upper in lower.map { max($0, upper) } }
  }

  /// The bins whose centres lie between two places.
  private static func bins(_ x: [Double], _ low: Double, _ high: Double) -> Range<Int>? {
    guard let first = x.firstIndex(where: { $0 >= low }), let last = x.lastIndex(where: { $0 <= high }),
      first <= last
    else { return nil }
    return first..<last + 1
  }

  /// The place and the height of the peak of these values, or the middle of the plateau and its mean.
  func height(of values: [Double]) -> (x: Double, y: Double) {
    let part = values[bins]
    switch shape {
    case .peak(let polynomial): return polynomial.maximum(Array(part))
    case .plateau:
      guard let widths else { return (middle, part.reduce(0, +) / Double(bins.count)) }
      let total = widths[bins].reduce(0, +)
      return (middle, zip(part, widths[bins]).reduce(0) { $0 + $1.0 * $1.1 } / total)
    }
  }
}
