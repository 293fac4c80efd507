/// The tolerance within which numbers of several results are taken for the same.
package enum Agreement {
  /// Agreement to 1e-9 relative: what a converter that prints fewer digits may leave. NaN is close to NaN.
  static func isClose(_ a: Double, _ b: Double) -> Bool {
    a == b || a.isNaN && b.isNaN
      || a.isFinite && b.isFinite && abs(a - b) <= 1e-9 * max(abs(a), abs(b))
  }

  /// The first bin whose centres differ, of two axes with as many bins.
  package static func firstDifference(_ centres: [Double], _ others: [Double]) -> Int? {
    zip(centres, others).enumerated().first { bin, pair in
      !isClose(pair.0, pair.1) && !isWithinSpacing(pair.0, pair.1, of: centres, at: bin)
    }?.offset
  }

  /// Agreement to 1e-9 of the distance to the next centre: an even mesh across zero has a centre that is rounding
  /// alone.
  private static func isWithinSpacing(_ a: Double, _ b: Double, of centres: [Double], at bin: Int) -> Bool {
    let distances = [bin - 1, bin + 1].filter(centres.indices.contains).map { abs(centres[$0] - a) }
    guard let spacing = distances.min(), spacing.isFinite else { return false }
    return abs(a - b) <= 1e-9 * spacing
  }
}
