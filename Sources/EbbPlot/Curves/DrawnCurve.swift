/// A curve as it is drawn: what of it can be shown, found once.
struct DrawnCurve {
  /// A point of its line.
  typealias Point = (place: Double, value: Double, error: Double?)

  let curve: Curve
  /// The bins that its line goes through, in runs without a gap.
  let runs: [Range<Int>]
  /// Those that are 0 or less on a logarithmic scale of values, which cannot show them, in runs without a gap.
  let zeros: [Range<Int>]
  /// Whether only places above 0 can be shown.
  private let isLogarithmic: Bool

  /// - Parameter isLogarithmic: whether only places and values above 0 can be shown.
  init(_ curve: Curve, isLogarithmic: (place: Bool, value: Bool)) {
    self.curve = curve
    self.isLogarithmic = isLogarithmic.place
    func ranges(of isIncluded: (Double) -> Bool) -> [Range<Int>] {
      var ranges: [Range<Int>] = []
      for (index, value) in curve.values.enumerated()
      where value.isFinite && isIncluded(value)
        && (!isLogarithmic.place || (curve.edges?[index + 1] ?? curve.positions[index]) > 0)
      {
        if let last = ranges.last, last.upperBound == index {
          ranges[ranges.count - 1] = last.lowerBound..<index + 1
        } else {
          ranges.append(index..<index + 1)
        }
      }
      return ranges
    }
    runs = ranges { !isLogarithmic.value || $0 > 0 }
    zeros = isLogarithmic.value ? ranges { $0 <= 0 } : []
  }

  /// Whether some bins have no neighbour that is drawn.
  var hasLoneBins: Bool { curve.edges != nil && runs.contains { $0.count == 1 } }

  /// The places of a bin's points: its two ends, or its centre; none where the axis cannot show it.
  func places(of index: Int) -> [Double] {
    let centre = curve.positions[index]
    guard let edges = curve.edges else { return isLogarithmic && centre <= 0 ? [] : [centre] }
    let (low, high) = (edges[index], edges[index + 1])
    guard isLogarithmic, low <= 0 else { return [low, high] }
    // The lowest bin of a linear axis begins at 0, which a logarithmic one does not have.
    return high > 0 ? [centre > 0 ? centre : high, high] : []
  }

  /// The points of a run of bins.
  func points(of run: Range<Int>) -> [Point] {
    run.flatMap { index in places(of: index).map { ($0, curve.values[index], curve.errors?[index]) } }
  }

  /// The places from where to where a run of bins goes.
  func ends(of run: Range<Int>) -> [Double] {
    [places(of: run.lowerBound).first!, places(of: run.upperBound - 1).last!]
  }
}
