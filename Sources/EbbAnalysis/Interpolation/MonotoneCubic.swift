/// Fritsch and Butland, "A method for constructing local monotone piecewise cubic interpolants", SIAM J. Sci. Stat.
/// Comput. 5 (1984) 300-304: between points that rise the curve rises.
enum MonotoneCubic {
  /// The derivative at each point.
  /// - Parameters:
  ///   - widths: the distances of the points.
  ///   - slopes: of the straight lines between them.
  static func derivatives(_ widths: [Double], _ slopes: [Double]) -> [Double] {
    let count = widths.count + 1
    if count == 2 { return [slopes[0], slopes[0]] }
    var derivatives = [Double](repeating: 0, count: count)
    for point in 1..<count - 1 {
      let (left, right) = (slopes[point - 1], slopes[point])
      guard left > 0 && right > 0 || left < 0 && right < 0 else { continue }
      // Their harmonic mean, weighted by the widths.
      let (a, b) = (2 * widths[point] + widths[point - 1], widths[point] + 2 * widths[point - 1])
      derivatives[point] = (a + b) / (a / left + b / right)
    }
    derivatives[0] = end(widths[0], widths[1], slopes[0], slopes[1])
    derivatives[count - 1] = end(
      widths[count - 2], widths[count - 3], slopes[count - 2], slopes[count - 3])
    return derivatives
  }

  /// The derivative at an end, by three points, held so that the outermost piece keeps its direction.
  private static func end(_ own: Double, _ next: Double, _ slope: Double, _ nextSlope: Double) -> Double {
    let derivative = ((2 * own + next) * slope - own * nextSlope) / (own + next)
    if sign(derivative) != sign(slope) { return 0 }
    if sign(slope) != sign(nextSlope), abs(derivative) > 3 * abs(slope) { return 3 * slope }
    return derivative
  }

  private static func sign(_ value: Double) -> Int { value > 0 ? 1 : value < 0 ? -1 : 0 }
}
