/// The curve of a profile between the centres of its bins.
package enum Interpolation: String, Sendable, CaseIterable {
  case linear
  /// The cubic spline whose third derivative is continuous at the second and the last but one centre too.
  case spline
  /// Cubic pieces that have no extrema but those of the bins.
  case pchip
}
