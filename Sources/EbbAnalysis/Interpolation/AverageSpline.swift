/// The spline whose average over each bin is the bin's value: the derivative of the cubic spline through the integral
/// from the first edge on (Delhez, "A spline interpolation technique that preserves mass budgets", Applied Mathematics
/// Letters 16, 2003, 17-26).
///
/// Simulators score averages over bins, and not values at their centres: a curve through the centres cuts peaks and
/// widens falls. Of bins of 2 mm on a Bragg curve with 3.5 mm of straggling, R80 lies 0.12 mm too low on straight lines
/// between centres and 0.01 mm off on this curve.
enum AverageSpline {
  /// The parabolas of the bins, in order; where one would fall below 0 between bins that do not, the parts of two that
  /// touch 0, with the same average.
  /// - Parameters:
  ///   - edges: ascending, one more than there are averages; two or more averages.
  static func pieces(edges: [Double], averages: [Double]) -> [Interpolant.Piece] {
    let widths = zip(edges, edges.dropFirst()).map { $1 - $0 }
    // The slopes of the integral are the averages, and its derivatives the values at the edges.
    var values = NotAKnotSpline.derivatives(widths, averages)
    let isPositive = averages.allSatisfy { $0 >= 0 }
    if isPositive { values = values.map { max($0, 0) } }
    var pieces: [Interpolant.Piece] = []
    for bin in averages.indices {
      let (left, right, average, width) = (values[bin], values[bin + 1], averages[bin], widths[bin])
      let excess = 6 * average - 3 * (left + right)
      let whole = Interpolant.Piece(
        x: edges[bin], end: edges[bin + 1], y: left, last: right, slope: (right - left + excess) / width,
        bend: -excess / (width * width))
      if isPositive, excess < 0, average < (left + right - (left * right).squareRoot()) / 3 {
        pieces += touchingZero(whole, average: average)
      } else {
        pieces.append(whole)
      }
    }
    return pieces
  }

  /// A fall from the left value to 0 and a rise from there to the right one, as parts of parabolas that touch 0.
  private static func touchingZero(
    _ whole: Interpolant.Piece, average: Double
  ) -> [Interpolant.Piece] {
    // Widths in proportion to the roots of the heights meet where one parabola touches 0.
    let (left, right) = (whole.y.squareRoot(), whole.last.squareRoot())
    let cubes = whole.y * left + whole.last * right
    let share = cubes > 0 ? 3 * average / cubes : 0
    let width = whole.end - whole.x
    let (fall, rise) = (share * left * width, share * right * width)
    let (low, high) = (whole.x + fall, whole.end - rise)
    var pieces: [Interpolant.Piece] = []
    if low > whole.x {
      pieces.append(
        Interpolant.Piece(
          x: whole.x, end: low, y: whole.y, last: 0, slope: -2 * whole.y / fall,
          bend: whole.y / (fall * fall)))
    }
    if high > low { pieces.append(Interpolant.Piece(x: low, end: high, y: 0, last: 0, slope: 0)) }
    if whole.end > max(high, low) {
      pieces.append(
        Interpolant.Piece(
          x: max(high, low), end: whole.end, y: 0, last: whole.last, slope: 0,
          bend: whole.last / (rise * rise)))
    }
    return pieces
  }
}
