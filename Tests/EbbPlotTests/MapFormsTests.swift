import EbbModel
import Foundation
import Testing

@testable import EbbPlot

@Suite("Forms of maps") struct MapFormsTests {
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

  @Test(
    "of logarithmic colours zeros are gray and gaps white, of even bins and of others", arguments: [3.0, 4])
  func zeros(last: Double) async throws {
    var page = smallPage(
      [("y", [0.5, 1.5]), ("z", [0.5, 1.5, last - 0.5])], values: [10, 1000, 500, 0, .nan, 200])
    page.axes = zip(page.axes, [[0, 1, 2], [0, 1, 2, last]]).map { axis, edges in
      Axis(name: axis.name, label: axis.label, unit: "cm", centres: axis.centres, edges: edges)
    }
    var look = FigureLook()
    look.logarithmic = [.z]
    let figure = try Figure(title: "", [("a", page)], look)
    let drawn = try await Gnuplot.draw(figure, PictureStyle(format: .svg))
    let picture = String(decoding: drawn, as: UTF8.self)
    func count(_ colour: String) -> Int {
      picture.components(separatedBy: "<polygon fill = '\(colour)'").count - 1
    }
    // The bin of the least value and the lower end of the scale beside it.
    #expect(count("rgb( 68,   1,  84)") == 2)
    #expect(count("rgb(255, 255, 255)") == 1)
    #expect(count("rgb(217, 217, 217)") == 1)
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
