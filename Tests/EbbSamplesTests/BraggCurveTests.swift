import Testing

@testable import EbbSamples

@Suite("BraggCurve") struct BraggCurveTests {
  private let curve = BraggCurve(energy: 150, spread: 1.5)

  /// The depth dose without straggling, folded with a Gaussian by `scipy.integrate.quad`.
  private static let doses: [(depth: Double, dose: Double)] = [
    (0, 6.33006105554221), (5, 6.818430723965093), (10, 8.113123439504463),
    (14, 12.835298168244929), (15, 20.34538724524613), (15.347, 24.035724733950975),
    (15.638, 19.198597057420866), (16, 6.313970449386736), (16.5, 0.21044489410611628),
  ]

  @Test("the dose is the folded one", arguments: doses)
  func dose(depth: Double, dose: Double) {
    #expect(isClose(curve.dose(at: depth), dose, 1e-11))
  }

  /// Means over the folded residual range, by `scipy.integrate.quad`.
  private static let means: [(depth: Double, track: Double, dose: Double, energy: Double)] = [
    (0.05, 5.42844526461948, 5.428874023780806, 149.72113253219473),
    (10, 8.457653590015624, 8.462819566590209, 84.24211663653273),
    (15.35, 34.77767851675218, 77.6690549462802, 17.559676106832924),
    (16, 59.477598070363115, 165.61312901043843, 10.162442546969322),
  ]

  @Test("LET and mean energy are means over the residual range", arguments: means)
  func averages(depth: Double, track: Double, dose: Double, energy: Double) {
    #expect(isClose(curve.trackLET(at: depth), track, 1e-9))
    #expect(isClose(curve.doseLET(at: depth), dose, 1e-6))
    #expect(isClose(curve.meanEnergy(at: depth), energy, 1e-9))
  }

  @Test("150 MeV protons go 15.6 cm; the 80 % behind the peak lie at the range, the peak before it")
  func shape() throws {
    #expect(isClose(curve.range, 15.635, 1e-4))
    let depths = (0...20_000).map { Double($0) / 1000 }
    let doses = depths.map { curve.dose(at: $0) }
    let peak = try #require(doses.indices.max { doses[$0] < doses[$1] })
    #expect(abs(depths[peak] - 15.347) < 0.002)
    let behind = try #require(doses.indices.first { $0 > peak && doses[$0] < 0.8 * doses[peak] })
    #expect(abs(depths[behind] - curve.range) < 0.01)
    #expect(isClose(doses[peak] / doses[0], 3.797, 1e-3))
    #expect(doses[20_000] < 1e-12 * doses[peak])
  }

  @Test("what is deposited between two depths is the integral of the dose", arguments: [0.0, 9, 15, 16])
  func deposit(low: Double) {
    // Simpson's rule.
    let steps = 200
    let width = 1.0 / Double(steps)
    let sum = (0...steps).reduce(0.0) { sum, index in
      let weight = index == 0 || index == steps ? 1.0 : index % 2 == 1 ? 4 : 2
      return sum + weight * curve.dose(at: low + Double(index) * width)
    }
    #expect(isClose(curve.deposit(from: low, to: low + 1), sum * width / 3, 1e-8))
  }

  @Test("all but what nuclear interactions carry away is deposited: 4 % of 150 MeV")
  func energyBalance() {
    // E·(1 + (β/p + γβ)·R/(1/p + 1))/(1 + βR), the integral without straggling.
    let share = (1 + (0.012 / 1.77 + 0.6 * 0.012) * curve.range / (1 / 1.77 + 1)) / (1 + 0.012 * curve.range)
    #expect(isClose(share, 0.96, 1e-3))
    #expect(isClose(curve.deposit(from: 0, to: 20), 150 * share, 1e-3))
  }

  @Test("fewer and fewer primaries go on, none beyond the range")
  func fluence() {
    let fluences = (0...180).map { curve.primaryFluence(at: Double($0) / 10) }
    #expect(zip(fluences, fluences.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(isClose(fluences[0], 1, 1e-12))
    #expect(fluences[150] > 0.8)
    #expect(fluences[180] < 1e-12)
  }

  @Test("all energies together are all primaries", arguments: [0.05, 10, 15.35])
  func energies(depth: Double) {
    #expect(isClose(curve.energyShare(from: 0, to: 250, at: depth), 1, 1e-12))
  }
}
