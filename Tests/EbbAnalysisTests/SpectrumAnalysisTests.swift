import EbbModel
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
