internal import EbbModel

/// The error of a mean of very unequal contributions.
///
/// `Σ q·w·(x − m)² / (W·Σ q·(1 − w/W))` estimates the variance of the mean without bias, as `S/((n − 1)·W)` does,
/// which it is where all q are the same; q is the weight, to a power of two. So a contribution counts by its histories, as in
/// the error of a ratio of sums with random weights (Cochran, Sampling Techniques, 1977, 6.4), and not as one of n. Of
/// three tasks of 1,000 histories and four of 10, with a hit in one history of a thousand, the plain error holds the
/// truth in 40 % of cases, this one times Student's t of `WeightClasses.degreesOfFreedom` in 67 % (docs/coverage.md).
///
/// Two arrays, which only contributions of a second class bring into being, so that equal tasks pay nothing. As the sums are
/// moments about the mean, parts merge exactly, in any order.
extension UnequalSums {
  /// The sums of contributions that are all of one class.
  /// - Parameters:
  ///   - spread: Σ w·(x − m)² of each bin; empty where it is 0.
  ///   - unit: q of the class.
  init(spread: [Double], unit: Double, bins: Int) {
    let zeros = [Double](repeating: 0, count: bins)
    self.init(first: zeros, second: spread.isEmpty ? zeros : spread.map { $0 * unit })
  }

  /// Folds in a contribution; before the mean is moved.
  /// - Parameters:
  ///   - share: w/(W + w)
  ///   - rest: W/(W + w): where w is by far the larger, 1 − share has no digits left.
  ///   - product: Σ q·w before.
  ///   - own: q·w
  mutating func add(
    _ values: [Double], means: [Double], share: Double, rest: Double, product: Double, own: Double
  ) {
    fold(values, means, share: share, rest: rest, product: product, own: own, into: &first, &second)
  }

  /// Merges in the sums of another part; before the means are moved.
  /// - Parameters:
  ///   - means: of this part, and `others` of the other.
  ///   - share: the other part's share of both weights, and `rest` this part's.
  ///   - products: Σ q·w of this part and of the other.
  mutating func merge(
    _ other: UnequalSums, means: [Double], others: [Double], share: Double, rest: Double,
    products: (Double, Double)
  ) {
    for bin in first.indices {
      let difference = others[bin] - means[bin]
      let step = difference * share
      let left = difference * rest
      second[bin] +=
        step * (step * products.0 - 2 * first[bin])
        + (other.second[bin] + left * (left * products.1 + 2 * other.first[bin]))
        + (difference - difference)
      first[bin] += other.first[bin] + left * products.1 - step * products.0
    }
  }

  /// The standard errors; NaN where a value is not finite.
  func standardErrors(_ classes: WeightClasses) -> [Double] {
    let divisor = classes.weight * classes.norm
    // What is less than 0 is rounding.
    return second.map { (($0 < 0 ? 0 : $0) / divisor).squareRoot() }
  }
}

/// One plain loop over all arrays, of which the compiler makes vectors.
private func fold(
  _ values: [Double], _ means: [Double], share: Double, rest: Double, product: Double, own: Double,
  into first: inout [Double], _ second: inout [Double]
) {
  let (values, means) = (values.span, means.span)
  var firsts = first.mutableSpan
  var seconds = second.mutableSpan
  for bin in values.indices {
    let difference = values[bin] - means[bin]
    let step = difference * share
    let left = difference * rest
    let sum = firsts[bin]
    // The last term is 0, or NaN where a value is infinite.
    seconds[bin] +=
      step * (step * product - 2 * sum) + own * left * left + (difference - difference)
    firsts[bin] = sum - step * product + own * left
  }
}
