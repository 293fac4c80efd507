private import Glibc

/// The distribution of Σ λₖ·vₖ², where v is a direction that any other is as likely as.
///
/// Rows of independent normal contributions about their common mean are, whatever the correlation of their columns, as likely
/// as any rotation of them (Dawid, J. R. Stat. Soc. B 43, 1981, 388; Langsrud, Stat. Comput. 15, 2005, 53). So the square of
/// one row's length is such a form, with the eigenvalues λ of the rows' products with each other.
struct SphericalForm {
  /// λ, as many as there are dimensions, those that are 0 among them.
  let eigenvalues: [Double]

  /// The chance that the form is `value` or more.
  ///
  /// That is the chance of Σ (λₖ − q)·χ²ₖ ≥ 0 with independent χ² of one degree of freedom, by the saddlepoint
  /// (Lugannani and Rice, Adv. Appl. Prob. 12, 1980, 475; of ratios Butler and Paolella, Bernoulli 14, 2008, 140): to a few
  /// per cent of itself near 5 %, to 15 % far out in the tail. In two dimensions the angle's share of a circle.
  func tail(_ value: Double) -> Double {
    let weights = eigenvalues.map { $0 - value }
    guard let largest = weights.max(), let smallest = weights.min(), largest.isFinite, smallest.isFinite
    else { return .nan }
    if largest <= 0 { return 0 }
    if smallest >= 0 { return 1 }
    if weights.count == 2 { return 2 / .pi * acos((-smallest / (largest - smallest)).squareRoot()) }
    // The derivative of the cumulant generating function −½ Σ ln(1 − 2as) rises from −∞ to ∞ between the poles.
    var (low, high) = (1 / (2 * smallest), 1 / (2 * largest))
    var point = 0.0
    for _ in 0..<100 {
      point = low + (high - low) / 2
      let slope = weights.reduce(0) { $0 + $1 / (1 - 2 * $1 * point) }
      if slope > 0 { high = point } else { low = point }
    }
    let value = -0.5 * weights.reduce(0) { $0 + log1p(-2 * $1 * point) }
    let curvature = weights.reduce(0) { sum, weight in
      let term = weight / (1 - 2 * weight * point)
      return sum + 2 * term * term
    }
    let scaled = point * curvature.squareRoot()
    guard abs(scaled) > 1e-4 else {
      // At the mean, where both terms of the formula are infinite: its limit.
      let squares = weights.reduce(0) { $0 + $1 * $1 }
      let cubes = weights.reduce(0) { $0 + $1 * $1 * $1 }
      let skewness = 8 * cubes / (2 * squares * (2 * squares).squareRoot())
      return 0.5 - skewness / (6 * (2 * Double.pi).squareRoot())
    }
    let root = (point < 0 ? -1.0 : 1) * max(0, -2 * value).squareRoot()
    let normal = erfc(root / 2.0.squareRoot()) / 2
    let density = exp(-root * root / 2) / (2 * Double.pi).squareRoot()
    return min(1, max(0, normal + density * (1 / scaled - 1 / root)))
  }
}
