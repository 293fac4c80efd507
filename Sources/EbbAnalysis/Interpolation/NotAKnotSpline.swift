/// The cubic spline with continuous second derivatives whose first two pieces are one polynomial, and whose last
/// two are (de Boor, "A Practical Guide to Splines", 1978, chapter IV).
enum NotAKnotSpline {
  /// The derivative at each point.
  /// - Parameters:
  ///   - widths: the distances of the points.
  ///   - slopes: of the straight lines between them.
  static func derivatives(_ widths: [Double], _ slopes: [Double]) -> [Double] {
    let count = widths.count + 1
    if count == 2 { return [slopes[0], slopes[0]] }
    if count == 3 {
      // The parabola through three points.
      let bend = (slopes[1] - slopes[0]) / (widths[0] + widths[1])
      let middle = slopes[0] + bend * widths[0]
      return [slopes[0] - bend * widths[0], middle, slopes[1] + bend * widths[1]]
    }
    var diagonal = [Double](repeating: 0, count: count)
    var above = diagonal
    var below = diagonal
    var right = diagonal
    let first = widths[0] + widths[1]
    diagonal[0] = widths[1]
    above[0] = first
    right[0] = ((widths[0] + 2 * first) * widths[1] * slopes[0] + widths[0] * widths[0] * slopes[1]) / first
    for point in 1..<count - 1 {
      below[point] = widths[point]
      diagonal[point] = 2 * (widths[point - 1] + widths[point])
      above[point] = widths[point - 1]
      right[point] = 3 * (widths[point] * slopes[point - 1] + widths[point - 1] * slopes[point])
    }
    let (before, end) = (widths[count - 3], widths[count - 2])
    let last = before + end
    below[count - 1] = last
    diagonal[count - 1] = before
    right[count - 1] =
      (end * end * slopes[count - 3] + (2 * last + end) * before * slopes[count - 2]) / last
    for point in 1..<count {
      let factor = below[point] / diagonal[point - 1]
      diagonal[point] -= factor * above[point - 1]
      right[point] -= factor * right[point - 1]
    }
    var derivatives = right
    derivatives[count - 1] /= diagonal[count - 1]
    for point in (0..<count - 1).reversed() {
      derivatives[point] = (right[point] - above[point] * derivatives[point + 1]) / diagonal[point]
    }
    return derivatives
  }
}
