internal import EbbModel
internal import Glibc

extension HeatMap {
  /// The dots of a round map from its left to its right edge: 200 and more to the inch in a column.
  private static let dots = 480

  /// A page over the radius and the azimuth of a cylinder as it is seen along the axis; `nil` for any other page.
  ///
  /// Each dot has the value of the bin that holds it; what is in no bin is a gap.
  static func polar(_ page: ResultPage) -> HeatMap? {
    guard page.axes.count == 2, let radius = page.axes.firstIndex(where: { $0.kind == .radius }),
      page.axes[1 - radius].kind == .azimuth,
      let radii = page.axes[radius].edges, let angles = page.axes[1 - radius].edges,
      let radian = Unit(source: page.axes[1 - radius].unit).convert(1, to: Unit(source: "rad")),
      let reach = radii.last, reach > 0, radii[0] >= 0
    else { return nil }
    let borders = (0...dots).map { (2 * Double($0) / Double(dots) - 1) * reach }
    let turn = 2 * Double.pi / radian
    let count = page.axes[1].centres.count
    var values = [Double](repeating: .nan, count: dots * dots)
    for row in 0..<dots {
      let y = (borders[row] + borders[row + 1]) / 2
      for column in 0..<dots {
        let x = (borders[column] + borders[column + 1]) / 2
        var angle = atan2(y, x) / radian
        // Into the turn that begins with the first bin.
        angle += turn * ((angles[0] - angle) / turn).rounded(.up)
        guard let first = bin(hypot(x, y), radii), let second = bin(angle, angles) else { continue }
        values[row * dots + column] =
          radius == 0 ? page.values[first * count + second] : page.values[second * count + first]
      }
    }
    var axis = PlotAxis(page.axes[radius])
    axis.isLogarithmic = false
    axis.name = "x"
    var map = HeatMap(
      label: "", horizontal: axis, vertical: axis, columns: borders, rows: borders, values: values)
    map.vertical.name = "y"
    return map
  }

  /// The bin that holds a value: the last whose lower edge is not above it.
  private static func bin(_ value: Double, _ edges: [Double]) -> Int? {
    guard value >= edges[0], value <= edges[edges.count - 1] else { return nil }
    var (low, high) = (0, edges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }
}
