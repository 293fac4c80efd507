package import EbbModel

/// A curve through points: a polynomial of degree 3 or less between each and the next.
package struct Interpolant: Sendable {
  /// `y + slope·t + bend·t² + twist·t³`, t from its left point.
  struct Piece: Sendable {
    var y: Double
    var slope: Double
    var bend = 0.0
    var twist = 0.0

    func value(_ t: Double) -> Double { y + t * (slope + t * (bend + t * twist)) }
  }

  let x: [Double]
  let y: [Double]
  let pieces: [Piece]
  let interpolation: Interpolation

  /// - Parameters:
  ///   - x: ascending, two or more.
  ///   - y: as many.
  package init(_ interpolation: Interpolation, x: [Double], y: [Double]) {
    precondition(x.count == y.count && x.count > 1)
    self.x = x
    self.y = y
    self.interpolation = interpolation
    let widths = (1..<x.count).map { x[$0] - x[$0 - 1] }
    let slopes = widths.indices.map { (y[$0 + 1] - y[$0]) / widths[$0] }
    let derivatives: [Double]
    switch interpolation {
    case .linear:
      pieces = slopes.indices.map { Piece(y: y[$0], slope: slopes[$0]) }
      return
    case .spline: derivatives = NotAKnotSpline.derivatives(widths, slopes)
    case .pchip: derivatives = MonotoneCubic.derivatives(widths, slopes)
    }
    pieces = slopes.indices.map { index in
      let (left, right) = (derivatives[index], derivatives[index + 1])
      let excess = (left + right - 2 * slopes[index]) / widths[index]
      return Piece(
        y: y[index], slope: left, bend: (slopes[index] - left) / widths[index] - excess,
        twist: excess / widths[index])
    }
  }

  /// The place where the curve is highest, and its height; the first of several.
  package var maximum: (x: Double, y: Double) {
    var best = (x: x[0], y: y[0])
    for index in pieces.indices {
      for stop in stops(index) where stop.y > best.y { best = stop }
    }
    return best
  }

  /// Places where the curve reaches `level` from below, or leaves it downwards, in ascending order.
  package func crossings(of level: Double) -> [(x: Double, isRising: Bool)] {
    var crossings: [(x: Double, isRising: Bool)] = []
    for index in pieces.indices {
      var before = (x: x[index], y: y[index])
      for stop in stops(index) {
        if before.y < level, stop.y >= level {
          crossings.append((place(of: level, index, before, stop), true))
        } else if before.y >= level, stop.y < level {
          crossings.append((place(of: level, index, before, stop), false))
        }
        before = stop
      }
    }
    return crossings
  }

  /// Points where a piece turns, and its right end: between them it rises or falls throughout.
  private func stops(_ index: Int) -> [(x: Double, y: Double)] {
    let piece = pieces[index]
    let width = x[index + 1] - x[index]
    var turns: [Double] = []
    // slope + 2·bend·t + 3·twist·t² = 0, by the form that does not cancel.
    let (a, half, c) = (3 * piece.twist, piece.bend, piece.slope)
    let discriminant = half * half - a * c
    if interpolation != .linear, discriminant > 0 {
      let q = -(half + (half < 0 ? -1 : 1) * discriminant.squareRoot())
      turns = [q / a, c / q].filter { $0 > 0 && $0 < width }.sorted()
    }
    return turns.map { (x[index] + $0, piece.value($0)) } + [(x[index + 1], y[index + 1])]
  }

  private func place(
    of level: Double, _ index: Int, _ left: (x: Double, y: Double), _ right: (x: Double, y: Double)
  ) -> Double {
    guard interpolation != .linear else {
      return left.x + (level - left.y) * (right.x - left.x) / (right.y - left.y)
    }
    // Bisection: the part rises or falls throughout.
    var (low, high) = (left.x, right.x)
    let rises = left.y < level
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if (pieces[index].value(middle - x[index]) < level) == rises { low = middle } else { high = middle }
    }
  }
}
