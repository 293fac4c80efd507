/// The magnitudes whose squares a double can hold.
enum SquareRange {
  /// The powers of two whose squares are numbers with all their digits.
  static let exponents = -480...511

  /// Whether a sum of squared deviations from `mean` tells how far values scatter: where values are beyond some 1e154 it is
  /// infinite, and where all are below some 1e-145 it is 0 or has lost its digits, however they scatter.
  @inline(__always)
  static func holds(_ squares: Double, about mean: Double) -> Bool {
    squares < .infinity && (squares >= 0x1p-960 || mean == 0 || abs(mean) >= 0x1p-480)
  }
}
