import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAnalysis

@Suite("Dose and volume")
struct DoseVolumeAnalysisTests {
  /// The highest dose that bins of `share` of the volume have at least, by sorting.
  private static func dose(_ share: Double, _ doses: [Double], _ volumes: [Double]) -> Double {
    var sum = 0.0
    let total = volumes.reduce(0, +)
    for bin in doses.indices.sorted(by: { doses[$0] > doses[$1] }) {
      sum += volumes[bin]
      if sum >= share * total * (1 - 1e-9) { return doses[bin] }
    }
    return .nan
  }

  @Test("is what sorting gives, for even and uneven bins, ties and wide ranges", arguments: 0..<8)
  func sorted(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = [7, 100, 5000, 20_000][seed % 4]
    var page = smallPage(
      [Double](repeating: 0, count: 2 * count), over: [("x", 0, 2, 2), ("z", 0, 1, count)])
    if seed > 3 {
      var edges = [0.0]
      for _ in 0..<count { edges.append(edges.last! + Double.random(in: 0.1...3, using: &random)) }
      page.axes[1].edges = edges
    }
    page.values = page.values.map { _ in
      switch Int.random(in: 0..<4, using: &random) {
      case 0: 0
      case 1: 1.5
      case 2: Double.random(in: 0..<2, using: &random)
      default: Double.random(in: 1..<1.0001, using: &random) * (Bool.random(using: &random) ? 1 : 1e-200)
      }
    }
    let analysis = try DoseVolumeAnalysis(
      page, percents: [0.01, 33, 100], levels: [.dose(1.5), .percentOfMaximum(50), .dose(0)], of: .maximum,
      noise: .keep)
    let figures = Dictionary(
      uniqueKeysWithValues: zip(analysis.outline.map(\.name), try analysis.figures(of: page.values)))
    let volumes = page.axes[0].widths!.flatMap { x in page.axes[1].widths!.map { $0 * x } }
    for percent in [0.01, 2, 33, 50, 95, 98, 100] {
      let name = "d" + (percent == 0.01 ? "0.01" : "\(Int(percent))")
      #expect(figures[name] == Self.dose(percent / 100, page.values, volumes), "\(name)")
    }
    let total = volumes.reduce(0, +)
    let mean = zip(page.values, volumes).reduce(0) { $0 + $1.0 * $1.1 } / total
    #expect(abs(figures["mean"]!! / mean - 1) < 1e-9)
    #expect(abs(figures["volume"]!! / total - 1) < 1e-9)
    let above = zip(page.values, volumes).reduce(0) { $0 + ($1.0 >= 1.5 ? $1.1 : 0) }
    #expect(abs(figures["v_1.5"]!! - 100 * above / total) < 1e-9)
    #expect(abs(figures["v_0"]!! - 100) < 1e-9)
    #expect(figures["maximum"] == page.values.max())
    #expect(figures["minimum"] == page.values.min())
  }

  @Test("rings have the volumes of rings")
  func rings() throws {
    let page = smallPage([1, 2, 3, 4], over: [("r", 0, 2, 2), ("z", 0, 3, 2)])
    let analysis = try DoseVolumeAnalysis(page, of: .maximum, noise: .keep)
    let figures = try analysis.figures(of: page.values)
    #expect(abs(figures[0]! - 12 * Double.pi) < 1e-12)
    #expect(abs(figures[1]! - (1.5 + 3 * 3.5) / 4) < 1e-12)
    #expect(analysis.outline[0].unit == "cm^3")
  }

  @Test("of values that are no dose there is the volume and no more", arguments: [[1, .nan], [-1, 2]])
  func gaps(values: [Double]) throws {
    let figures = try DoseVolumeAnalysis(
      smallPage(values, over: [("z", 0, 1, 2)]), of: .maximum, noise: .keep
    ).figures(of: values)
    #expect(figures[0] == 1)
    #expect(figures.dropFirst().allSatisfy { $0 == nil })
  }

  @Test("amounts, spectra and bins without widths are refused")
  func refused() {
    #expect(throws: Unsuitable.self) {
      try DoseVolumeAnalysis(
        smallPage([1, 2], over: [("z", 0, 1, 2)], quantity: "COUNT", rule: .sum), of: .maximum, noise: .keep)
    }
    #expect(throws: Unsuitable.self) {
      try DoseVolumeAnalysis(
        smallPage([1, 2], over: [("energy", 0, 1, 2)], isDifferential: true), of: .maximum, noise: .keep)
    }
    var page = smallPage([1, 2], over: [("z", 0, 1, 2)])
    page.axes[0].edges = nil
    let unknown = page
    #expect(throws: Unsuitable.self) { try DoseVolumeAnalysis(unknown, of: .maximum, noise: .keep) }
  }
}
