import Testing

@testable import EbbAggregate

/// Against SciPy 1.17 (`stats.chi2.sf`, `stats.t.sf`), and where it differs beyond 1e-14 from mpmath, with 40 digits,
/// that.
@Suite("TailProbability")
struct TailProbabilityTests {
  private static let chiSquares: [(Double, Int, Double)] = [
    (0.5, 1, 0.479500122186953462), (3.841458820694124, 1, 0.0500000000000000574),
    (40, 1, 2.53962858947086497e-10), (200, 1, 2.08848758376254476e-45),
    (1400, 1, 2.1010145162642175e-306), (1, 2, 0.606530659712633424), (0.01, 3, 0.99973483494134439),
    (7.3, 4, 0.120858748821212356), (18.307, 10, 0.0500005890913981203), (3, 10, 0.981424063777859326),
    (100, 10, 5.44970198292052934e-17), (19, 20, 0.521826022237207411),
    (21, 20, 0.397132599350810653), (9.5, 19, 0.964221570732356036),
    (500, 400, 0.000482212759593433739), (400, 500, 0.999637929541710307),
    (1000, 1000, 0.494052853829239642), (1300, 1000, 3.88973649948685248e-10),
    (10_000, 10_000, 0.498119365966182645), (105_000, 100_000, 1.8950787187407385e-28),
    (980_000, 1_000_000, 1), (1_003_000, 1_000_000, 0.017016772933266328),
    (1_020_000, 1_000_000, 3.8839118311895263e-45), (200_020_000, 200_000_000, 0.15865525352820123),
  ]

  @Test(
    "χ² is right to 1e-12 of itself, in its tails and with many degrees of freedom", arguments: chiSquares)
  func chiSquare(value: Double, freedom: Int, expected: Double) {
    let found = TailProbability.chiSquare(value, degreesOfFreedom: freedom)
    #expect(isClose(found, expected, tolerance: freedom < 100_000 ? 1e-12 : 1e-10))
  }

  @Test("χ² at its ends, and what is no χ²")
  func chiSquareEnds() {
    #expect(TailProbability.chiSquare(0, degreesOfFreedom: 3) == 1)
    #expect(TailProbability.chiSquare(.infinity, degreesOfFreedom: 3) == 0)
    #expect(TailProbability.chiSquare(5000, degreesOfFreedom: 3) == 0)
    #expect(TailProbability.chiSquare(.nan, degreesOfFreedom: 3).isNaN)
    #expect(TailProbability.chiSquare(1, degreesOfFreedom: 0).isNaN)
  }

  @Test("the two incomplete gamma functions are 1 together, on both sides of where the method changes")
  func complements() {
    for a in [0.5, 1, 2.5, 9.999, 10, 10.5, 33, 1e3, 1e6] {
      for share in [0.01, 0.5, 0.9, 0.999, 1, 1.001, 1.1, 2, 5] {
        let x = a * share + (share == 1 ? 1 : 0)
        let (p, q) = (IncompleteGamma.lower(a, x), IncompleteGamma.upper(a, x))
        #expect(isClose(p + q, 1, tolerance: 1e-14))
        #expect((0...1).contains(p) && (0...1).contains(q))
      }
    }
    // The series and the fraction meet at x = a + 1.
    for a in [0.5, 3, 9.99, 10, 200, 1e5] {
      let (below, above) = ((a + 1).nextDown, a + 1)
      #expect(isClose(IncompleteGamma.upper(a, below), IncompleteGamma.upper(a, above), tolerance: 1e-12))
    }
  }

  private static let students: [(Double, Int, Double)] = [
    (0, 1, 0.5), (1, 1, 0.25), (-2, 1, 1 - 0.147583617650433274),
    (12.706204736432095, 1, 0.0249999999994956528), (1e6, 1, 3.18309886183684568e-7),
    (2, 2, 0.0917517095361369836), (4.302652729696142, 2, 0.0250000000005739422),
    (50, 2, 0.00019988007994404029), (-1.5, 3, 1 - 0.115291932622411526),
    (2.5, 9, 0.0169309138414928696), (10, 9, 1.78911871596236789e-6), (100, 9, 2.5365448831042813e-15),
    (1.96, 100, 0.026389450683114833), (5, 100, 1.22508670675190021e-6),
    (40, 100, 1.23105380107003541e-63), (3, 998, 0.00138342200601678767), (1e-9, 5, 0.49999999962039331),
  ]

  @Test("Student's t is right to 1e-12 of itself", arguments: students)
  func studentT(value: Double, freedom: Int, expected: Double) {
    let found = TailProbability.studentT(value, degreesOfFreedom: freedom)
    #expect(isClose(found, expected, tolerance: 1e-12))
  }

  @Test("Student's t at its ends, and what is no t")
  func studentEnds() {
    #expect(TailProbability.studentT(.infinity, degreesOfFreedom: 2) == 0)
    #expect(TailProbability.studentT(-.infinity, degreesOfFreedom: 2) == 1)
    #expect(TailProbability.studentT(1e200, degreesOfFreedom: 2) >= 0)
    #expect(TailProbability.studentT(.nan, degreesOfFreedom: 2).isNaN)
    #expect(TailProbability.studentT(1, degreesOfFreedom: 0).isNaN)
  }

  @Test("the smallest of n probabilities", arguments: [(0.1, 1, 0.1), (0.5, 2, 0.75), (0, 9, 0), (1, 5, 1)])
  func smallest(probability: Double, count: Int, expected: Double) {
    #expect(isClose(TailProbability.smallest(probability, of: count), expected))
  }

  @Test("of a tiny probability n times as much, where 1 − (1 − p)ⁿ would be 0")
  func tiny() {
    #expect(isClose(TailProbability.smallest(1e-40, of: 12), 12e-40))
  }
}
