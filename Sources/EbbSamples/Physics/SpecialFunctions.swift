private import Glibc

/// The parabolic cylinder function D of negative order, by its integral.
///
/// Abramowitz and Stegun, 19.5.3: D₋ₐ(x) = exp(−x²/4)/Γ(a) · ∫₀^∞ t^(a−1) exp(−x·t − t²/2) dt.
package func parabolicCylinder(order: Double, _ x: Double) -> Double {
  exp(x * x / 4) * scaledParabolicCylinder(-order, -x)
}

/// exp(−ζ²/4)·D₋ₐ(−ζ) = 1/Γ(a) · ∫₀^∞ t^(a−1) exp(−(t − ζ)²/2) dt, for a above 0: what a power of the
/// residual range becomes when the range straggles.
///
/// Its derivative by ζ is the same function of a − 1; for a = 1 it is √(2π) times the normal distribution.
/// The integral is taken by the double exponential formula (Takahasi and Mori, Publ. RIMS 9 (1974)
/// 721-741), which does not mind the singularity at 0. Good to 1e-12.
package func scaledParabolicCylinder(_ a: Double, _ zeta: Double) -> Double {
  precondition(a > 0)
  // What lies beyond 12 standard deviations is below 1e-31 of the whole.
  let low = max(0, zeta - 12)
  let width = max(zeta, 0) + 12 - low
  let step = 1.0 / 32
  var sum = 0.0
  for index in -192...192 {
    let u = Double(index) * step
    let small = exp(-Double.pi * sinh(abs(u)))
    // The distance from the nearer end, so that the points near 0 keep their digits.
    let distance = width * small / (1 + small)
    let t = u < 0 ? low + distance : low + (width - distance)
    guard t > 0 else { continue }
    let weight = cosh(u) * small / ((1 + small) * (1 + small))
    sum += weight * pow(t, a - 1) * exp(-(t - zeta) * (t - zeta) / 2)
  }
  return Double.pi * width * step * sum / tgamma(a)
}

/// The normal distribution function.
func normal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

/// The share of a normal distribution between two values, also far out in a tail.
func normalShare(from low: Double, to high: Double, mean: Double, sigma: Double) -> Double {
  let a = (low - mean) / sigma
  let b = (high - mean) / sigma
  return a > 0 ? normal(-a) - normal(-b) : normal(b) - normal(a)
}
