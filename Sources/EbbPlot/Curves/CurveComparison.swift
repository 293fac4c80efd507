/// What curves are held against: one of them.
package struct CurveComparison: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case ratio, difference
  }

  package var kind: Kind
  /// The number of the curve that others are divided by, or that is taken from them.
  package var reference: Int

  package init(_ kind: Kind, to reference: Int) {
    self.kind = kind
    self.reference = reference
  }

  /// The frame below the curves: each but the reference, with the errors of both taken as independent.
  /// - Returns: `nil` where the curves are not of the same bins.
  func panel(_ curves: [Curve], value: PlotAxis, band: String) -> CurvePanel? {
    let other = curves[reference]
    var compared: [Curve] = []
    for (index, curve) in curves.enumerated() where index != reference {
      guard curve.hasPlaces(of: other) else { return nil }
      compared.append(self.compared(curve, other))
    }
    var axis = value
    axis.words = nil
    axis.isLogarithmic = false
    if kind == .ratio {
      axis.name = "Ratio"
      axis.unit = "1"
    } else {
      axis.name = "Difference"
    }
    axis.range = range(compared, other)
    return CurvePanel(compared, value: axis, level: kind == .ratio ? 1 : 0, band: band)
  }

  private func compared(_ curve: Curve, _ other: Curve) -> Curve {
    var result = curve
    let errors = zip(curve.positions.indices, curve.values).map { index, value -> (Double, Double) in
      let (a, b) = (value, other.values[index])
      let (da, db) = (curve.errors?[index] ?? 0, other.errors?[index] ?? 0)
      switch kind {
      case .difference: return (a - b, (da * da + db * db).squareRoot())
      case .ratio:
        guard b != 0 else { return (.nan, .nan) }
        let (first, second) = (da / b, a / b * (db / b))
        return (a / b, (first * first + second * second).squareRoot())
      }
    }
    result.values = errors.map(\.0)
    // The error of one alone would be half of what is not known.
    result.errors = curve.errors == nil || other.errors == nil ? nil : errors.map(\.1)
    return result
  }

  /// The ends of the scale: ratios of what is next to nothing, or of which little is known, do not decide of them.
  private func range(_ compared: [Curve], _ other: Curve) -> PlotRange {
    guard kind == .ratio else { return PlotRange() }
    let largest = other.values.lazy.filter(\.isFinite).map { abs($0) }.max() ?? 0
    var (low, high) = (1.0, 1.0)
    for curve in compared {
      for (index, value) in curve.values.enumerated()
      where value.isFinite && abs(other.values[index]) > largest / 100 {
        let error = curve.errors?[index] ?? 0
        guard error < abs(value) / 2 else { continue }
        (low, high) = (min(low, value - error), max(high, value + error))
      }
    }
    let margin = max(0.08 * (high - low), 0.005)
    return PlotRange(low: low - margin, high: high + margin)
  }
}

extension Curve {
  /// Whether the bins are those of another curve, to rounding.
  fileprivate func hasPlaces(of other: Curve) -> Bool {
    guard positions.count == other.positions.count else { return false }
    let size = max(abs(positions.first ?? 0), abs(positions.last ?? 0))
    return zip(positions, other.positions).allSatisfy { abs($0 - $1) <= 1e-6 * size }
  }
}
