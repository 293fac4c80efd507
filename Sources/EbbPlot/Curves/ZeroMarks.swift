internal import Glibc

/// Marks at the foot of a logarithmic frame: where values are 0, or less, which it cannot show.
///
/// Those of several curves stand above each other, so that each is seen. Lengths are in points.
struct ZeroMarks {
  /// The number of curves that have some within the frame.
  private let count: Int
  /// What they are called in a key: "0 (at the foot)"; `nil` where there are none.
  let name: String?
  /// Whether they are of bins, or of points.
  let isOfBins: Bool

  /// The place of the lowest above the frame's lower edge, and the distance to the next.
  private static let lowest = 2.0
  private static let distance = 2.6
  private static let thickness = 2.0
  /// The most that stand above each other.
  private static let most = 6

  init(_ panel: CurvePanel, over horizontal: Scale) {
    var (count, hasBins) = (0, false)
    var (hasZeros, hasLess) = (false, false)
    for curve in panel.curves where panel.value.isLogarithmic {
      let drawn = DrawnCurve(curve, isLogarithmic: (horizontal.isLogarithmic, true))
      let values = drawn.zeros.joined().filter { bin in
        let places = drawn.places(of: bin)
        return places[0] <= horizontal.high && places[places.count - 1] >= horizontal.low
      }.map { curve.values[$0] }
      if values.isEmpty { continue }
      count += 1
      hasBins = hasBins || curve.edges != nil
      hasLess = hasLess || values.contains { $0 < 0 }
      hasZeros = hasZeros || values.contains(0)
    }
    self.count = count
    isOfBins = hasBins
    name = count == 0 ? nil : (hasLess ? hasZeros ? "0 and less" : "less than 0" : "0") + " (at the foot)"
  }

  /// The height that all of them take, and a little more; 0 without any.
  var height: Double {
    count == 0 ? 0 : Self.lowest + Self.distance * Double(min(count, Self.most))
  }

  /// The values of a scale between which the marks of the curve with that number among those that have some stand.
  /// - Parameter height: of the frame.
  static func values(of number: Int, _ scale: Scale, height: Double) -> ClosedRange<Double> {
    func value(_ place: Double) -> Double {
      exp(log(scale.low) + place / height * (log(scale.high) - log(scale.low)))
    }
    let middle = lowest + distance * Double(number % most)
    return value(middle - thickness / 2)...value(middle + thickness / 2)
  }

  /// How they are drawn from data: bins from one end to the other, points as rings.
  /// - Parameter data: gnuplot's name of the places.
  static func plot(_ data: String, bins: Bool, between values: ClosedRange<Double>, _ colour: Colour)
    -> String
  {
    let (low, high) = (ScriptText.number(values.lowerBound), ScriptText.number(values.upperBound))
    let middle = ScriptText.number((values.lowerBound * values.upperBound).squareRoot())
    return bins
      ? "\(data) using 1:(\(middle)):1:2:(\(low)):(\(high)) with boxxyerror fillstyle solid noborder"
        + " fillcolor rgb '\(colour.code)' notitle"
      : "\(data) using 1:(\(middle)) with points \(ring(colour)) notitle"
  }

  /// A sample of them in a key.
  func sample(on sheet: inout Sheet, left: Double, right: Double, y: Double, _ colour: Colour) {
    if isOfBins {
      sheet.rectangle(
        Box(left: left, bottom: y - Self.thickness / 2, width: right - left, height: Self.thickness),
        "fillcolor rgb '\(colour.code)' fillstyle solid noborder")
    } else {
      sheet.mark(x: (left + right) / 2, y: y, Self.ring(colour))
    }
  }

  private static func ring(_ colour: Colour) -> String {
    "pointtype 6 pointsize 0.3 linecolor rgb '\(colour.code)'"
  }
}
