private import Glibc

/// The regularised incomplete gamma functions P(a, x) = γ(a, x)/Γ(a) and Q(a, x) = 1 − P(a, x), for a > 0, x ≥ 0.
///
/// Computed below x = a + 1 by the series of P (NIST Digital Library of Mathematical Functions, 8.7.1), else the
/// continued fraction of Q (the even part of 8.9.2), by Lentz's method as Thompson and Barnett gave it (J. Comput.
/// Phys. 64, 1986, 490). What both are multiplied by, D = xᵃ·e⁻ˣ/Γ(a + 1), is taken from its logarithm's saddle point,
/// as C. Loader does for Poisson probabilities ("Fast and accurate computation of binomial probabilities", 2000): no
/// large numbers cancel, so that tails are good to 1e-12 of themselves, with millions of degrees of freedom too.
enum IncompleteGamma {
  static func lower(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    return x < a + 1 ? series(a, x) : 1 - fraction(a, x)
  }

  static func upper(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    guard x < .infinity else { return 0 }
    return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
  }

  /// P = D · Σ xᵏ/((a + 1)…(a + k))
  private static func series(_ a: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var divisor = a
    repeat {
      divisor += 1
      term *= x / divisor
      sum += term
    } while term > sum * epsilon
    return factor(a, x) * sum
  }

  /// Q = a·D / (x + 1 − a − 1·(1 − a)/(x + 3 − a − 2·(2 − a)/(x + 5 − a − …)))
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = Double.infinity
    var d = 1 / b
    var product = d
    var change = 0.0
    var k = 0.0
    repeat {
      k += 1
      let numerator = k * (a - k)
      b += 2
      d = 1 / away(b + numerator * d)
      c = away(b + numerator / c)
      change = c * d
      product *= change
    } while abs(change - 1) > epsilon
    return a * factor(a, x) * product
  }

  /// D = xᵃ·e⁻ˣ/Γ(a + 1)
  private static func factor(_ a: Double, _ x: Double) -> Double {
    if a < 10 { return exp(a * log(x) - x) / tgamma(a + 1) }
    let a2 = a * a
    let stirling =
      (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * a2)) / a2) / a2) / a2) / a
    return exp(-deviance(a, x) - stirling) / (2 * Double.pi * a).squareRoot()
  }

  /// a·(u − ln(1 + u)) with u = (x − a)/a, where x is near a by the series of the area tangent in u/(2 + u).
  private static func deviance(_ a: Double, _ x: Double) -> Double {
    let u = (x - a) / a
    guard abs(u) < 0.1 else { return a * (u - log1p(u)) }
    let v = u / (2 + u)
    let v2 = v * v
    var sum = 0.0
    for odd in stride(from: 21.0, through: 3, by: -2) { sum = sum * v2 + 1 / odd }
    return a * (u * v - 2 * v * v2 * sum)
  }

  private static let epsilon = 0x1p-53

  /// Lentz: what would be 0 becomes a number so small that it does not matter.
  private static func away(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}
