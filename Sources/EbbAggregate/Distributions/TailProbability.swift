/// The chance that a statistic comes out at least as far off as it did, if chance alone is at work.
package enum TailProbability {
  /// The chance that a χ² of so many degrees of freedom is `value` or more: Q(ν/2, χ²/2).
  package static func chiSquare(_ value: Double, degreesOfFreedom: Int) -> Double {
    guard degreesOfFreedom > 0, !value.isNaN else { return .nan }
    return IncompleteGamma.upper(Double(degreesOfFreedom) / 2, value / 2)
  }

  /// The chance that Student's t of so many degrees of freedom is `value` or more.
  package static func studentT(_ value: Double, degreesOfFreedom: Int) -> Double {
    studentT(value, degreesOfFreedom: Double(degreesOfFreedom))
  }

  static func studentT(_ value: Double, degreesOfFreedom freedom: Double) -> Double {
    guard freedom > 0, !value.isNaN else { return .nan }
    let square = value / freedom * value
    guard square < .infinity else { return value > 0 ? 0 : 1 }
    let half =
      IncompleteBeta.regularized(freedom / 2, 0.5, 1 / (1 + square), rest: square / (1 + square)) / 2
    return value >= 0 ? half : 1 - half
  }

  /// Šidák (J. Am. Stat. Assoc. 62, 1967, 626): that the smallest of `count` independent probabilities is
  /// `probability` or less.
  package static func smallest(_ probability: Double, of count: Int) -> Double {
    guard probability < 1 else { return probability }
    // 1 − (1 − p)ⁿ without the cancellation, by Σ of the terms p·(1 − p)ᵏ.
    var sum = 0.0
    var term = probability
    for _ in 0..<count {
      sum += term
      term *= 1 - probability
    }
    return min(sum, 1)
  }
}
