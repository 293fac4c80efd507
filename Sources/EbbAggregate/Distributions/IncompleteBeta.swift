private import Glibc

/// The regularised incomplete beta function I_x(a, b), for a > 0, b > 0 and x from 0 to 1, of which 1 − x is given
/// too: where x is near 1 it holds what x has lost.
///
/// The continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, by Lentz's method; on
/// the side where it converges slowly, 1 − I_{1−x}(b, a).
enum IncompleteBeta {
  static func regularized(_ a: Double, _ b: Double, _ x: Double, rest: Double) -> Double {
    guard x > 0 else { return 0 }
    guard rest > 0 else { return 1 }
    return x < (a + 1) / (a + b + 2) ? fraction(a, b, x, rest) : 1 - fraction(b, a, rest, x)
  }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double, _ rest: Double) -> Double {
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var product = d
    var change = 0.0
    var m = 0.0
    repeat {
      m += 1
      change = 1
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      for numerator in [even, odd] {
        d = 1 / away(1 + numerator * d)
        c = away(1 + numerator / c)
        change = c * d
        product *= change
      }
    } while abs(change - 1) > 0x1p-52
    let logarithm = a * log(x) + b * log(rest) - logBeta(a, b)
    return exp(logarithm) / a * product
  }

  private static func logBeta(_ a: Double, _ b: Double) -> Double {
    lgamma(a).0 + lgamma(b).0 - lgamma(a + b).0
  }

  private static func away(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}
