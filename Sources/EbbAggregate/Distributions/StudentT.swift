/// Student's t distribution.
enum StudentT {
  /// Half the width of the interval about 0 that holds a t of `degreesOfFreedom` with the chance `confidence`.
  ///
  /// By halving, to the last bits; about 100 evaluations of an incomplete beta function.
  /// - Parameters:
  ///   - confidence: above 0, below 1.
  ///   - degreesOfFreedom: above 0; of less than 0.05 the width is beyond all bounds.
  static func halfWidth(_ confidence: Double, degreesOfFreedom: Double) -> Double {
    quantile(tail: (1 - confidence) / 2, degreesOfFreedom: degreesOfFreedom)
  }

  /// The t that is exceeded with the chance `tail`; negative where that is more than a half, infinite of 0.
  static func quantile(tail: Double, degreesOfFreedom: Double) -> Double {
    guard degreesOfFreedom > 0, 0...1 ~= tail else { return .nan }
    guard tail > 0 else { return .infinity }
    guard tail <= 0.5 else { return -quantile(tail: 1 - tail, degreesOfFreedom: degreesOfFreedom) }
    var (low, high) = (0.0, 1.0)
    while high < 1e300, TailProbability.studentT(high, degreesOfFreedom: degreesOfFreedom) > tail {
      high *= 2
    }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if TailProbability.studentT(middle, degreesOfFreedom: degreesOfFreedom) > tail {
        low = middle
      } else {
        high = middle
      }
    }
  }
}
