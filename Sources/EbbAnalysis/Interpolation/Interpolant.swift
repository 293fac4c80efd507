package import EbbModel

/// A curve along a profile: polynomials of degree 3 or less, one after another. Where two do not meet, it jumps.
package struct Interpolant: Sendable {
  /// `y + slope·t + bend·t² + twist·t³`, t from its left end.
  struct Piece: Sendable {
    /// The left and the right end, and the values there.
    var x: Double
    var end: Double
    var y: Double
    var last: Double
    var slope: Double
    var bend = 0.0
    var twist = 0.0

    func value(_ t: Double) -> Double { y + t * (slope + t * (bend + t * twist)) }
  }

  let pieces: [Piece]
  let interpolation: Interpolation
  /// The places between which a highest point is a peak: of the outermost bins it is not known whether more lies beyond.
  let inner: (low: Double, high: Double)

  /// A point is no higher than another where it is so by less than this share, which is rounding: of several highest
  /// points the first is taken, on every machine.
  private static let rounding = 1e-12

  /// - Parameters:
  ///   - x: the centres of bins, ascending, two or more.
  ///   - edges: of the bins, one more; without them there is no `average`, and lines are straight.
  ///   - y: as many as centres.
  package init(_ interpolation: Interpolation, x: [Double], edges: [Double]? = nil, y: [Double]) {
    precondition(x.count == y.count && x.count > 1)
    if interpolation == .average, let edges {
      self.interpolation = .average
      pieces = AverageSpline.pieces(edges: edges, averages: y)
      inner = (edges[1], edges[edges.count - 2])
      return
    }
    self.interpolation = interpolation == .average ? .linear : interpolation
    inner = (x[0], x[x.count - 1])
    let widths = (1..<x.count).map { x[$0] - x[$0 - 1] }
    let slopes = widths.indices.map { (y[$0 + 1] - y[$0]) / widths[$0] }
    let derivatives: [Double]
    switch interpolation {
    case .linear, .average:
      pieces = slopes.indices.map {
        Piece(x: x[$0], end: x[$0 + 1], y: y[$0], last: y[$0 + 1], slope: slopes[$0])
      }
      return
    case .spline: derivatives = NotAKnotSpline.derivatives(widths, slopes)
    case .pchip: derivatives = MonotoneCubic.derivatives(widths, slopes)
    }
    pieces = slopes.indices.map { index in
      let (left, right) = (derivatives[index], derivatives[index + 1])
      let excess = (left + right - 2 * slopes[index]) / widths[index]
      return Piece(
        x: x[index], end: x[index + 1], y: y[index], last: y[index + 1], slope: left,
        bend: (slopes[index] - left) / widths[index] - excess, twist: excess / widths[index])
    }
  }

  /// The place where the curve is highest, and its height; the first of several.
  package var maximum: (x: Double, y: Double) {
    var best = (x: pieces[0].x, y: pieces[0].y)
    for piece in pieces {
      for stop in stops(piece) where stop.y > best.y + Self.rounding * abs(best.y) { best = stop }
    }
    return best
  }

  /// Places where the curve reaches `level` from below, or leaves it downwards, in ascending order.
  package func crossings(of level: Double) -> [(x: Double, isRising: Bool)] {
    var crossings: [(x: Double, isRising: Bool)] = []
    var before = (x: pieces[0].x, y: pieces[0].y)
    for piece in pieces {
      for stop in stops(piece) {
        if before.y < level, stop.y >= level {
          crossings.append((place(of: level, piece, before, stop), true))
        } else if before.y >= level, stop.y < level {
          crossings.append((place(of: level, piece, before, stop), false))
        }
        before = stop
      }
    }
    return crossings
  }

  /// The ends of a piece and the points where it turns: between them it rises or falls throughout.
  private func stops(_ piece: Piece) -> [(x: Double, y: Double)] {
    let width = piece.end - piece.x
    var turns: [Double] = []
    // slope + 2·bend·t + 3·twist·t² = 0, by the form that does not cancel.
    let (a, half, c) = (3 * piece.twist, piece.bend, piece.slope)
    let discriminant = half * half - a * c
    if interpolation != .linear, discriminant > 0 {
      let q = -(half + (half < 0 ? -1 : 1) * discriminant.squareRoot())
      turns = [q / a, c / q].filter { $0 > 0 && $0 < width }.sorted()
    }
    return [(piece.x, piece.y)] + turns.map { (piece.x + $0, piece.value($0)) } + [(piece.end, piece.last)]
  }

  private func place(
    of level: Double, _ piece: Piece, _ left: (x: Double, y: Double), _ right: (x: Double, y: Double)
  ) -> Double {
    guard interpolation != .linear else {
      return left.x + (level - left.y) * (right.x - left.x) / (right.y - left.y)
    }
    // Bisection: the part rises or falls throughout. Where pieces do not meet, it is the place of both.
    var (low, high) = (left.x, right.x)
    let rises = left.y < level
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if (piece.value(middle - piece.x) < level) == rises { low = middle } else { high = middle }
    }
  }
}
