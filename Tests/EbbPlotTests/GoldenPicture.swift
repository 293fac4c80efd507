import EbbModel
import Foundation

@testable import EbbPlot

/// Pictures of each kind, small, of pages whose numbers are the same everywhere.
enum GoldenPicture: String, CaseIterable, Sendable {
  case band = "curve-band"
  case several = "curves"
  case ratio, difference
  case zeros = "logarithmic-zeros"
  case points
  case single = "single-bin"
  case constant = "all-zero"
  case lethargy = "spectrum-lethargy"
  case aps = "style-aps"
  case map
  case isodoses = "map-isodoses"
  case logarithmicMap = "map-logarithmic"
  case slices = "volume-slices"
  case row = "volume-slices-row"
  case polar, zones
  case relative = "map-relative-error"

  var style: PictureStyle {
    switch self {
    case .aps: PictureStyle(format: .pdf, journal: .aps)
    case .row: PictureStyle(format: .svg, width: 510)
    default: PictureStyle(format: .svg)
    }
  }

  func figure() throws -> Figure {
    var look = FigureLook()
    let depth = Self.axis("z", 0, 12, 24)
    let dose = Self.page([depth]) { [bragg($0[0])] }
    let other = Self.page([depth]) { [bragg($0[0] + 0.25)] }
    switch self {
    case .band, .aps: return try Figure(title: "Dose in water", [("dose", dose)])
    case .several: return try Figure(title: "Two runs", [("first", dose), ("second", other)])
    case .ratio, .difference:
      look.comparison = CurveComparison(self == .ratio ? .ratio : .difference, to: 0)
      return try Figure(title: "Two runs", [("first", dose), ("second", other)], look)
    case .zeros:
      look.logarithmic = [.y]
      let falling = Self.page([depth]) { [$0[0] < 3 || $0[0] > 8 ? 0 : 1 / ($0[0] * $0[0] * $0[0])] }
      let rising = Self.page([depth]) { [$0[0] < 6 ? -1 : $0[0] / 1000] }
      return try Figure(title: "Zeros", [("falling", falling), ("rising", rising)], look)
    case .points:
      var points = dose
      points.axes[0].edges = nil
      return try Figure(title: "Points", [("dose", points)])
    case .single:
      return try Figure(title: "One bin", [("dose", Self.page([Self.axis("z", 0, 1, 1)]) { _ in [2.5] })])
    case .constant: return try Figure(title: "Nothing", [("dose", Self.page([depth]) { _ in [0] })])
    case .lethargy:
      look.isPerLethargy = true
      let powers = (0...16).map { pow(2, Double($0) - 8) }
      let energy = Axis(
        name: "energy", label: "Kinetic energy", unit: "MeV",
        centres: zip(powers, powers.dropFirst()).map { ($0 + $1) / 2 },
        edges: powers, scale: .logarithmic)
      let fluence = Self.page([energy], unit: "/cm2/MeV") { [1 / ((1 + $0[0]) * (1 + $0[0]))] }
      return try Figure(title: "Spectrum", [("neutrons", fluence)], look)
    case .map: return try Figure(title: "Map", [("dose", Self.plane)])
    case .logarithmicMap:
      look.logarithmic = [.z]
      return try Figure(
        title: "Map", [("dose", Self.page(Self.plane.axes) { [$0[1] > 9 ? 0 : beam($0[0], $0[1])] })], look)
    case .isodoses:
      look.isodoses = [95, 50, 20]
      return try Figure(title: "Map", [("dose", Self.plane), ("reference", Self.plane)], look)
    case .relative:
      look.shown = .relative
      return try Figure(title: "Errors", [("dose", Self.plane)], look)
    case .slices, .row:
      let axes = [Self.axis("x", -4, 4, 8), Self.axis("y", -3, 3, 6), Self.axis("z", 0, 12, 12)]
      return try Figure(
        title: "Volume", [("dose", Self.page(axes) { [beam($0[0], $0[2]) / (1 + $0[1] * $0[1])] })])
    case .polar:
      let axes = [
        Axis(name: "r", label: "Radius (r)", unit: "cm", centres: [0.5, 1.5, 2.5], edges: [0, 1, 2, 3]),
        Axis(
          name: "phi", label: "Angle (phi)", unit: "deg", centres: (0..<6).map { 60 * Double($0) + 30 },
          edges: (0...6).map { 60 * Double($0) }),
      ]
      return try Figure(title: "Round", [("dose", Self.page(axes) { [$0[0] + $0[1] / 100] })])
    case .zones:
      var zones = Self.page([Self.axis("y", 0, 3, 3), Self.axis("z", 0, 5, 5)], unit: "1") { place in
        [place[1] < 2 ? 1 : place[0] < 1 ? 40 : 1000]
      }
      zones.meaning.overBins = .label
      return try Figure(title: "Zones", [("zones", zones)])
    }
  }

  /// The picture as gnuplot is given it, with its data: numbers to eight digits, and of very many rows some.
  func text() throws -> String {
    let made = try GnuplotScript(figure(), style, names: nil)
    let rows = made.data.split(separator: "\n", omittingEmptySubsequences: false)
    let step = max(rows.count / 300, 1)
    let some = rows.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    let data = (step > 1 ? ["\(rows.count) rows, of which these are every \(step)th:"] : []) + some
    return (made.script + "\n" + data.joined(separator: "\n"))
      .replacing(/-?\d+\.\d{8,}(?:e[-+]?\d+)?/) { match in
        String(format: "%.8g", Double(match.output)!)
      }
  }

  // MARK: Pages

  private static var plane: ResultPage {
    page([axis("y", -4, 4, 8), axis("z", 0, 12, 12)]) { [beam($0[0], $0[1])] }
  }

  private static func axis(_ name: String, _ from: Double, _ to: Double, _ bins: Int) -> Axis {
    let edges = (0...bins).map { from + (to - from) * Double($0) / Double(bins) }
    return Axis(
      name: name, label: "Position (\(name))", unit: "cm",
      centres: zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 },
      edges: edges)
  }

  /// A page whose errors are a twentieth of its values.
  private static func page(
    _ axes: [Axis], unit: String = "MeV/g/prim", _ value: ([Double]) -> [Double]
  ) -> ResultPage {
    let places = axes.reduce([[]]) { places, axis in
      places.flatMap { place in axis.centres.map { place + [$0] } }
    }
    var page = smallPage(axes.map { ($0.name, $0.centres) }, values: places.flatMap(value), unit: unit)
    page.axes = axes
    page.errors = page.values.map { abs($0) / 20 }
    return page
  }
}

/// A peak at 9 cm upon a plateau: quotients only, which all machines round alike.
private func bragg(_ depth: Double) -> Double { 1 + 4 / (1 + 4 * (depth - 9) * (depth - 9)) }

private func beam(_ aside: Double, _ depth: Double) -> Double { bragg(depth) / (1 + aside * aside) }
