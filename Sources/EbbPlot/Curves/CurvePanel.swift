internal import Glibc

/// Curves over one axis in one frame. Frames of a picture stand one below another.
package struct CurvePanel: Sendable, Equatable {
  package var curves: [Curve]
  /// The axis of the values: "Dose per primary (MeV g⁻¹)".
  package var value: PlotAxis
  /// The value of a line across the frame: 1 for ratios, 0 for differences.
  var level: Double?
  /// The name of the bands around curves: "± 1 standard error"; `nil` where there are none.
  var band: String?

  init(_ curves: [Curve], value: PlotAxis, level: Double? = nil, band: String? = nil) {
    self.curves = curves
    self.value = value
    self.level = level
    self.band = curves.contains { $0.errors != nil } ? band : nil
  }

  /// The scale of the places, which all frames share.
  var horizontal: Scale {
    let axis = curves[0].axis
    let places = curves.flatMap { curve in
      curve.extents.flatMap { [$0.left, $0.right] } + curve.positions
    }
    let isAlone = Set(places).count < 2
    return Scale(
      of: places, isLogarithmic: axis.isLogarithmic, asked: axis.range,
      margin: curves.contains { $0.edges != nil } && !isAlone ? 0 : 0.03)
  }

  /// The share of a value that is left by its error and decides of a logarithmic scale: less is next to nothing.
  private static let leastShare = 0.1

  /// The scale of the values with their errors. Where it is linear and shows amounts it begins at 0.
  /// - Parameter foot: the share of the frame that is left free of values below, if no end was asked for.
  func vertical(over horizontal: Scale, foot: Double = 0) -> Scale {
    let values = curves.flatMap { curve in
      curve.extents.filter { $0.right >= horizontal.low && $0.left <= horizontal.high }.flatMap { extent in
        // An error as large as its value, to rounding, reaches down to 0, which a logarithmic scale never does.
        let middle = (extent.low + extent.high) / 2
        return value.isLogarithmic && extent.low <= Self.leastShare * middle
          ? [middle, extent.high] : [extent.low, extent.high]
      }
    }
    var scale = Scale(
      of: values + (level.map { [$0] } ?? []), isLogarithmic: value.isLogarithmic, asked: value.range,
      margin: 0.05, hasZero: level == nil)
    // A curve that is 0 everywhere would lie under the axis.
    if !value.isLogarithmic, value.range.low == nil, values.allSatisfy({ $0 == 0 }) { scale.low -= 0.1 }
    if value.isLogarithmic, foot > 0, value.range.low == nil {
      let low = (log(scale.low) - foot * log(scale.high)) / (1 - foot)
      scale.low = max(exp(low), .leastNormalMagnitude)
    }
    return scale
  }
}
