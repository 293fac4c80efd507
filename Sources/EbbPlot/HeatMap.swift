internal import EbbModel

/// Values over two axes.
package struct HeatMap: Sendable, Equatable {
  /// The slice of a volume that it is: "Y = 0.125 cm"; empty for a whole page.
  package var label: String
  package var horizontal: PlotAxis
  package var vertical: PlotAxis
  /// The n + 1 borders of bins from left to right.
  package var columns: [Double]
  /// Places of the rows from bottom to top.
  package var rows: [Double]
  /// Row after row from the bottom.
  package var values: [Double]

  /// A page of two axes.
  init(_ page: ResultPage) {
    self.init(page.axes[0], page.axes[1], label: "") { page.values[$0 * page.axes[1].centres.count + $1] }
  }

  /// The three slices of a page of three axes through its largest bin.
  static func slices(of page: ResultPage) -> [HeatMap] {
    let shape = page.shape
    let largest = page.values.indices.filter { page.values[$0].isFinite }.max {
      page.values[$0] < page.values[$1]
    }
    let bin = largest ?? 0
    let place = [bin / (shape[1] * shape[2]), bin / shape[2] % shape[1], bin % shape[2]]
    return [(0, 1, 2), (0, 2, 1), (1, 2, 0)].map { first, second, across in
      HeatMap(
        page.axes[first], page.axes[second], label: page.axes[across].place(of: place[across])
      ) { i, j in
        var index = place
        index[first] = i
        index[second] = j
        return page.values[(index[0] * shape[1] + index[1]) * shape[2] + index[2]]
      }
    }
  }

  /// The beam runs along z, and from left to right.
  private init(_ first: Axis, _ second: Axis, label: String, _ value: (Int, Int) -> Double) {
    let isTurned = Axis.isTurned(first, second)
    let (across, up) = isTurned ? (second, first) : (first, second)
    self.label = label
    horizontal = PlotAxis(across)
    vertical = PlotAxis(up)
    columns = across.edges ?? Self.borders(of: across.centres)
    rows = up.edges ?? Self.borders(of: up.centres)
    values = up.centres.indices.flatMap { row in
      across.centres.indices.map { isTurned ? value(row, $0) : value($0, row) }
    }
  }

  /// Halfway between centres, and as far outside of the first and the last.
  static func borders(of centres: [Double]) -> [Double] {
    guard centres.count > 1 else { return centres.flatMap { [$0 - 0.5, $0 + 0.5] } }
    let inner = zip(centres, centres.dropFirst()).map { ($0 + $1) / 2 }
    return [2 * centres[0] - inner[0]] + inner + [2 * centres[centres.count - 1] - inner[inner.count - 1]]
  }

  /// Whether all bins are of the same size: then they are the points of an image.
  var isEven: Bool { Self.isEven(columns) && Self.isEven(rows) }

  private static func isEven(_ borders: [Double]) -> Bool {
    guard let first = borders.first, let last = borders.last, borders.count > 1 else { return false }
    let width = (last - first) / Double(borders.count - 1)
    return borders.indices.allSatisfy { abs(borders[$0] - first - Double($0) * width) <= 1e-6 * abs(width) }
  }
}
