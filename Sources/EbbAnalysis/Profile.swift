internal import EbbModel

/// A page over one position, from its lower end to its upper one.
struct Profile: Sendable {
  let x: [Double]
  let widths: [Double]?
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
    isOrdered = zip(x, x.dropFirst()).allSatisfy(<)
    isAmount = page.meaning.overBins == .amount
    unit = page.unit
    axisUnit = axis.unit
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

/// A curve with its highest point, which is not at an end.
struct Peak {
  let curve: Interpolant
  let place: Double
  let height: Double

  /// `nil` where the highest point is at an end.
  init?(_ curve: Interpolant) {
    self.curve = curve
    (place, height) = curve.maximum
    guard place > curve.x[0], place < curve.x[curve.x.count - 1] else { return nil }
  }

  /// The place beyond which the curve is below a fraction of the peak for good, above the peak.
  func upper(_ fraction: Double) -> Double? {
    curve.crossings(of: fraction * height).last { !$0.isRising && $0.x >= place }?.x
  }

  /// The place where the curve first reaches a fraction of the peak, below the peak.
  func lower(_ fraction: Double) -> Double? {
    curve.crossings(of: fraction * height).first { $0.isRising && $0.x <= place }?.x
  }
}

/// The difference of two figures, where both are.
func difference(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { a - $0 } } }
