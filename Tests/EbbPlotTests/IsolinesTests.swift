import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbPlot

@Suite("Lines of equal value") struct IsolinesTests {
  private typealias Point = Isolines.Point
  private typealias Piece = (from: Point, to: Point)

  private func map(_ xs: [Double], _ ys: [Double], _ value: (Double, Double) -> Double) -> HeatMap {
    HeatMap(smallPage([("x", xs), ("y", ys)], values: xs.flatMap { x in ys.map { value(x, $0) } }))
  }

  /// The sides that a line goes between in each of the 16 cases of corners above a value, which count 1, 2, 4 and 8
  /// counter-clockwise from the lower left, as the sides do from the lower one on; of saddles those with a mean below.
  private static let cases: [[(Int, Int)]] = [
    [], [(3, 0)], [(0, 1)], [(3, 1)], [(1, 2)], [(3, 0), (1, 2)], [(0, 2)], [(3, 2)], [(2, 3)], [(0, 2)],
    [(0, 1), (2, 3)], [(1, 2)], [(1, 3)], [(0, 1)], [(3, 0)], [],
  ]

  /// Marching squares by the book: a table, and a piece of line for each square.
  private func pieces(_ map: HeatMap, _ level: Double) -> [Piece] {
    let (width, height) = (map.columns.count - 1, map.rows.count - 1)
    let xs = zip(map.columns, map.columns.dropFirst()).map { ($0 + $1) / 2 }
    let ys = zip(map.rows, map.rows.dropFirst()).map { ($0 + $1) / 2 }
    var pieces: [Piece] = []
    for row in 0..<(height - 1) {
      for column in 0..<(width - 1) {
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { (column + $0.0, row + $0.1) }
        let values = corners.map { map.values[$0.1 * width + $0.0] }
        guard values.allSatisfy(\.isFinite) else { continue }
        var number = zip(values, [1, 2, 4, 8]).reduce(0) { $0 + ($1.0 >= level ? $1.1 : 0) }
        // Of a saddle with a mean above, the corners below are cut off.
        if number == 5 || number == 10, values.reduce(0, +) / 4 >= level { number = 15 - number }
        func point(_ side: Int) -> Point {
          let (from, to) = (corners[side], corners[(side + 1) % 4])
          let share = (level - values[side]) / (values[(side + 1) % 4] - values[side])
          return Point(
            x: xs[from.0] + share * (xs[to.0] - xs[from.0]), y: ys[from.1] + share * (ys[to.1] - ys[from.1]))
        }
        pieces += Self.cases[number].map { (point($0.0), point($0.1)) }
      }
    }
    return pieces
  }

  private func isSame(_ one: Point, _ other: Point) -> Bool { hypot(one.x - other.x, one.y - other.y) < 1e-9 }

  /// Expects lines to consist of the pieces, each once, and to go on as far as there are some.
  private func check(_ map: HeatMap, percent: Double, _ note: String) {
    let found = Isolines(of: map, percent: percent)
    let expected = pieces(map, found.value)
    var left = expected
    for line in found.lines {
      #expect(line.count > 1, "\(note)")
      for (from, to) in zip(line, line.dropFirst()) {
        let index = left.firstIndex {
          isSame($0.from, from) && isSame($0.to, to) || isSame($0.from, to) && isSame($0.to, from)
        }
        guard let index else {
          Issue.record("no such piece: \(from) to \(to), \(note)")
          return
        }
        left.remove(at: index)
      }
    }
    #expect(left.isEmpty, "\(note)")
    let ends = expected.flatMap { [$0.from, $0.to] }
    for line in found.lines where !isSame(line[0], line[line.count - 1]) {
      for end in [line[0], line[line.count - 1]] {
        #expect(ends.count { isSame($0, end) } == 1, "goes on from \(end), \(note)")
      }
    }
  }

