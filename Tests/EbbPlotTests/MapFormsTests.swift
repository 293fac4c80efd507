import EbbModel
import Foundation
import Testing

@testable import EbbPlot

@Suite("Forms of maps") struct MapFormsTests {
  @Test("lines of equal value of a cone are circles", arguments: [25.0, 50, 80])
  func isolines(percent: Double) throws {
    let places = (-20...20).map { Double($0) / 4 }
    let page = smallPage(
      [("x", places), ("y", places)], values: places.flatMap { x in places.map { max(0, 4 - hypot(x, $0)) } })
    let lines = Isolines(of: HeatMap(page), percent: percent)
    #expect(lines.pieces.count > 10)
    let radius = 4 * (1 - percent / 100)
    for piece in lines.pieces {
      for point in [piece.from, piece.to] { #expect(abs(hypot(point.x, point.y) - radius) < 0.06) }
    }
    // Each end is another piece's beginning, or several where a line goes through a centre itself.
    let ends = lines.pieces.flatMap { [$0.from, $0.to] }
    let shared: [Int] = ends.map { end in
      ends.count { other in hypot(other.x - end.x, other.y - end.y) < 1e-9 }
    }
    #expect(shared.allSatisfy { $0 > 0 && $0.isMultiple(of: 2) })
  }

  @Test(
    "a map over radius and azimuth is round, and each dot has its bin's value", arguments: ["deg", "rad"])
  func polar(unit: String) throws {
    let turn = unit == "deg" ? 360.0 : 2 * Double.pi
    let radii = [0.0, 1, 2]
    let angles = (0...8).map { Double($0) * turn / 8 - turn / 4 }
    func axis(_ name: String, _ label: String, _ unit: String, _ edges: [Double]) -> Axis {
      Axis(
        name: name, label: label, unit: unit, centres: zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 },
        edges: edges)
    }
    var page = smallPage([("r", [0.5, 1.5]), ("phi", (0..<8).map(Double.init))])
    page.axes = [axis("r", "Radius (r)", "cm", radii), axis("phi", "Angle (phi)", unit, angles)]
    let map = try #require(HeatMap.polar(page))
    let count = map.columns.count - 1
    for (x, y) in [(0.3, 0.2), (-1.2, 0.4), (0.1, -1.7), (1.3, 1.3), (1.9, -1.9)] {
      let (column, row) = (Int((x + 2) / 4 * Double(count)), Int((y + 2) / 4 * Double(count)))
      let value = map.values[row * count + column]
      guard hypot(x, y) < 2 else {
        #expect(value.isNaN)
        continue
      }
      var angle = atan2(y, x) / (2 * Double.pi) * turn
      if angle < angles[0] { angle += turn }
      let bin = (hypot(x, y) < 1 ? 0 : 8) + Int((angle - angles[0]) / turn * 8)
      #expect(value == page.values[bin], "\(x), \(y)")
    }
    #expect(map.trueRatio == 1)
  }

  @Test("zones and materials have a colour each, and their numbers beside it")
  func categories() throws {
    var page = smallPage([("y", [0, 1]), ("z", [0, 1, 2])], values: [1, 1, 5, 1000, 5, 1], unit: "1")
    page.meaning.overBins = .label
    let figure = try Figure(title: "", [("a", page)])
    guard case .maps(let maps) = figure.content else {
      Issue.record("no map")
      return
    }
    #expect(maps[0].categories == [1, 5, 1000])
    #expect(maps[0].values == [0, 0, 1, 2, 1, 0])
    let script = try GnuplotScript(figure, PictureStyle(format: .svg), names: nil).script
    #expect(script.contains("maxcolors 3") && script.contains("'1000'"))
  }

  @Test("slices show where the others cut them")
  func cuts() throws {
    var page = smallPage([("x", [0, 1]), ("y", [0, 1, 2]), ("z", [0, 1, 2, 3])])
    page.values[(1 * 3 + 2) * 4 + 1] = 100
    guard case .maps(let maps) = try Figure(title: "", [("a", page)]).content else {
      Issue.record("no map")
      return
    }
    let across: [Double] = maps.compactMap { $0.cuts?.across }
    let up: [Double] = maps.compactMap { $0.cuts?.up }
    #expect(across == [1, 1, 1])
    #expect(up == [2, 1, 2])
  }

  /// The texts of an SVG, whose names of parts gnuplot counts on; other pictures as they are.
  private static func withoutNumbers(_ picture: [UInt8]) -> [UInt8] {
    guard picture.starts(with: Array("<?xml".utf8)) else { return picture }
    let lines = String(decoding: picture, as: UTF8.self).split(separator: "\n")
    return Array(lines.filter { $0.contains("<text>") }.joined(separator: "\n").utf8)
  }

  @Test("many pictures come of one process, each whole; one that fails is told of alone")
  func many() async throws {
    let page = smallPage([("z", [0, 1, 2])])
    for format in PictureFormat.allCases {
      let style = PictureStyle(format: format)
      let scripts = try ["first", "second", "third"].map {
        try GnuplotScript(Figure(title: $0, [("a", page)]), style, names: nil)
      }
      let drawn = try await Gnuplot.draw(scripts)
      for (script, result) in zip(scripts, drawn) {
        let alone = try await Gnuplot.draw([script])[0].get()
        // A PDF has the time in it.
        if format == .pdf {
          let bytes = try result.get()
          #expect(bytes.starts(with: Array("%PDF".utf8)))
          #expect(abs(bytes.count - alone.count) < 100)
        } else {
          let bytes = try result.get()
          #expect(Self.withoutNumbers(bytes) == Self.withoutNumbers(alone), "\(format)")
        }
      }
    }
  }
}
