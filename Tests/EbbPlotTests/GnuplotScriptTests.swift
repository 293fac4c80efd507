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
    let made = try GnuplotScript(figure, PictureStyle(format: .svg), names: names)
    try made.script.write(toFile: folder.path("plot.gp"), atomically: true, encoding: .utf8)
    try made.data.write(toFile: folder.path("plot.dat"), atomically: true, encoding: .utf8)
    let drawn = try Program.run("sh", ["-c", "cd \(folder.path("")) && gnuplot plot.gp && ls"])
    #expect(drawn.status == 0, "\(drawn.errors)")
    #expect(drawn.output.split(separator: "\n") == ["plot.dat", "plot.gp", "plot.svg"])
  }

  @Test("data are the page's numbers, to the last bit; what is not finite is a gap")
  func data() throws {
    let page = smallPage([("z", [0.1, 0.2])], values: [1 / 3, .nan], errors: [1e-300, .infinity])
    let made = try GnuplotScript(Figure(title: "", [("a", page)]), PictureStyle(format: .png), names: names)
    #expect(made.data == "# a: position value error\n0.1 0.3333333333333333 1e-300\n")
  }

  @Test(
    "bins are steps: two rows each, from one border to the other, with the centre; a gap is an empty line")
  func steps() throws {
    var page = smallPage([("z", [1, 2, 3, 4])], values: [5, .nan, 6, 7], errors: [1, 1, .infinity, 2])
    page.axes[0].edges = [0.5, 1.5, 2.5, 3.5, 4.5]
    let made = try GnuplotScript(Figure(title: "", [("a", page)]), PictureStyle(format: .png), names: names)
    let rows = made.data.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    #expect(
      Array(rows) == [
        "0.5 5.0 1.0 1.0 1.0", "1.5 5.0 1.0 1.0 1.0", "", "2.5 6.0 NaN 3.0 0.0", "3.5 6.0 NaN 3.0 0.0",
        "3.5 7.0 2.0 4.0 0.0", "4.5 7.0 2.0 4.0 0.0", "",
      ])
    // The first has no neighbour, and gets a mark.
    #expect(made.data.hasPrefix("# a: position value error centre alone;"))
    #expect(made.script.contains("($5==1?$4:NaN):2 every 2 with points"))
  }

  @Test("errors that leave next to nothing of a value do not decide of a logarithmic scale")
  func tails() throws {
    let errors = [0.01, 0.3, 6e-4 * (1 - 1e-16), 2e-4 - 1e-19]
    let page = smallPage([("z", [1, 2, 3, 4])], values: [2, 0.3, 6e-4, 2e-4], errors: errors)
    var look = FigureLook()
    look.logarithmic = [.y]
    guard case .curves(let panels) = try Figure(title: "", [("a", page)], look).content else {
      Issue.record("no curves")
      return
    }
    let scale = panels[0].vertical(over: panels[0].horizontal)
    #expect(scale.low > 2e-5 && scale.low <= 2e-4)
    #expect(scale.high >= 2.01)
  }

  @Test(
    "a script runs whatever its files are called",
    arguments: ["it's", "<date", "|cat", "$HOME `id`", "''", "a\\b", "%d{}", "\"x\"", "-e"])
  func names(name: String) throws {
    let folder = try TemporaryFolder()
    let names = GnuplotScript.Names(data: name + ".dat", picture: name + ".svg")
    for axes in [[("z", [0.0, 1, 2])], [("y", [0.0, 1, 2]), ("z", [0.0, 1, 2])]] {
      let figure = try Figure(title: name, [(name, smallPage(axes.map { (name: $0.0, centres: $0.1) }))])
      let made = try GnuplotScript(figure, PictureStyle(format: .svg), names: names)
      try Data(made.script.utf8).write(to: URL(filePath: folder.path("run.gp")))
      try Data(made.data.utf8).write(to: URL(filePath: folder.path(name + ".dat")))
      let drawn = try Program.run("gnuplot", ["run.gp"], folder: folder.path(""))
      #expect(drawn.status == 0 && drawn.errors.isEmpty, "\(drawn.errors)")
      #expect(try Set(folder.names) == ["run.gp", name + ".dat", name + ".svg"])
    }
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
    let alone = Array(try GnuplotScript(figure, style, names: nil).standingAlone())
    #expect(alone.count > 5)
    #expect(
      alone.joined().contains("\n" + (try GnuplotScript(figure, style, names: names).data) + "EndOfData\n"))
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
    let box = try box(of: maps)[0]
    #expect(abs(box.height / box.width - 0.5) < 1e-9)
  }

  private func box(of maps: [HeatMap]) throws -> [Box] {
    let value = PlotAxis(
      name: "Dose", Unit(source: "MeV/g"), isPerPrimary: true, isLogarithmic: false)
    return try MapsLayout.make(
      maps, value: value, colours: Scale(low: 0, high: 1, isLogarithmic: false), heading: [],
      PictureStyle(format: .png)
    ).frames.map(\.box)
  }
}