  @Test(
    "lines of a cone are circles, each one line that comes back to its beginning", arguments: [25.0, 50, 80])
  func cone(percent: Double) throws {
    let places = (-20...20).map { Double($0) / 4 }
    let cone = map(places, places) { max(0, 4 - hypot($0 - 0.01, $1 + 0.02)) }
    let found = Isolines(of: cone, percent: percent)
    #expect(found.lines.count == 1)
    let line = try #require(found.lines.first)
    #expect(line.count > 10)
    #expect(line.first == line.last)
    let radius = 4 * (1 - percent / 100)
    for point in line { #expect(abs(hypot(point.x - 0.01, point.y + 0.02) - radius) < 0.06) }
    check(cone, percent: percent, "cone")
  }

  @Test("chains are the pieces of plain marching squares, whatever the values, with gaps and saddles")
  func random() {
    var random = SeededGenerator(seed: 1)
    for round in 0..<60 {
      let (width, height) = (Int.random(in: 2...14, using: &random), Int.random(in: 2...14, using: &random))
      let xs = (0..<width).map { Double($0) * 0.3 - 1 }
      let ys = (0..<height).map { Double($0 * $0) * 0.1 }
      // Noise has a saddle in every eighth square.
      let isSmooth = round.isMultiple(of: 2)
      let noise = map(xs, ys) { x, y in
        if Double.random(in: 0..<1, using: &random) < 0.03 { return .nan }
        let own = Double.random(in: 0..<1, using: &random)
        return isSmooth ? exp(-x * x - 0.02 * y * y) + 0.05 * own : own
      }
      for percent in [20.0, 50, 90] { check(noise, percent: percent, "round \(round), \(percent) %") }
    }
  }

  @Test("a saddle is cut by its mean", arguments: [(0.2, 0.3), (0.7, 0.6)])
  func saddle(low: Double, high: Double) {
    // Above at the lower left and the upper right.
    let saddle = map([0, 1], [0, 1]) { x, y in x == y ? 1 : x < y ? low : high }
    let found = Isolines(of: saddle, percent: 80)
    #expect(found.lines.count == 2)
    let isHigh = (2 + low + high) / 4 >= 0.8
    // Each line cuts one corner off: the lower right one if what is above hangs together, else the lower left one.
    let cut = isHigh ? (1.0, 0.0) : (0.0, 0.0)
    #expect(found.lines.contains { $0.allSatisfy { abs($0.x - cut.0) + abs($0.y - cut.1) < 1 } })
    check(saddle, percent: 80, "saddle")
  }

  @Test("a value that bins have themselves, and bins of one value")
  func exact() {
    let steps = map([0, 1, 2, 3], [0, 1, 2]) { x, y in x >= 2 && y >= 1 ? 10 : x >= 1 ? 5 : 0 }
    check(steps, percent: 50, "steps")
    #expect(Isolines(of: map([0, 1, 2], [0, 1]) { _, _ in 3 }, percent: 50).lines.isEmpty)
    #expect(Isolines(of: map([0, 1, 2], [0]) { x, _ in x }, percent: 50).lines.isEmpty)
    #expect(Isolines(of: map([0, 1], [0, 1]) { _, _ in .nan }, percent: 50).lines.isEmpty)
  }

  @Test("levels have looks of their own, and a key with what they are", arguments: [1.0, 3e-9, 2.5e9])
  func key(factor: Double) throws {
    let places = (0..<12).map(Double.init)
    let values = places.flatMap { x in places.map { factor * (1 + x + $0) } }
    let page = smallPage([("y", places), ("z", places)], values: values)
    var look = FigureLook()
    look.isodoses = [20, 90, 50]
    let script = try GnuplotScript(
      Figure(title: "", [("a", page), ("b", page)], look), PictureStyle(format: .svg), names: nil
    ).script
    // 23 is the largest; powers of ten are in the colours' label.
    let texts = try [("90", 20.7), ("50", 11.5), ("20", 4.6)].map { percent, value in
      let digits = factor == 1 ? value : value * factor / pow(10, (log10(23 * factor)).rounded(.down))
      return try #require(
        script.components(separatedBy: "'").firstIndex(of: "\(percent) % = \(threeDigits(digits))"),
        "\(percent) %")
    }
    #expect(texts == texts.sorted())
    for number in 0..<3 {
      for look in LevelStyle(number).looks { #expect(script.contains("with lines notitle \(look)")) }
    }
    #expect(Set((0..<10).map { LevelStyle($0).looks }).count == 10)
  }
}
