import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbAnalysis

@Suite("What levels are of")
struct ProfileTopTests {
  private static func figures(
    _ values: [Double], width: Double, _ level: LevelReference, axis: String = "z"
  ) throws -> [String: Double] {
    let page = smallPage(values, over: [(axis, 0, width * Double(values.count), values.count)])
    let analysis: any PageAnalysis =
      axis == "z"
      ? try BraggAnalysis(page, .average, level: level) : try LateralAnalysis(page, .average, level: level)
    let figures = zip(analysis.outline.map(\.name), try analysis.figures(of: values))
    return Dictionary(uniqueKeysWithValues: figures.compactMap { name, value in value.map { (name, $0) } })
  }

  private static func normal(_ random: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }
  }

  /// Rises to a plateau of 1 from 10 to 15 cm, and falls by an error function.
  private static func spreadOut(_ depth: Double) -> Double {
    let rise = min(depth / 10, 1)
    return (0.6 + 0.4 * rise * rise) * erfc((depth - 15.5) / 0.35 / 2.0.squareRoot()) / 2
  }

  @Test("noise of 3 % does not raise the plateau nor move R50, where the highest bin is 7 % too high")
  func plateau() throws {
    var random = SeededGenerator(seed: 5)
    var (height, highest, range) = (0.0, 0.0, 0.0)
    for _ in 0..<20 {
      let values = (0..<180).map {
        max(Self.spreadOut(0.1 * (Double($0) + 0.5)) * (1 + 0.03 * Self.normal(&random)), 0)
      }
      let smooth = try Self.figures(values, width: 0.1, .smooth)
      height += try #require(smooth["peak"]) / 20
      range += try #require(smooth["r50"]) / 20
      highest += try #require(try Self.figures(values, width: 0.1, .maximum)["peak"]) / 20
      #expect(smooth["peak_depth"] == nil)
    }
    #expect(abs(height - 1) < 0.006)
    #expect(highest > 1.05)
    #expect(abs(range - 15.5) < 0.02)
  }

  @Test("a peak without noise is as high as the curve's, to 0.3 %, and noise hardly raises it")
  func peak() throws {
    func curve(_ depth: Double) -> Double {
      let distance = (depth - 15) / (depth < 15 ? 0.6 : 0.35)
      return 0.3 + 0.7 * exp(-distance * distance / 2)
        - (depth > 15 ? 0.3 * (1 - exp(-distance * distance)) : 0)
    }
    let clean = (0..<720).map { curve(0.025 * (Double($0) + 0.5)) }
    let height = try #require(try Self.figures(clean, width: 0.025, .smooth)["peak"])
    #expect(abs(height - 1) < 0.003)
    var random = SeededGenerator(seed: 6)
    var (smooth, highest) = (0.0, 0.0)
    for _ in 0..<20 {
      let values = clean.map { max($0 * (1 + 0.02 * Self.normal(&random)), 0) }
      smooth += try #require(try Self.figures(values, width: 0.025, .smooth)["peak"]) / 20
      highest += try #require(try Self.figures(values, width: 0.025, .maximum)["peak"]) / 20
    }
    #expect(abs(smooth - 1) < 0.009)
    #expect(highest > 1.02)
  }

  @Test("levels are of a dose that is told, whatever the peak is")
  func told() throws {
    let values: [Double] = [0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0]
    let page = smallPage(values, over: [("z", 0, 11, 11)])
    let analysis = try BraggAnalysis(page, .linear, level: .value(4))
    let figures = Dictionary(
      uniqueKeysWithValues: zip(analysis.outline.map(\.name), try analysis.figures(of: values)))
    #expect(figures["peak"] == 5)
    #expect(figures["r50"] == 8.5)
    #expect(figures["proximal_r50"] == 2.5)
  }

  @Test(
    "a level that the curve comes back over is none, and several places are told", arguments: [false, true])
  func comingBack(mirrored: Bool) throws {
    func ordered(_ values: [Double]) -> [Double] { mirrored ? values.reversed() : values }
    let name = mirrored ? "proximal_r80" : "r80"
    func analyzed(_ values: [Double]) throws -> (value: Double?, problem: String?) {
      let page = smallPage(values, over: [("z", 0, Double(values.count), values.count)])
      let analysis = try BraggAnalysis(page, .linear, level: .maximum, beam: (BeamDirection("z")!, .option))
      let index = try #require(analysis.outline.firstIndex { $0.name == name })
      return (try analysis.figures(of: values)[index], analysis.problem(of: values))
    }
    let back = try analyzed(ordered([10, 40, 100, 50, 60, 85]))
    #expect(back.value == nil)
    #expect(back.problem?.contains("80 %") == true)
    let several = try analyzed(ordered([10, 40, 100, 50, 85, 10]))
    #expect(several.value != nil)
    #expect(several.problem?.contains("crosses 80 % 3 times") == true)
    #expect(try analyzed(ordered([10, 40, 100, 50, 20, 10])).problem == nil)
  }

  @Test("figures are the same however large or small the dose is", arguments: [0x1p-1000, 0x1p1000])
  func scale(factor: Double) throws {
    let values: [Double] = [1, 2, 3, 5, 9, 12, 9.5, 4, 1, 0.5]
    for (axis, names) in [
      ("z", ["peak", "entrance", "integral"]), ("x", ["maximum", "fit_height", "integral"]),
    ] {
      for interpolation in Interpolation.allCases {
        func figures(_ values: [Double]) throws -> [String: Double?] {
          let page = smallPage(values, over: [(axis, 0, 5, 10)])
          let analysis: any PageAnalysis =
            axis == "z"
            ? try BraggAnalysis(page, interpolation, level: .smooth)
            : try LateralAnalysis(page, interpolation, level: .smooth)
          return Dictionary(
            uniqueKeysWithValues: zip(analysis.outline.map(\.name), try analysis.figures(of: values)))
        }
        let (plain, scaled) = (try figures(values), try figures(values.map { $0 * factor }))
        for (name, value) in plain {
          #expect(scaled[name] == (names.contains(name) ? value.map { $0 * factor } : value), "\(name)")
        }
      }
    }
  }

  @Test(
    "of several peaks as high the first is the peak, whatever the curve", arguments: Interpolation.allCases)
  func ties(interpolation: Interpolation) throws {
    let values = [0.1, 0.7, 0.3, 0.2, 0.3, 0.7, 0.1]
    let page = smallPage(values, over: [("z", 0, 0.7, 7)])
    let analysis = try BraggAnalysis(
      page, interpolation, level: .maximum, beam: (BeamDirection("z")!, .option))
    let place = try #require(try analysis.figures(of: values)[1])
    #expect(place < 0.3)
  }
}
