/// One plain loop over both arrays: it is bound by memory, and the compiler makes vectors of it.
///
/// - Parameters:
///   - share: w/(W + w)
///   - factor: w·W/(W + w)
func fold(
  _ values: [Double], share: Double, factor: Double, into mean: inout [Double],
  _ spread: inout [Double]
) {
  let values = values.span
  var means = mean.mutableSpan
  var spreads = spread.mutableSpan
  for bin in values.indices {
    let difference = values[bin] - means[bin]
    means[bin] += difference * share
    spreads[bin] += factor * difference * difference
  }
}

/// The same, and counts the values that are not 0: one way through memory instead of two.
func fold(
  _ values: [Double], share: Double, factor: Double, into mean: inout [Double], _ spread: inout [Double],
  _ hits: inout HitCounts
) {
  let values = values.span
  var means = mean.mutableSpan
  var spreads = spread.mutableSpan
  var counts = hits.counts.mutableSpan
  for bin in values.indices {
    let value = values[bin]
    let difference = value - means[bin]
    means[bin] += difference * share
    spreads[bin] += factor * difference * difference
    counts[bin] &+= value == 0 ? 0 : 1
  }
}

/// Folds values of which some are not finite: the mean becomes what Σw·x/W gives in IEEE arithmetic (∞, or NaN for NaN
/// and for ∞ − ∞), and S NaN.
func foldNonFinite(
  _ values: [Double], share: Double, factor: Double, into mean: inout [Double],
  _ spread: inout [Double]
) {
  for bin in values.indices {
    let value = values[bin]
    if value.isFinite, mean[bin].isFinite {
      let difference = value - mean[bin]
      mean[bin] += difference * share
      spread[bin] += factor * difference * difference
    } else {
      mean[bin] += value
      spread[bin] = .nan
    }
  }
}
