import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbAnalysis

@Suite("Lateral profiles")
struct LateralAnalysisTests {
  /// The average over a bin of the even ones from −4 to 4.
  private static func gaussian(
    _ height: Double, _ centre: Double, _ sigma: Double, bin: Int, of bins: Int = 160
  ) -> Double {
    let width = 8 / Double(bins)
    func integral(_ x: Double) -> Double {
      sigma * (Double.pi / 2).squareRoot() * erf((x - centre) / sigma / 2.0.squareRoot())
    }
    let low = -4 + width * Double(bin)
    return height * (integral(low + width) - integral(low)) / width
  }

  private static func figures(_ values: [Double], errors: [Double]? = nil) throws -> [String: Double] {
    let page = smallPage(values, over: [("x", -4, 4, values.count)], errors: errors)
    let analysis = try LateralAnalysis(page, .linear, level: .maximum)
    let figures = zip(analysis.outline.map(\.name), try analysis.figures(of: values))
    return Dictionary(uniqueKeysWithValues: figures.compactMap { name, value in value.map { (name, $0) } })
  }

  @Test(
    "of a Gaussian both sigmas are its own; of one with a halo the fit's stays near", arguments: [0, 0.02])
  func halo(share: Double) throws {
    let figures = try Self.figures(
      (0..<160).map { Self.gaussian(3, 0.2, 0.5, bin: $0) + Self.gaussian(3 * share, 0, 1.5, bin: $0) })
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

  @Test(
    "sigma and the fit are the Gaussian's own, however wide the bins are", arguments: [8, 10, 16, 24, 48])
  func binWidths(bins: Int) throws {
    // Bins of 5/3, 4/3, 5/6, 5/9 and 5/18 of sigma; the moments of the widest differ by what no bin tells.
    let values = (0..<bins).map { Self.gaussian(3, 0.1, 0.6, bin: $0, of: bins) }
    let figures = try Self.figures(values)
    #expect(abs(figures["fit_sigma"]! - 0.6) < 1e-9)
    #expect(abs(figures["fit_centre"]! - 0.1) < 1e-9)
    #expect(abs(figures["fit_height"]! - 3) < 1e-8)
    #expect(abs(figures["sigma"]! / 0.6 - 1) < (bins == 8 ? 2e-3 : 1e-4))
    #expect(figures["fit_residual"]! < 1e-9)
  }

  @Test("all bins count alike in the fit, whatever their errors; its χ² tells where it does not fit")
  func chi2() throws {
    var random = SeededGenerator(seed: 1)
    func noise() -> Double {
      0.02 * ((0..<12).reduce(-6) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 })
    }
    let values = (0..<160).map { abs(Self.gaussian(3, 0.2, 0.5, bin: $0) + noise()) }
    let even = try Self.figures(values, errors: values.map { _ in 0.02 })
    let uneven = try Self.figures(
      values, errors: values.enumerated().map { $0.offset == 3 ? 0 : 1e-4 + $0.element })
    #expect(even["fit_sigma"] == uneven["fit_sigma"])
    #expect(0.6...1.4 ~= even["fit_chi2"]!)
    let halo = (0..<160).map { values[$0] + Self.gaussian(0.3, 0, 1.5, bin: $0) }
    #expect(try Self.figures(halo, errors: values.map { _ in 0.02 })["fit_chi2"]! > 3)
    #expect(try Self.figures(values)["fit_chi2"] == nil)
  }

  @Test(
    "the error of the fit's sigma by leaving contributions out is the spread of 150 experiments, with a halo too",
    arguments: [0, 0.08])
  func fitError(halo: Double) async throws {
    var random = SeededGenerator(seed: 12)
    let (tasks, bins) = (8, 40)
    let truth = (0..<bins).map {
      Self.gaussian(1, 0.1, 0.6, bin: $0, of: bins) + Self.gaussian(halo, 0, 1.5, bin: $0, of: bins)
    }
    let analysis = try LateralAnalysis(smallPage(truth, over: [("x", -4, 4, bins)]), .average, level: .smooth)
    let index = try #require(analysis.outline.firstIndex { $0.name == "fit_sigma" })
    var (values, squares): ([Double], Double) = ([], 0)
    for _ in 0..<150 {
      // Noise as of counts: the tails have little of it, and less errors.
      let parts = (0..<tasks).map { _ in
        truth.map { value in
          max(
            value + 0.05 * value.squareRoot()
              * ((0..<12).reduce(-6) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }), 0)
        }
      }
      let mean = (0..<bins).map { bin in parts.reduce(0) { $0 + $1[bin] } / Double(tasks) }
      let replicates = Replicates(
        weights: [Double](repeating: 1, count: tasks), values: parts, contributions: tasks)
      let known = [try analysis.figures(of: mean)[index]]
      values.append(try #require(known[0]))
      let error = try await Jackknife.errors(of: known, mean, replicates, threads: 2) {
        values throws(CancellationError) in [try analysis.figures(of: values)[index]]
      }[0]
      squares += try #require(error) * #require(error) / 150
    }
    // The spread of 150 is known to 6 %.
    let ratio = squares.squareRoot() / spread(of: values)
    #expect(0.8...1.2 ~= ratio, "\(ratio)")
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
