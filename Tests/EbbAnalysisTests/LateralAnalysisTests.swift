import EbbModel
import Foundation
import Testing

@testable import EbbAnalysis

@Suite("Lateral profiles")
struct LateralAnalysisTests {
  private static func gaussian(_ x: Double) -> Double { 3 * exp(-(x - 0.2) * (x - 0.2) / (2 * 0.5 * 0.5)) }

  private static func figures(_ values: [Double], errors: [Double]? = nil) throws -> [String: Double] {
    let page = smallPage(values, over: [("x", -4, 4, values.count)], errors: errors)
    let analysis = try LateralAnalysis(page, .linear)
    let figures = zip(analysis.outline.map(\.name), try analysis.figures(of: values))
    return Dictionary(uniqueKeysWithValues: figures.compactMap { name, value in value.map { (name, $0) } })
  }

  private static let centres = (0..<160).map { -4 + 8 * (Double($0) + 0.5) / 160 }

  @Test(
    "of a Gaussian both sigmas are its own; of one with a halo the fit's stays near", arguments: [0, 0.02])
  func halo(share: Double) throws {
    let figures = try Self.figures(
      Self.centres.map { Self.gaussian($0) + share * 3 * exp(-$0 * $0 / (2 * 1.5 * 1.5)) })
    #expect(abs(figures["centroid"]! - 0.2) < (share == 0 ? 1e-9 : 0.02))
    #expect(abs(figures["fit_sigma"]! - 0.5) < (share == 0 ? 1e-9 : 0.02))
    if share == 0 {
      #expect(abs(figures["sigma"]! - 0.5) < 1e-6)
      #expect(abs(figures["fit_centre"]! - 0.2) < 1e-9)
      #expect(abs(figures["fit_height"]! - 3) < 1e-9)
      // Of a Gaussian 2·√(2·ln 2)·σ, and σ·(√(2·ln 5) − √(2·ln 1.25)).
      #expect(abs(figures["fwhm"]! - 1.17741) < 2e-3)
      #expect(abs(figures["penumbra_left"]! - 0.5 * 1.12603) < 2e-3)
      #expect(abs(figures["penumbra_right"]! - 0.5 * 1.12603) < 2e-3)
    } else {
      #expect(figures["sigma"]! > 0.55)
    }
  }

  @Test("errors weigh the fit: a bin that is known badly hardly counts")
  func weights() throws {
    var values = Self.centres.map(Self.gaussian)
    values[100] = 2
    var errors = values.map { _ in 0.01 }
    errors[100] = 100
    #expect(abs(try Self.figures(values, errors: errors)["fit_sigma"]! - 0.5) < 1e-4)
    #expect(abs(try Self.figures(values)["fit_sigma"]! - 0.5) > 1e-4)
    errors[3] = 0
    #expect(try Self.figures(values, errors: errors) == Self.figures(values))
  }

  @Test("what has no inner maximum has no fit", arguments: [[1, 1, 1, 1], [4, 3, 2, 1], [0, 0, 0, 0]])
  func gaps(values: [Double]) throws {
    let figures = try Self.figures(values)
    for name in ["fit_sigma", "fwhm", "penumbra_left", "maximum"] { #expect(figures[name] == nil) }
  }

  @Test("what falls to no level at one end has a gap there")
  func oneSided() throws {
    let figures = try Self.figures([6, 8, 10, 5, 1, 0])
    #expect(figures["penumbra_left"] == nil)
    #expect(figures["penumbra_right"] != nil)
    #expect(figures["fwhm"] == nil)
  }
}
