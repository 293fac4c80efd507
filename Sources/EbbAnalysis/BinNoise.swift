/// The noise of single bins of a profile.
enum BinNoise {
  /// Differences of this order are left of noise where a curve is smooth over seven bins.
  private static let weights: [Double] = [1, -6, 15, -20, 15, -6, 1]
  /// The share of the height that bins have of which the noise is taken: beyond it lies what hits few.
  private static let least = 0.1
  /// The median of the magnitude of a normal number of variance 1.
  private static let normalMedian = 0.6744897501960817

  /// The variance of a bin at the top of a profile.
  ///
  /// By the mean square of the errors of the bins there, as if they were independent; where they have none, by the
  /// differences of sixth order of all bins of the profile, each over its value: of noise that is in proportion to the dose
  /// their median is its deviation, and some bins in which the curve bends sharply do not move it.
  /// - Parameters:
  ///   - top: the bins there.
  ///   - height: of the profile.
  ///   - errors: standard errors of the values, as many.
  /// - Returns: 0 for a curve without noise, or of which nothing is known.
  static func variance(at top: Range<Int>, of values: [Double], height: Double, errors: [Double]?) -> Double {
    if let errors, errors[top].allSatisfy(\.isFinite) {
      return errors[top].reduce(0) { $0 + $1 * $1 } / Double(top.count)
    }
    let norm = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let reach = weights.count / 2
    let shares = values.indices.dropFirst(reach).dropLast(reach).compactMap { bin -> Double? in
      guard values[bin] >= least * height else { return nil }
      let difference = weights.indices.reduce(0) { $0 + weights[$1] * values[bin - reach + $1] }
      return abs(difference) / (norm * values[bin])
    }
    guard !shares.isEmpty else { return 0 }
    let deviation = shares.sorted()[shares.count / 2] / normalMedian * height
    return deviation * deviation
  }
}
