import EbbModel
import Testing

@testable import EbbPlot

@Suite("Drawings for terminals") struct TerminalPlotTests {
  @Test("no line is wider than the terminal", arguments: [40, 80, 133], [3, 70, 1000])
  func width(width: Int, bins: Int) throws {
    let centres = (0..<bins).map { Double($0) / 7 }
    let line = try #require(TerminalPlot(width: width).lines(of: smallPage([("z", centres)])))
    let map = try #require(
      TerminalPlot(width: width).lines(of: smallPage([("y", [0, 1, 2]), ("z", centres)])))
    #expect((line + map).allSatisfy { $0.count <= width })
  }

  @Test("no terminal is too wide or too narrow", arguments: [Int.min, 0, 1, 1 << 40, .max])
  func anyWidth(width: Int) throws {
    for plot in [TerminalPlot(width: width), TerminalPlot(width: width, usesColour: true)] {
      let line = try #require(plot.lines(of: smallPage([("z", [0, 1, 2])])))
      let map = try #require(plot.lines(of: smallPage([("y", [0, 1, 2]), ("z", [0, 1])])))
      #expect((line + map).allSatisfy { $0.count < 50_000 })
    }
  }

  @Test("a peak narrower than a character is seen")
  func narrowPeak() throws {
    var values = [Double](repeating: 0.001, count: 1000)
    values[500] = 1
    let lines = try #require(
      TerminalPlot().lines(of: smallPage([("z", (0..<1000).map(Double.init))], values: values)))
    #expect(lines[0].contains("█"))
    #expect(lines[0].filter { $0 == "█" }.count == 1)
  }

  @Test("the heights of a profile are its values, to an eighth of a line")
  func heights() throws {
    let values = [0.0, 0.25, 0.5, 0.75, 1]
    let lines = try #require(
      TerminalPlot(width: 40).lines(of: smallPage([("z", [0, 1, 2, 3, 4])], values: values)))
    let bars = lines.prefix(12).map { Array($0.drop { $0 != "┤" && $0 != "│" }.dropFirst()) }
    let place = bars[0].count / 5
    for (index, value) in values.enumerated() {
      let full = bars.filter { $0[index * 5 + 2] == "█" }.count
      #expect(full == Int(value * 12), "bin \(index) of \(place)")
    }
  }

  @Test("what has no bins, or nothing above 0, is not drawn")
  func nothing() {
    #expect(TerminalPlot().lines(of: smallPage([])) == nil)
    #expect(TerminalPlot().lines(of: smallPage([("z", [0, 1])], values: [0, 0])) == nil)
    #expect(TerminalPlot().lines(of: smallPage([("z", [0, 1])], values: [.nan, -1])) == nil)
  }

  @Test("colours end with the line")
  func colours() throws {
    let page = smallPage([("y", [0, 1, 2]), ("z", [0, 1, 2, 3])])
    let lines = try #require(TerminalPlot(usesColour: true).lines(of: page))
    #expect(lines.filter { $0.contains("\u{1b}") }.allSatisfy { $0.hasSuffix("\u{1b}[0m") })
    #expect(lines.contains { $0.contains("▀") })
  }
}
