/// Student's t distribution.
enum StudentT {
  /// Half the width of the interval about 0 that holds a t of `degreesOfFreedom` with the chance `confidence`.
  ///
  /// By halving, to the last bits; about 100 evaluations of an incomplete beta function.
  /// - Parameters:
  ///   - confidence: above 0, below 1.
  ///   - degreesOfFreedom: above 0; of less than 0.05 the width is beyond all bounds.
  static func halfWidth(_ confidence: Double, degreesOfFreedom: Double) -> Double {
    guard degreesOfFreedom > 0 else { return .nan }
    let tail = (1 - confidence) / 2
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
