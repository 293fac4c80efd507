import Testing

@testable import EbbSamples

@Suite("Special functions") struct SpecialFunctionsTests {
  /// `mpmath.pcfd(order, x)` of mpmath 1.4.1 with 40 digits. SciPy's `pbdv` gives the same to 1e-8.
  private static let parabolicCylinders: [(order: Double, x: Double, value: Double)] = [
    (-1 / 1.77, -6, 5968.00787028808), (-1 / 1.77, -2.5, 5.45563359747077),
    (-1 / 1.77, -0.5, 1.5663473410382012), (-1 / 1.77, 0, 1.2302814848399237),
    (-1 / 1.77, 0.5, 0.9174429861656388), (-1 / 1.77, 1, 0.6347648499378186),
    (-1 / 1.77, 2.5, 0.11812613257680393), (-1 / 1.77, 5, 0.000764942935571503),
    (-1 / 1.77, 8, 3.452701296918563e-08),
    (-1 / 1.77 - 1, -6, 62579.808823194), (-1 / 1.77 - 1, -2.5, 22.012379324312526),
    (-1 / 1.77 - 1, 0, 1.1445637934113018), (-1 / 1.77 - 1, 1, 0.3625621644572295),
    (-1 / 1.77 - 1, 5, 0.00014468910069077224), (-1 / 1.77 - 1, 8, 4.21655354770276e-09),
    (-1 / 1.77 - 2, -6, 243740.41286380147), (-1 / 1.77 - 2, 0, 0.7861365444644999),
    (-1 / 1.77 - 2, 2.5, 0.012224039279619101), (-1 / 1.77 - 2, 8, 5.077309458438524e-10),
    (1 - 2 / 1.77, -6, 605.2310886849764), (1 - 2 / 1.77, -0.5, 1.1069181257634197),
    (1 - 2 / 1.77, 0, 1.075542997514343), (1 - 2 / 1.77, 2.5, 0.18429138372846687),
    (1 - 2 / 1.77, 8, 8.579292493259418e-08),
    (-2, -6, 121868.51571058668), (-2, 0, 1.0), (-2, 0.5, 0.5277789537244607),
    (-2, 8, 1.681758729204677e-09),
  ]

  @Test("the parabolic cylinder function has mpmath's values", arguments: parabolicCylinders)
  func parabolicCylinderValue(order: Double, x: Double, value: Double) {
    #expect(isClose(parabolicCylinder(order: order, x), value, 1e-11))
  }

  @Test("of order -1 it is the normal distribution", arguments: [-12.0, -3, -0.1, 0, 2, 9, 40])
  func normalDistribution(zeta: Double) {
    let root = (2 * Double.pi).squareRoot()
    #expect(isClose(scaledParabolicCylinder(1, zeta), root * normal(zeta), 1e-12))
  }

  @Test("it keeps its recurrence far from 0", arguments: [-15.0, -8, 0, 8, 13, 50])
  func recurrence(zeta: Double) {
    // D(n+1) - x·D(n) + n·D(n-1) = 0 with n = -a-1 and x = -ζ.
    let a = 1 / 1.77
    let left = (a + 1) * scaledParabolicCylinder(a + 2, zeta)
    let right = scaledParabolicCylinder(a, zeta) + zeta * scaledParabolicCylinder(a + 1, zeta)
    // For a negative ζ the right side is a difference.
    #expect(abs(left - right) <= 1e-11 * scaledParabolicCylinder(a, zeta))
  }

  @Test("a share of a normal distribution keeps its digits in both tails")
  func tails() {
    // scipy.stats.norm.sf(7) - scipy.stats.norm.sf(8) of SciPy 1.17.1.
    let share = 1.2791904478284077e-12
    #expect(isClose(normalShare(from: 7, to: 8, mean: 0, sigma: 1), share, 1e-12))
    #expect(isClose(normalShare(from: -8, to: -7, mean: 0, sigma: 1), share, 1e-12))
    #expect(isClose(normalShare(from: 1, to: 5, mean: 3, sigma: 2), 0.6826894921370859, 1e-14))
  }
}
