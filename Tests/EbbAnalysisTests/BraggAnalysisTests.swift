import EbbModel
import Testing

@testable import EbbAnalysis

@Suite("Bragg peaks")
struct BraggAnalysisTests {
  private static func figures(
    _ values: [Double], _ interpolation: Interpolation = .linear, low: Double = 0
  ) throws -> [String: Double] {
    let page = smallPage(values, over: [("z", low, low + Double(values.count), values.count)])
    let analysis = try BraggAnalysis(page, interpolation, level: .maximum)
    let figures = zip(analysis.outline.map(\.name), try analysis.figures(of: values))
    return Dictionary(uniqueKeysWithValues: figures.compactMap { name, value in value.map { (name, $0) } })
  }

  private static let steps: [Double] = [2, 4, 10, 0, 0]

  @Test("levels lie on the straight lines between the centres of bins")
  func linear() throws {
    let figures = try Self.figures(Self.steps)
    let expected = [
      "peak": 10, "peak_depth": 2.5, "r90": 2.6, "r80": 2.7, "r50": 3, "r20": 3.3, "r10": 3.4,
      "proximal_r90": 2.5 - 1 / 6.0, "proximal_r80": 2.5 - 2 / 6.0, "proximal_r50": 2.5 - 5 / 6.0,
      "proximal_r95": 2.5 - 0.5 / 6, "fall_off_80_20": 0.6, "fall_off_90_10": 0.8, "fwhm": 0.5 + 5 / 6.0,
      "entrance": 2, "peak_to_entrance": 5, "integral": 16,
    ]
    #expect(Set(figures.keys) == Set(expected.keys))
    for (name, value) in expected { #expect(abs(figures[name]! - value) < 1e-12, "\(name)") }
  }

  @Test("the outermost crossings count: a dip in a plateau is none")
  func outermost() throws {
    let figures = try Self.figures([1, 8, 10, 4, 10, 0])
    #expect(abs(figures["r50"]! - 5) < 1e-12)
    #expect(abs(figures["proximal_r50"]! - (0.5 + 4 / 7.0)) < 1e-12)
  }

  @Test("depths may descend")
  func descending() throws {
    var page = smallPage(Self.steps.reversed(), over: [("z", 0, 5, 5)])
    page.axes[0].centres.reverse()
    page.axes[0].edges?.reverse()
    let analysis = try BraggAnalysis(page, .linear, level: .maximum)
    let ascending = Self.steps
    let expected = try BraggAnalysis(smallPage(ascending, over: [("z", 0, 5, 5)]), .linear, level: .maximum)
      .figures(of: ascending)
    #expect(try analysis.figures(of: page.values) == expected)
  }

  @Test(
    "a beam that is told along another axis is refused by both names; one that an input states is passed over"
  )
  func otherBeam() throws {
    let page = smallPage(Self.steps, over: [("z", 0, 5, 5)])
    let across = BeamDirection(axis: "x", isNegative: false)
    let error = #expect(throws: Unsuitable.self) {
      try BraggAnalysis(page, .linear, level: .maximum, beam: (across, .option))
    }
    #expect(error?.reason == "goes along 'z', the beam that is told along 'x'")
    #expect(error?.remedy == "Give --beam z or --beam -z, or choose a profile along x.")
    let stated = try BraggAnalysis(page, .linear, level: .maximum, beam: (across, .input))
    #expect(stated.beam.description == "+z" && stated.beamSource == .plateau)
    let along = try BraggAnalysis(
      page, .linear, level: .maximum, beam: (BeamDirection(axis: "z", isNegative: true), .option))
    #expect(along.beam.description == "-z" && along.beamSource == .option)
  }

  @Test("what is no depth profile is refused, and what to add is said")
  func refused() throws {
    func refusal(_ page: ResultPage) -> Unsuitable? {
      do throws(Unsuitable) {
        _ = try BraggAnalysis(page, .linear, level: .maximum)
        return nil
      } catch {
        return error
      }
    }
    let mesh = smallPage([1, 2, 3, 4], over: [("y", 0, 1, 2), ("z", 0, 1, 2)])
    #expect(refusal(mesh)?.remedy == "Leave one axis: --sum y or --at y=VALUE.")
    #expect(refusal(smallPage([1], over: []))?.reason == "is a single value")
    #expect(refusal(smallPage([1, 2], over: [("energy", 0, 1, 2)], isDifferential: true)) != nil)
    #expect(refusal(smallPage([1, 2], over: [("z", 0, 1, 2)], unit: "", quantity: "MATERIAL")) != nil)
  }

  @Test("of amounts the integral is their sum, of a density its sum times the widths")
  func integral() throws {
    let energy = smallPage([1, 3, 1, 0], over: [("z", 0, 2, 4)], unit: "MeV/prim", quantity: "EnergyDeposit")
    let dose = smallPage([1, 3, 1, 0], over: [("z", 0, 2, 4)])
    for (page, value, unit) in [(energy, 5, "MeV"), (dose, 2.5, "MeV g^-1 cm")] {
      let analysis = try BraggAnalysis(page, .linear, level: .maximum)
      #expect(try analysis.figures(of: page.values).last == value)
      #expect(analysis.outline.last?.unit == unit)
    }
  }
}
