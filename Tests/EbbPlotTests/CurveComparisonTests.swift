import EbbModel
import Foundation
import Testing

@testable import EbbPlot

@Suite("Curves held against one of them") struct CurveComparisonTests {
  private func panels(
    _ kind: CurveComparison.Kind, _ a: ResultPage, _ b: ResultPage
  ) throws -> [CurvePanel] {
    var look = FigureLook()
    look.comparison = CurveComparison(kind, to: 0)
    guard case .curves(let panels) = try Figure(title: "", [("a", a), ("b", b)], look).content else {
      Issue.record("no curves")
      return []
    }
    return panels
  }

  @Test("a ratio and a difference have the errors of both, as sampling finds")
  func errors() throws {
    let a = smallPage([("z", [0, 1])], values: [2, 0], errors: [0.02, 0])
    let b = smallPage([("z", [0, 1])], values: [3, 1], errors: [0.06, 0.5])
    var numbers = SystemRandomNumberGenerator()
    func normal() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &numbers) }
    }
    for kind in [CurveComparison.Kind.ratio, .difference] {
      let curve = try #require(try panels(kind, a, b).last?.curves.first)
      let samples = (0..<20_000).map { _ in
        let (x, y) = (2 + 0.02 * normal(), 3 + 0.06 * normal())
        return kind == .ratio ? y / x : y - x
      }
      let mean = samples.reduce(0, +) / 20_000
      let spread = (samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19_999).squareRoot()
      #expect(abs(curve.values[0] - mean) < 0.01)
      #expect(abs((curve.errors?[0] ?? 0) / spread - 1) < 0.05)
    }
    let ratio = try #require(try panels(.ratio, a, b).last?.curves.first)
    #expect(ratio.values[1].isNaN, "over nothing there is no ratio")
  }

  @Test("where one side has no errors there is no band: half an error is none")
  func halfErrors() throws {
    let a = smallPage([("z", [0, 1])], values: [2, 1], errors: [0.02, 0.1])
    let b = smallPage([("z", [0, 1])], values: [3, 1])
    for (first, second) in [(a, b), (b, a)] {
      #expect(try panels(.ratio, first, second).last?.curves.first?.errors == nil)
      #expect(try panels(.difference, first, second).last?.curves.first?.errors == nil)
    }
  }

  @Test("other bins, and a curve alone, are refused")
  func refusals() {
    let a = smallPage([("z", [0, 1, 2])])
    #expect(throws: FigureError.differ("a", "b")) { try panels(.ratio, a, smallPage([("z", [0, 1.5, 2])])) }
    var look = FigureLook()
    look.comparison = CurveComparison(.ratio, to: 0)
    #expect(throws: FigureError.nothingToCompare) { try Figure(title: "", [("a", a)], look) }
  }

  @Test("looks of curves repeat late")
  func looks() {
    let looks = (0..<35).map(CurveStyle.init)
    for index in looks.indices {
      let own = looks[index]
      let isTaken = looks[..<index].contains { $0.colour == own.colour && $0.dash == own.dash }
      #expect(!isTaken)
    }
  }

  @Test("errors and relative errors are drawn as such")
  func shown() throws {
    let page = smallPage([("z", [0, 1, 2])], values: [4, 0, -2], errors: [1, 1, 0.5])
    #expect(ShownValues.error.applied(to: page)?.values == [1, 1, 0.5])
    let relative = try #require(ShownValues.relative.applied(to: page))
    #expect(relative.values[0] == 25)
    #expect(relative.values[1].isNaN)
    #expect(relative.values[2] == 25)
    var look = FigureLook()
    look.shown = .relative
    let label = try Figure(title: "", [("a", page)], look).value.label
    #expect(label == "Relative standard error, dose (%)")
    #expect(throws: FigureError.noErrors("a")) {
      try Figure(title: "", [("a", smallPage([("z", [0, 1])]))], look)
    }
  }

  @Test("by lethargy, areas over the logarithm of the energy are what the bins hold")
  func lethargy() throws {
    var page = smallPage(
      [("energy", [1, 3, 10])], values: [2, 5, 7], errors: [1, 1, 1], unit: "cm^-2 MeV^-1")
    page.axes[0] = Axis(
      name: "energy", label: "Kinetic energy", unit: "MeV", centres: [1.5, 3, 10], edges: [1, 2, 4, 16],
      scale: .linear, isDifferential: true)
    let shown = try #require(Lethargy.applied(to: page))
    let widths: [Double] = [log(2), log(2), log(4)]
    let areas: [Double] = zip(shown.values, widths).map { $0 * $1 }
    let off: [Double] = zip(areas, [2.0, 10, 84]).map { abs($0 - $1) }
    #expect(off.allSatisfy { $0 < 1e-12 })
    #expect(shown.unit.text == "cm^-2")
    var look = FigureLook()
    look.isPerLethargy = true
    #expect(throws: FigureError.noSpectrum("a")) {
      try Figure(title: "", [("a", smallPage([("z", [0, 1])]))], look)
    }
  }
}
