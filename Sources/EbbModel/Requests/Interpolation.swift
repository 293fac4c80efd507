/// The curve of a profile between its bins.
package enum Interpolation: String, Sendable, CaseIterable {
  /// The spline whose average over each bin is the bin's value, as a simulator scores it.
  case average
  /// Straight lines between the centres of bins.
  case linear
  /// The cubic spline whose third derivative is continuous at the second and the last but one centre too.
  case spline
  /// Cubic pieces that have no extrema but those of the bins.
  case pchip
}
