import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbAnalysis

@Suite("The spline of averages")
struct AverageSplineTests {
  private static func integral(_ curve: Interpolant, from low: Double, to high: Double) -> Double {
    curve.pieces.filter { $0.x >= low && $0.end <= high }.reduce(0) { sum, piece in
      let t = piece.end - piece.x
      return sum + t * (piece.y + t * (piece.slope / 2 + t * (piece.bend / 3 + t * piece.twist / 4)))
    }
  }

  @Test(
    "its average over each bin is the bin's, of even and uneven bins, and it is nowhere below 0",
    arguments: 0..<20)
  func averages(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 2...40, using: &random)
    var edges = [Double.random(in: -5...5, using: &random)]
    for _ in 0..<count { edges.append(edges.last! + Double.random(in: 0.1...2, using: &random)) }
    // Steps, bins of 0 and valleys among others.
    let values = (0..<count).map { _ in
      [0, 0, 10, Double.random(in: 0...10, using: &random)][Int.random(in: 0..<4, using: &random)]
    }
    let centres = zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 }
    let curve = Interpolant(.average, x: centres, edges: edges, y: values)
    for bin in values.indices {
      let average = Self.integral(curve, from: edges[bin], to: edges[bin + 1]) / (edges[bin + 1] - edges[bin])
      #expect(abs(average - values[bin]) < 1e-11)
    }
    for piece in curve.pieces {
      for step in 0...20 {
        #expect(piece.value((piece.end - piece.x) * Double(step) / 20) > -1e-12 * 10)
      }
    }
    for (piece, next) in zip(curve.pieces, curve.pieces.dropFirst()) { #expect(piece.end == next.x) }
  }

  @Test(
    "the width of a Gaussian is its own though bins are as wide as its sigma, where lines make it 5 % wider",
    arguments: [(1.0, 0.02), (0.5, 0.002)])
  func width(bin: Double, tolerance: Double) throws {
    func integral(_ x: Double) -> Double { (Double.pi / 2).squareRoot() * erf((x - 0.2) * 0.5.squareRoot()) }
    let edges = (0...Int(16 / bin)).map { -8 + bin * Double($0) }
    let values = zip(edges, edges.dropFirst()).map { (integral($1) - integral($0)) / bin }
    let page = smallPage(values, over: [("x", -8, 8, values.count)])
    func fwhm(_ interpolation: Interpolation) throws -> Double {
      let analysis = try LateralAnalysis(page, interpolation, level: .maximum)
      let index = try #require(analysis.outline.firstIndex { $0.name == "fwhm" })
      return try #require(try analysis.figures(of: values)[index])
    }
    let truth = 2 * (2 * log(2.0)).squareRoot()
    let (average, linear) = (try fwhm(.average), try fwhm(.linear))
    #expect(abs(average / truth - 1) < tolerance)
    if bin == 1 { #expect(linear / truth > 1.05) }
  }

  @Test("bins without known edges have lines between their centres")
  func noEdges() throws {
    var page = smallPage([1, 4, 2], over: [("z", 0, 3, 3)])
    page.axes[0].edges = nil
    let analysis = try BraggAnalysis(page, .average, level: .maximum)
    #expect(analysis.interpolation == .linear)
    #expect(try analysis.figures(of: page.values)[1] == 1.5)
  }
}
