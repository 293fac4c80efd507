internal import EbbModel

/// The top of a profile: a plateau or a peak, of which the height is known better than that of the highest bin.
///
/// The highest of many noisy bins is too high: of a plateau of 60 bins with 3 % of noise by 7 %. A plateau, where the
/// curve is above 90 % for more than twice the length in which it falls from 80 to 20 %, and above 95 % for most of it or
/// level but for its noise, has the mean height of its middle 60 %. A peak has that of the polynomial of degree 6 through its bins above 70, 75, 80, 85
/// or 90 %, by least squares of its averages over the bins, or that of the curve.
///
/// A peak is smoothed no more than its noise asks for: what fits best of the bins above 70 % is taken, by Mallows' Cp
/// (Technometrics 15, 1973, 661), the squares of what a fit leaves by the variance of a bin, and 3 for each number that it is
/// made of: seven for a polynomial, and one for each bin outside of its window, as the curve has one for every bin. So a
/// curve without noise is taken as it is, and one in which a polynomial of the widest window leaves nothing but noise, by
/// that. Between them, of peaks that are sharper than a polynomial, the height is off by a bin's noise at most, and by half
/// of it in most cases; with 2 for a number instead of 3, chance would take the curve's highest point of one in ten peaks of
/// few bins.
///
/// All is chosen once: the height of other values, as of replicates, is that of the same bins and the same fit.
struct ProfileTop: Sendable {
  private enum Shape: Sendable {
    case plateau
    case peak(AveragedPolynomial)
  }

  private let bins: Range<Int>
  private let shape: Shape
  private let middle: Double
  private let widths: [Double]?

  /// Where a peak is fitted, the widest window first, and as what: see above.
  private static let peakFractions = [0.7, 0.75, 0.8, 0.85, 0.9]
  private static let degree = 6
  /// The variances of a bin that a number of a fit costs.
  private static let penalty = 3.0
  /// Two more than a polynomial has coefficients, so that it smooths.
  private static let minBins = 9
  /// The share of the length above 90 % in which a plateau is above 95 %.
  private static let shoulders = 0.8
  /// The share of a plateau that is left out at each end.
  private static let rim = 0.2

  var isPlateau: Bool {
    if case .plateau = shape { return true }
    return false
  }

  /// - Parameters:
  ///   - values: in the profile's direction, which are a dose.
  ///   - errors: their standard errors, where they are known.
  ///   - falls: the sides at which a plateau falls off.
  /// - Returns: `nil` where the curve is highest at an end, and where its peak is the curve's: of few bins, or of little
  ///   noise.
  init?(
    _ profile: Profile, _ interpolation: Interpolation, _ values: [Double], errors: [Double]?,
    fallsOnBothSides: Bool
  ) {
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
    if let plateau = found, plateau.isPlateau {
      let variance = BinNoise.variance(at: plateau.bins, of: values, height: height, errors: errors)
      if let peak = Peak(curve, place: place, height: height),
        plateau.isLevel(values, variance) || Self.hasShoulders(peak)
      {
        self = plateau
        return
      }
      // A peak that falls off so sharply that it is long beside that.
      found = ProfileTop(profile, highest, above: Self.peakFractions[0])
      if let found { (place, height) = found.height(of: values) }
    }
    guard let found else { return nil }
    let variance = BinNoise.variance(at: found.bins, of: values, height: height, errors: errors)
    let narrower = Peak(curve, place: place, height: height).map { peak in
      Self.peakFractions.dropFirst().compactMap { ProfileTop(profile, peak, above: $0) }
    }
    let all = found.bins.count
    var (best, least): (ProfileTop?, Double) = (nil, .infinity)
    for top in [found] + (narrower ?? []) where top.isHighestWithin(values, profile) {
      let cost =
        top.squares(of: values) + Self.penalty * variance * Double(top.numbers + all - top.bins.count)
      if cost < least { (best, least) = (top, cost) }
    }
    guard let best, least <= Self.penalty * variance * Double(all) else { return nil }
    self = best
  }

  /// Whether noise of that variance makes the bins of a plateau differ as much as they do: χ² within three deviations.
  private func isLevel(_ values: [Double], _ variance: Double) -> Bool {
    let count = Double(bins.count)
    let mean = values[bins].reduce(0, +) / count
    let squares = values[bins].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return squares <= variance * (count + 3 * (2 * count).squareRoot())
  }

  /// Whether a curve is above 95 % of its plateau for most of the length in which it is above 90 %. Of a peak whose top is a
  /// parabola it is for three quarters, of one as flat as x⁴ for seven eighths; of a plateau for more, noise of 10 % or not.
  private static func hasShoulders(_ peak: Peak) -> Bool {
    func length(_ fraction: Double) -> Double {
      peak.length(of: fraction, above: false) + peak.length(of: fraction, above: true)
    }
    return length(0.95) > shoulders * length(0.9)
  }

  private init(bins: Range<Int>, shape: Shape, middle: Double, widths: [Double]?) {
    (self.bins, self.shape, self.middle, self.widths) = (bins, shape, middle, widths)
  }

  /// The coefficients of the polynomial; 1 of a plateau.
  private var numbers: Int { isPlateau ? 1 : Self.degree + 1 }

  /// Whether these values have their highest point between the centres of the outermost bins: of few noisy bins a polynomial
  /// may rise at its ends.
  private func isHighestWithin(_ values: [Double], _ profile: Profile) -> Bool {
    let place = height(of: values).x
    return place > profile.x[bins.lowerBound] && place < profile.x[bins.upperBound - 1]
  }

  /// The sum of the squares of what the polynomial leaves of its bins.
  private func squares(of values: [Double]) -> Double {
    guard case .peak(let polynomial) = shape else { return 0 }
    return polynomial.squares(Array(values[bins]))
  }

  private init?(_ profile: Profile, _ peak: Peak, fallsOnBothSides: Bool) {
    let start = peak.place - peak.length(of: 0.9, above: false)
    let end = peak.place + peak.length(of: 0.9, above: true)
    if let fall = Self.fall(peak, onBothSides: fallsOnBothSides), end - start > 2 * fall {
      let rim = Self.rim * (end - start)
      guard let bins = Self.bins(profile.x, start + rim, end - rim) else { return nil }
      self.init(bins: bins, shape: .plateau, middle: (start + end) / 2, widths: profile.widths)
      return
    }
    self.init(profile, peak, above: Self.peakFractions[0])
  }

  /// A polynomial through the bins above a fraction of the peak.
  private init?(_ profile: Profile, _ peak: Peak, above fraction: Double) {
    guard let start = peak.lower(fraction), let end = peak.upper(fraction),
      let edges = profile.edges, let bins = Self.bins(profile.x, start, end), bins.count >= Self.minBins,
      let polynomial = AveragedPolynomial(
        degree: Self.degree, edges: Array(edges[bins.lowerBound...bins.upperBound]))
    else { return nil }
    self.init(bins: bins, shape: .peak(polynomial), middle: peak.place, widths: profile.widths)
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
