import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbPlot

@Suite("Scripts for gnuplot") struct GnuplotScriptTests {
  private let names = GnuplotScript.Names(data: "plot.dat", picture: "plot.svg")

  @Test(
    "no text of a store becomes a command",
    arguments: ["it's", "`touch owned`", "a\nsystem('touch owned')", "\\\"x\\\"", "'; system 'touch owned"])
  func quoting(text: String) throws {
    let folder = try TemporaryFolder()
    let page = smallPage([("z", [0, 1, 2])])
    let figure = try Figure(title: text, [(text, page), (text, page)])
    let made = GnuplotScript(figure, PictureStyle(format: .svg), names: names)
    try made.script.write(toFile: folder.path("plot.gp"), atomically: true, encoding: .utf8)
    try made.data.write(toFile: folder.path("plot.dat"), atomically: true, encoding: .utf8)
    let drawn = try Program.run("sh", ["-c", "cd \(folder.path("")) && gnuplot plot.gp && ls"])
    #expect(drawn.status == 0, "\(drawn.errors)")
    #expect(drawn.output.split(separator: "\n") == ["plot.dat", "plot.gp", "plot.svg"])
  }

  @Test("data are the page's numbers, to the last bit; what is not finite is a gap")
  func data() throws {
    let page = smallPage([("z", [0.1, 0.2])], values: [1 / 3, .nan], errors: [1e-300, .infinity])
    let made = GnuplotScript(try Figure(title: "", [("a", page)]), PictureStyle(format: .png), names: names)
    #expect(made.data == "# a: position value error\n0.1 0.3333333333333333 1e-300\n0.2 NaN NaN\n")
  }

  @Test(
    "a script that stands alone has the same data, and its texts end neither them nor anything else",
    arguments: ["EndOfData", "a\nEndOfData\nset output 'owned'", "it's"])
  func standingAlone(text: String) throws {
    let folder = try TemporaryFolder()
    let pages = [("z", 2500), ("z", 3)].map { axis, count in
      smallPage([(axis, (0..<count).map(Double.init))])
    }
    let figure = try Figure(title: text, pages.map { (text, $0) })
    let style = PictureStyle(format: .svg)
    let alone = Array(GnuplotScript(figure, style, names: nil).standingAlone())
    #expect(alone.count > 5)
    #expect(alone.joined().contains("\n" + GnuplotScript(figure, style, names: names).data + "EndOfData\n"))
    try alone.joined().write(toFile: folder.path("plot.gp"), atomically: true, encoding: .utf8)
    let drawn = try Program.run(
      "sh", ["-c", "cd \(folder.path("")) && gnuplot plot.gp > plot.svg && ls && tail -c 8 plot.svg"])
    #expect(drawn.status == 0, "\(drawn.errors)")
    #expect(drawn.output.split(separator: "\n") == ["plot.gp", "plot.svg", "</svg>"])
  }

  @Test("lengths have the same scale on both axes")
  func trueScale() throws {
    let page = smallPage([("y", [0, 1, 2, 3]), ("z", [0, 1, 2, 3, 4, 5, 6, 7])])
    guard case .maps(let maps) = try Figure(title: "", [("a", page)]).content else {
      Issue.record("no map")
      return
    }
    let box = MapLayout(maps, PictureStyle(format: .png)).boxes[0]
    #expect(abs(box.height / box.width - 0.5) < 1e-12)
  }

  @Test(
    "steps of ticks are 1, 2 or 5 times a power of ten", arguments: [(20, 5), (0.3, 3), (7, 4), (1e-9, 3)])
  func ticks(range: Double, count: Int) {
    let step = MapLayout.step(range, count)
    #expect(2...8 ~= range / step)
    let digit = step / pow(10, log10(step * 1.0001).rounded(.down))
    #expect([1, 2, 5].contains { abs(digit - $0) < 1e-9 })
  }
}
