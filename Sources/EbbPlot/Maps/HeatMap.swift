internal import EbbModel

/// Values over two axes.
package struct HeatMap: Sendable {
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
  /// Where slices cut this one: places from left to right and from bottom to top.
  var cuts: (across: Double, up: Double)?
  /// Lines of equal value of another map.
  var lines: [Isolines] = []
  /// The values of maps of zones and materials, in order; `values` are then their numbers from 0 on.
  var categories: [Double] = []

  init(
    label: String, horizontal: PlotAxis, vertical: PlotAxis, columns: [Double], rows: [Double],
    values: [Double]
  ) {
    self.label = label
    self.horizontal = horizontal
    self.vertical = vertical
    self.columns = columns
    self.rows = rows
    self.values = values
  }

  /// The most values that have a colour each.
  private static let mostCategories = 20

  /// Makes numbers from 0 on of the values of maps, where these are few: they are names, between which there is
  /// nothing.
  static func categorize(_ maps: inout [HeatMap]) {
    let categories = Set(maps.flatMap(\.values).filter(\.isFinite)).sorted()
    guard categories.count <= mostCategories else { return }
    let numbers = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, Double($0)) })
    for index in maps.indices {
      maps[index].values = maps[index].values.map { numbers[$0] ?? .nan }
      maps[index].categories = categories
    }
  }

  /// A page of two axes.
  init(_ page: ResultPage) {
    self.init(page.axes[0], page.axes[1], label: "") { page.values[$0 * page.axes[1].centres.count + $1] }
  }

  /// The three slices of a page of three axes through its largest bin.
  static func slices(of page: ResultPage) -> [HeatMap] {
    let shape = page.shape
    let largest = page.values.indices.lazy.filter { page.values[$0].isFinite }.max {
      page.values[$0] < page.values[$1]
    }
    let bin = largest ?? 0
    let place = [bin / (shape[1] * shape[2]), bin / shape[2] % shape[1], bin % shape[2]]
    return [(0, 1, 2), (0, 2, 1), (1, 2, 0)].map { first, second, across in
      var map = HeatMap(
        page.axes[first], page.axes[second], label: Typeset.minus(page.axes[across].place(of: place[across]))
      ) { i, j in
        var index = place
        index[first] = i
        index[second] = j
        return page.values[(index[0] * shape[1] + index[1]) * shape[2] + index[2]]
      }
      let cuts = [first, second].map { page.axes[$0].centres[place[$0]] }
      map.cuts =
        Axis.isTurned(page.axes[first], page.axes[second]) ? (cuts[1], cuts[0]) : (cuts[0], cuts[1])
      return map
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

  /// Where its columns begin and end.
  var horizontalScale: Scale { Self.scale(horizontal, columns) }
  var verticalScale: Scale { Self.scale(vertical, rows) }

  private static func scale(_ axis: PlotAxis, _ borders: [Double]) -> Scale {
    Scale(of: borders, isLogarithmic: axis.isLogarithmic, asked: axis.range)
  }

  /// Whether both axes have lengths of one unit, so that one scale makes them true.
  var hasTrueLengths: Bool {
    horizontal.unit == vertical.unit && horizontal.unit != "1" && !horizontal.isLogarithmic
      && !vertical.isLogarithmic
  }

  /// Height over width, where lengths are true, if that makes neither a strip nor a tower.
  var trueRatio: Double? {
    guard hasTrueLengths else { return nil }
    let (across, up) = (horizontalScale, verticalScale)
    let ratio = (up.high - up.low) / (across.high - across.low)
    return 0.1...10 ~= ratio ? ratio : nil
  }

  /// Whether all bins are of the same size: then they are the points of an image.
  var isEven: Bool { Self.isEven(columns) && Self.isEven(rows) }

  private static func isEven(_ borders: [Double]) -> Bool {
    guard let first = borders.first, let last = borders.last, borders.count > 1 else { return false }
    let width = (last - first) / Double(borders.count - 1)
    return borders.indices.allSatisfy { abs(borders[$0] - first - Double($0) * width) <= 1e-6 * abs(width) }
  }
}
