internal import EbbModel

/// A page over one position, from its lower end to its upper one.
struct Profile: Sendable {
  let x: [Double]
  let widths: [Double]?
  /// The edges of the bins, ascending; `nil` where they are not known.
  let edges: [Double]?
  let unit: Unit
  let axisUnit: String
  private let isReversed: Bool
  private let isOrdered: Bool
  private let isAmount: Bool

  /// - Parameter isAgainst: whether it runs against its axis, as a beam along −z does: places are those of −z then.
  init(_ page: ResultPage, _ axis: Axis, isAgainst: Bool = false) {
    let centres = isAgainst ? axis.centres.map { -$0 } : axis.centres
    isReversed = centres.count > 1 && centres[0] > centres[centres.count - 1]
    x = isReversed ? centres.reversed() : centres
    widths = axis.widths.map { $0.count > 1 && centres[0] > centres[centres.count - 1] ? $0.reversed() : $0 }
    let (reversed, sign) = (isReversed, isAgainst ? -1.0 : 1)
    let ordered = axis.edges.map { edges in (reversed ? edges.reversed() : edges).map { $0 * sign } }
    edges = ordered.flatMap { edges in zip(edges, edges.dropFirst()).allSatisfy(<) ? edges : nil }
    isOrdered = zip(x, x.dropFirst()).allSatisfy(<)
    isAmount = page.meaning.overBins == .amount
    unit = page.unit
    axisUnit = axis.unit
  }

  /// The curve through values in the profile's direction.
  func curve(_ interpolation: Interpolation, _ values: [Double]) -> Interpolant {
    Interpolant(interpolation, x: x, edges: edges, y: values)
  }

  /// The curve that there is in place of one that is asked for: bins without edges have no averages.
  func possible(_ interpolation: Interpolation) -> Interpolation {
    interpolation == .average && edges == nil ? .linear : interpolation
  }

  /// The top of a dose in the page's direction; `nil` where it has none but the curve's.
  /// - Parameter errors: the bins' standard errors, where they are known.
  func top(
    of values: [Double], errors: [Double]?, _ interpolation: Interpolation, fallsOnBothSides: Bool
  ) -> ProfileTop? {
    let (values, factor) = Self.scaled(ordered(values))
    guard problem(values) == nil else { return nil }
    return ProfileTop(
      self, interpolation, values, errors: errors.map { ordered($0).map { $0 / factor } },
      fallsOnBothSides: fallsOnBothSides)
  }

  /// Values of which the largest is between 1 and 2, and the power of two that they are to be multiplied by: so that
  /// no square of them is infinite or 0.
  static func scaled(_ values: [Double]) -> (values: [Double], factor: Double) {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return (values, 1) }
    // No power of two has an inverse that is not finite within these.
    let factor = Double(sign: .plus, exponent: min(max(largest.exponent, -1022), 1022), significand: 1)
    return (values.map { $0 / factor }, factor)
  }

  /// Values in the profile's direction.
  func ordered(_ values: [Double]) -> [Double] { isReversed ? values.reversed() : values }

  /// The integral of a density over the axis, or the sum of an amount.
  func integral(_ values: [Double]) -> Double? {
    if isAmount { return values.reduce(0, +) }
    return widths.map { zip(values, $0).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  var integralUnit: String { (isAmount ? unit : unit.multiplied(by: axisUnit)).described }

  /// The amount in each bin: value times width, or the value itself where it is an amount or widths are not known.
  func amounts(_ values: [Double]) -> [Double] {
    guard !isAmount, let widths else { return values }
    return zip(values, widths).map { $0 * $1 }
  }

  /// The reason why values have no peak.
  func problem(_ values: [Double]) -> String? {
    if let problem = Self.problem(ofBins: values) { return problem }
    if values.count < 3 { return values.count == 1 ? "1 bin: no peak" : "\(values.count) bins: no peak" }
    guard isOrdered else { return "the bins are not in the order of their places" }
    guard let highest = values.max(), let lowest = values.min(), highest > lowest else {
      return "no peak: flat"
    }
    return nil
  }

  /// The reason why values are no dose, whatever their places.
  static func problem(ofBins values: [Double]) -> String? {
    let strange = values.count { !$0.isFinite }
    if strange > 0 { return "\(count(strange)) not finite" }
    let negative = values.count { $0 < 0 }
    if negative > 0 { return "\(count(negative)) negative" }
    return values.allSatisfy { $0 == 0 } ? "all zero" : nil
  }

  private static func count(_ bins: Int) -> String { bins == 1 ? "1 bin" : "\(bins) bins" }
}

/// The difference of two figures, where both are.
func difference(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { a - $0 } } }
