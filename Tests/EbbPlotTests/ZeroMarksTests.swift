import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbPlot

@Suite("Marks of zeros") struct ZeroMarksTests {
  private func page(_ values: [Double], hasBins: Bool = true) -> ResultPage {
    var page = smallPage([("z", values.indices.map { Double($0) + 0.5 })], values: values)
    if hasBins { page.axes[0].edges = (0...values.count).map(Double.init) }
    return page
  }

  private func figure(
    _ pages: [ResultPage], logarithmic: Set<FigureLook.Dimension> = [.y], range: PlotRange = PlotRange()
  ) throws -> Figure {
    var look = FigureLook()
    look.logarithmic = logarithmic
    look.xRange = range
    return try Figure(title: "", pages.enumerated().map { ("curve \($0)", $1) }, look)
  }

  private func script(_ figure: Figure) throws -> GnuplotScript {
    try GnuplotScript(figure, PictureStyle(format: .svg), names: nil)
  }

  @Test("they stand where values are 0 or less, named so, and nowhere else")
  func names() throws {
    for (values, name) in [
      ([1.0, 0, 0, 2], "'0 (at the foot)'"), ([1, -1, 2, 3], "'less than 0 (at the foot)'"),
      ([1, -1, 0, 3], "'0 and less (at the foot)'"),
    ] {
      let made = try script(figure([page(values)]))
      #expect(made.script.contains(name))
      #expect(made.data.contains("# curve 0: 0 or less from, to\n"))
    }
    for figure in [
      try figure([page([1, 0, 2])], logarithmic: []), try figure([page([1, .nan, 2])]),
      try figure([page([1, 3, 2])], logarithmic: [.x, .y]),
    ] {
      let made = try script(figure)
      #expect(!made.script.contains("at the foot") && !made.data.contains("0 or less"))
    }
    // Beyond the axis there is nothing to explain.
    let outside = try script(figure([page([1, 2, 3, 0])], range: PlotRange(low: 0, high: 2)))
    #expect(!outside.script.contains("at the foot"))
  }

  @Test("neighbours are one mark, from one end to the other; points are marked each")
  func data() throws {
    let values = [0, 0, 5, -1, 3, 0.0]
    let bins = try script(figure([page(values)])).data
    #expect(bins.hasSuffix("\n\n\n# curve 0: 0 or less from, to\n0.0 2.0\n3.0 4.0\n5.0 6.0\n"))
    let points = try script(figure([page(values, hasBins: false)])).data
    #expect(points.hasSuffix("\n\n\n# curve 0: 0 or less at\n0.5\n1.5\n3.5\n5.5\n"))
    let logarithmic = try script(figure([page(values)], logarithmic: [.x, .y])).data
    #expect(logarithmic.hasSuffix("from, to\n0.5 2.0\n3.0 4.0\n5.0 6.0\n"))
  }

  @Test("those of several curves stand above each other, each in its colour, behind the data of all")
  func several() throws {
    let figure = try figure([page([1, 0, 2]), page([1, 2, 3]), page([0, 2, 0])])
    let made = try script(figure)
    let sets = made.data.components(separatedBy: "\n\n\n").map { $0.prefix { $0 != "\n" } }
    #expect(sets.count == 5)
    #expect(sets[3] == "# curve 0: 0 or less from, to" && sets[4] == "# curve 2: 0 or less from, to")
    let marks = made.script.split(separator: "\n").filter {
      $0.contains("using 1:(") && $0.contains("boxxyerror")
    }
    #expect(marks.count == 2)
    #expect(marks[0].contains("index 3") && marks[0].contains(CurveStyle(0).colour.code))
    #expect(marks[1].contains("index 4") && marks[1].contains(CurveStyle(2).colour.code))
    let heights = marks.map { $0.components(separatedBy: "using 1:(")[1].prefix { $0 != ")" } }
    #expect(try #require(Double(heights[0])) < #require(Double(heights[1])))
  }

  @Test("a set of data without rows shifts no other")
  func empty() throws {
    // The ratio of the second curve is no number anywhere.
    var look = FigureLook()
    look.comparison = CurveComparison(.ratio, to: 0)
    let pages = [page([1, 0, 2]), page([.nan, 4, .nan]), page([2, 2, 2])]
    let made = try script(Figure(title: "", pages.enumerated().map { ("curve \($0)", $1) }, look))
    let sets = made.data.components(separatedBy: "\n\n\n")
    #expect(sets.count == 4)
    #expect(made.script.contains("$data index 3 using 1:2 with lines") && !made.script.contains("index 4"))
    #expect(sets[3].hasPrefix("# curve 2"))
  }

  @Test("no value of the data and no legend is drawn where they are, at any size")
  func free() throws {
    var random = SeededGenerator(seed: 3)
    for round in 0..<150 {
      let curves = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        page(
          (0..<30).map { _ in
            let value = pow(10, Double.random(in: -6...0, using: &random))
            return Double.random(in: 0..<1, using: &random) < 0.2 ? 0 : value
          }, hasBins: !round.isMultiple(of: 3))
      }
      guard case .curves(let panels) = try figure(curves).content else {
        Issue.record("no curves")
        return
      }
      let style = PictureStyle(
        format: .svg, width: Double.random(in: 170...500, using: &random),
        height: round.isMultiple(of: 2) ? nil : 150)
      guard let layout = try? CurvesLayout.make(panels, heading: [], style) else { continue }
      let frame = layout.frames[0]
      let foot = ZeroMarks(panels[0], over: layout.horizontal).height
      #expect(foot > 0)
      // Very low frames keep half of their height for the values.
      guard foot <= frame.box.height / 2 else { continue }
      let marks = Box(left: frame.box.left, bottom: frame.box.bottom, width: frame.box.width, height: foot)
      let legend = Box(
        left: layout.legendPlace.left, bottom: layout.legendPlace.top - layout.legend.height,
        width: layout.legend.width, height: layout.legend.height)
      #expect(legend.bottom >= marks.top || legend.bottom >= frame.box.top - 1e-9)
      for curve in panels[0].curves {
        for (place, value) in zip(curve.positions, curve.values) where value > 0 {
          let x = frame.box.left + layout.horizontal.share(of: place) * frame.box.width
          let y = frame.box.bottom + frame.vertical.share(of: value) * frame.box.height
          #expect(y >= marks.top - 1e-9)
          #expect(
            !(legend.left...legend.right ~= x && legend.bottom...legend.top ~= y),
            "round \(round): \(x), \(y)")
        }
      }
      // The highest mark is within the room that they take.
      for number in 0..<curves.count(where: { $0.values.contains(0) }) {
        let values = ZeroMarks.values(of: number, frame.vertical, height: frame.box.height)
        #expect(frame.vertical.share(of: values.upperBound) * frame.box.height < foot)
        #expect(frame.vertical.share(of: values.lowerBound) > 0)
      }
    }
  }
}
