import EbbModel
import Foundation
import Testing

@testable import EbbAnalysis

@Suite("Spectra")
struct SpectrumAnalysisTests {
  private static func figures(_ page: ResultPage) throws -> [String: Double] {
    let analysis = try SpectrumAnalysis(page)
    let figures = zip(analysis.outline.map(\.name), try analysis.figures(of: page.values))
    return Dictionary(uniqueKeysWithValues: figures.compactMap { name, value in value.map { (name, $0) } })
  }

  @Test("a fluence is integrated by the widths; its mode per lethargy lies higher")
  func fluence() throws {
    let page = smallPage(
      [1, 5, 4, 2], over: [("energy", 0, 8, 4)], unit: "/cm^2/MeV", quantity: "FLUENCE", isDifferential: true)
    #expect(
      try Self.figures(page) == [
        "integral": 24, "mean_energy": (1 + 15 + 20 + 14) / 12.0, "mode": 3, "mode_value": 5,
        "lethargy_mode": 5,
        "lethargy_mode_value": 20,
      ])
    #expect(try SpectrumAnalysis(page).outline.map(\.unit)[0] == "cm^-2")
  }

  @Test(
    "the mean energy of a power law is its own on few logarithmic bins, a flat spectrum's too",
    arguments: [3, 5, 10], [0.0, -1, -2, 1.5, -0.7])
  func powerLaw(binsOfDecade: Int, exponent: Double) throws {
    let edges = (0...3 * binsOfDecade).map { pow(10, Double($0) / Double(binsOfDecade) - 1) }
    func integral(_ power: Double, _ low: Double, _ high: Double) -> Double {
      abs(power + 1) < 1e-12 ? log(high / low) : (pow(high, power + 1) - pow(low, power + 1)) / (power + 1)
    }
    let values = zip(edges, edges.dropFirst()).map { integral(exponent, $0, $1) / ($1 - $0) }
    var page = smallPage(
      values, over: [("energy", 0, 1, values.count)], unit: "/cm^2/MeV", quantity: "FLUENCE",
      isDifferential: true)
    page.axes[0].edges = edges
    page.axes[0].centres = zip(edges, edges.dropFirst()).map { ($0 * $1).squareRoot() }
    page.axes[0].scale = .logarithmic
    let mean = try #require(try Self.figures(page)["mean_energy"])
    let truth = integral(exponent + 1, edges[0], edges.last!) / integral(exponent, edges[0], edges.last!)
    #expect(abs(mean / truth - 1) < 1e-9)
    // Bins without neighbours lie flat.
    page.values = page.values.indices.map { $0 == 4 ? 1 : 0 }
    let flat = try #require(try Self.figures(page)["mean_energy"])
    #expect(abs(flat - (edges[4] + edges[5]) / 2) < 1e-12)
  }

  @Test("counts are summed, and divided by the widths for the mode")
  func counts() throws {
    var page = smallPage(
      [4, 6, 2], over: [("energy", 0, 3, 3)], unit: "", quantity: "COUNT", rule: .sum, isDifferential: true)
    page.axes[0].edges = [0, 1, 4, 5]
    let figures = try Self.figures(page)
    #expect(figures["integral"] == 12)
    #expect(figures["mode"] == 0.5)
    #expect(figures["mode_value"] == 4)
    #expect(figures["lethargy_mode_value"] == 5)
    #expect(try SpectrumAnalysis(page).outline.map(\.unit) == ["1", "MeV", "MeV", "MeV^-1", "MeV", "1"])
  }

  @Test("a flat one has no mode, an empty one nothing, and positions are refused")
  func gaps() throws {
    func spectrum(_ values: [Double]) -> ResultPage {
      smallPage(values, over: [("energy", 0, 2, 2)], unit: "/cm^2/MeV", isDifferential: true)
    }
    #expect(try Self.figures(spectrum([2, 2]))["mode"] == nil)
    #expect(try Self.figures(spectrum([2, 2]))["integral"] == 4)
    #expect(try Self.figures(spectrum([0, 0])) == [:])
    #expect(try Self.figures(spectrum([.nan, 1])) == [:])
    #expect(throws: Unsuitable.self) { try SpectrumAnalysis(smallPage([1, 2], over: [("z", 0, 1, 2)])) }
  }
}
