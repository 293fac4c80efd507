import EbbModel
import EbbTestSupport
import Testing

@testable import EbbPlot

@Suite("Curves as they are drawn") struct DrawnCurveTests {
  private func page(_ edges: [Double], _ values: [Double], errors: [Double]? = nil) -> ResultPage {
    let centres = zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 }
    var page = smallPage([("z", centres)], values: values, errors: errors)
    page.axes[0].edges = edges
    return page
  }

  private func data(_ page: ResultPage, logarithmic: Set<FigureLook.Dimension>) throws -> [String] {
    var look = FigureLook()
    look.logarithmic = logarithmic
    let made = try GnuplotScript(
      Figure(title: "", [("a", page)], look), PictureStyle(format: .svg), names: nil)
    return made.data.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().map(String.init)
  }

  @Test("bins that a logarithmic axis cannot show do not give their centres to others")
  func centres() throws {
    let page = page([-2, -1, 0, 1, 2, 4], [1, 2, 3, 4, 5], errors: [0.1, 0.2, 0.3, 0.4, 0.5])
    #expect(
      try data(page, logarithmic: [.x]) == [
        "0.5 3.0 0.3 0.5", "1.0 3.0 0.3 0.5", "1.0 4.0 0.4 1.5", "2.0 4.0 0.4 1.5", "2.0 5.0 0.5 3.0",
        "4.0 5.0 0.5 3.0", "",
      ])
    // A bin whose centre is below 0 has two rows all the same.
    #expect(
      try data(self.page([-3, 1, 2], [7, 8]), logarithmic: [.x]) == [
        "1.0 7.0 NaN -1.0", "1.0 7.0 NaN -1.0", "1.0 8.0 NaN 1.5", "2.0 8.0 NaN 1.5", "",
      ])
  }

  @Test("each bin is in a run, among zeros, or cannot be shown, as a look at it alone tells")
  func runs() {
    var random = SeededGenerator(seed: 2)
    for round in 0..<200 {
      var edges = [Double.random(in: -3...0.5, using: &random)]
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        edges.append(edges[edges.count - 1] + Double.random(in: 0.1...1, using: &random))
      }
      let choices = [0, -1, 1, 2, 3, .nan, .infinity]
      let values = edges.dropFirst().map { _ in choices.randomElement(using: &random)! }
      var curve = Curve(page(edges, values), label: "a", look: 0)
      if round.isMultiple(of: 3) { curve.edges = nil }
      let isLogarithmic = (place: Bool.random(using: &random), value: Bool.random(using: &random))
      let drawn = DrawnCurve(curve, isLogarithmic: isLogarithmic)
      for index in values.indices {
        let reach = curve.edges == nil ? curve.positions[index] : edges[index + 1]
        let hasPlace = !isLogarithmic.place || reach > 0
        let isShown = hasPlace && values[index].isFinite
        let isBelow = isLogarithmic.value && values[index] <= 0
        #expect(drawn.runs.contains { $0.contains(index) } == (isShown && !isBelow))
        #expect(drawn.zeros.contains { $0.contains(index) } == (isShown && isBelow))
        let places = drawn.places(of: index)
        #expect(places.count == (!hasPlace ? 0 : curve.edges == nil ? 1 : 2))
        #expect(places.allSatisfy { !isLogarithmic.place || $0 > 0 })
      }
      for runs in [drawn.runs, drawn.zeros] {
        // Apart by a bin and more, or they would be one.
        #expect(zip(runs, runs.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
      }
      #expect(drawn.hasLoneBins == (curve.edges != nil && drawn.runs.contains { $0.count == 1 }))
    }
  }
}
