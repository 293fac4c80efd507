package import EbbModel

/// The running moments of a page over its contributions: what says how far its errors can be trusted.
///
/// The mean m and S are those of `WeightedMean`. For the variance of the variance the fourth moment is kept too:
/// `Aₖ = Σ w²·(x − m)ᵏ` for k = 1 to 4, which a step of the mean by δ turns into
/// `Aₖ − k·δ·Aₖ₋₁ + … ± δᵏ·A₀` (the binomial theorem; Pébay, Sandia report SAND2008-6212, has it for k of any
/// size). One pass; six numbers a bin, whatever the number of contributions, and four as long as all weights are the same: then
/// A₁ is 0 and A₂ = w·S.
package struct BatchMoments: Sendable {
  /// The number of contributions, and their weight W.
  package private(set) var count = 0
  package private(set) var weight = 0.0
  /// The mean of each bin.
  package private(set) var mean: [Double] = []
  /// S of each bin.
  package private(set) var spread: [Double] = []
  /// Contributions whose values are not all finite.
  package private(set) var nonFinite = 0
  /// Σ w²
  private var weightSquared = 0.0
  /// A₁ and A₂; empty while all weights are the same, and no bin has skipped any.
  private var first: [Double] = []
  private var second: [Double] = []
  /// The weight of the first contribution.
  private var firstWeight = 0.0
  private var third: [Double] = []
  private var fourth: [Double] = []
  private let policy: NonFinitePolicy
  /// The number of contributions to each bin, their W and Σ w², where some bins have skipped some.
  private var bins: (counts: [Int], weights: [Double], squares: [Double])?

  package init(policy: NonFinitePolicy = .propagate) { self.policy = policy }

  /// Folds in a contribution.
  /// - Parameters:
  ///   - values: per primary, as many as in the contributions before.
  ///   - weight: above 0 and finite.
  ///   - isFinite: whether all values are.
  package mutating func add(_ values: [Double], weight w: Double, isFinite: Bool) {
    precondition(w > 0 && w.isFinite)
    precondition(count == 0 || values.count == mean.count)
    if count == 0 {
      begin(values.count)
      firstWeight = w
    }
    if !isFinite { nonFinite += 1 }
    if policy == .skip, !isFinite, bins == nil {
      bins = (
        [Int](repeating: count, count: values.count), [Double](repeating: weight, count: values.count),
        [Double](repeating: weightSquared, count: values.count)
      )
    }
    if count > 0, first.isEmpty, w != firstWeight || bins != nil {
      first = [Double](repeating: 0, count: values.count)
      let unit = firstWeight
      second = spread.map { unit * $0 }
    }
    let step = Step(weight: w, before: weight, squares: weightSquared)
    if bins != nil {
      for bin in values.indices where values[bin].isFinite { foldSkipping(values[bin], weight: w, into: bin) }
    } else if count == 0 {
      mean = values
    } else if first.isEmpty {
      fold(values, step, into: &mean, &spread, &third, &fourth)
    } else {
      fold(values, step, into: &mean, &spread, &first, &second, &third, &fourth)
    }
    count += 1
    weight += w
    weightSquared += w * w
  }

  /// R of each bin: the standard error of the mean over the mean's magnitude. `nil` for fewer than two
  /// contributions; NaN where either is not finite or the mean is 0.
  package var relativeErrors: [Double]? {
    guard count > 1 else { return nil }
    return mean.indices.map { bin in
      let variance = spread[bin] / (Double(counts(bin) - 1) * weights(bin))
      let error = variance.squareRoot() / abs(mean[bin])
      let isKnown = mean[bin] != 0 && SquareRange.holds(spread[bin], about: mean[bin])
      return isKnown && error.isFinite ? error : .nan
    }
  }

  /// The variance of the variance of each bin's mean, relative to its square: `Σz⁴/(Σz²)² − 1/n` with
  /// `z = √w·(x − m)`.
  ///
  /// MCNP's VOV (Estes and Cashwell, "MCNP1B variance error estimator", Los Alamos TD-6-27-78, 1978; MCNP manual,
  /// LA-UR-03-1987, chapter 2) with batches for histories: the variance of a batch of w histories goes as 1/w,
  /// so that all z have the same variance, and for equal weights the formula is MCNP's. The error itself is
  /// known to about √VOV/2 of itself. Of n contributions that are normal it is about 2/n; MCNP asks for less
  /// than 0.1. NaN where all contributions are the same.
  package var variancesOfVariance: [Double]? {
    guard count > 1 else { return nil }
    return mean.indices.map { varianceOfVariance($0, fourth[$0]) }
  }

  /// The same in the place of the sums that it is made of, which are gone then.
  mutating func takeVariancesOfVariance() -> [Double]? {
    guard count > 1 else { return nil }
    (first, second, third) = ([], [], [])
    var found: [Double] = []
    swap(&found, &fourth)
    for bin in found.indices { found[bin] = varianceOfVariance(bin, found[bin]) }
    return found
  }

  private func varianceOfVariance(_ bin: Int, _ fourth: Double) -> Double {
    // Σz⁴/(Σz²)² is 1/n at least: where it is less, the fourth powers were too small for a double.
    let variance = fourth / spread[bin] / spread[bin] - 1 / Double(counts(bin))
    return variance > -1e-9 && variance.isFinite ? max(variance, 0) : .nan
  }

  /// `E/(Σ m² − E)` with `E = Σ S/((n − 1)·W)` over all bins, the square of the page's own relative error: the norm of the
  /// errors over that of the true means, to whose squares noise adds E. `nil` where there is none, or E is more than half of
  /// Σ m²: of so few hits the rest is known too badly.
  package var squaredRelativeNorm: Double? {
    guard count > 1, bins == nil else { return nil }
    let errors = laneSum(of: spread.span) { $0 }
    let means = laneSum(of: mean.span) { $0 * $0 }
    let noise = errors / (Double(count - 1) * weight)
    guard noise < means / 2 else { return nil }
    let ratio = noise / (means - noise)
    return ratio.isFinite && ratio > 0 ? ratio : nil
  }

  /// The number of contributions to a bin, and their weight.
  package func counts(_ bin: Int) -> Int { bins?.counts[bin] ?? count }
  package func weights(_ bin: Int) -> Double { bins?.weights[bin] ?? weight }

  private mutating func begin(_ count: Int) {
    let zeros = [Double](repeating: 0, count: count)
    (mean, spread, third, fourth) = (zeros, zeros, zeros, zeros)
    if bins != nil || policy == .skip { (first, second) = (zeros, zeros) }
  }

  private mutating func foldSkipping(_ value: Double, weight w: Double, into bin: Int) {
    guard let counted = bins?.counts[bin], let before = bins?.weights[bin], let squares = bins?.squares[bin]
    else { return }
    if counted == 0 {
      mean[bin] = value
    } else {
      Step(weight: w, before: before, squares: squares).update(
        value, &mean[bin], &spread[bin], &first[bin], &second[bin], &third[bin], &fourth[bin])
    }
    bins?.counts[bin] += 1
    bins?.weights[bin] += w
    bins?.squares[bin] += w * w
  }
}

/// The part of a contribution's step that is the same in all its bins.
private struct Step {
  /// w/(W + w)
  let share: Double
  /// w·W/(W + w)
  let factor: Double
  /// w²
  let square: Double
  /// Σ w² before.
  let squares: Double

  init(weight w: Double, before: Double, squares: Double) {
    share = w / (before + w)
    factor = before * share
    square = w * w
    self.squares = squares
  }

  @inline(__always)
  func update(
    _ value: Double, _ mean: inout Double, _ spread: inout Double, _ first: inout Double,
    _ second: inout Double, _ third: inout Double, _ fourth: inout Double
  ) {
    let difference = value - mean
    let step = difference * share
    let rest = difference - step
    let (a1, a2, a3) = (first, second, third)
    let rest2 = rest * rest
    mean += step
    spread += factor * difference * difference
    fourth +=
      step * (step * (6 * a2 - step * (4 * a1 - step * squares)) - 4 * a3) + square * rest2 * rest2
    third += step * (step * (3 * a1 - step * squares) - 3 * a2) + square * rest2 * rest
    second += step * (step * squares - 2 * a1) + square * rest2
    first += square * rest - step * squares
  }
}

/// One plain loop over all arrays, of which the compiler makes vectors; of contributions of one weight.
private func fold(
  _ values: [Double], _ step: Step, into mean: inout [Double], _ spread: inout [Double],
  _ third: inout [Double], _ fourth: inout [Double]
) {
  let values = values.span
  var means = mean.mutableSpan
  var spreads = spread.mutableSpan
  var thirds = third.mutableSpan
  var fourths = fourth.mutableSpan
  let unit = step.square.squareRoot()
  for bin in values.indices {
    var (first, second) = (0.0, unit * spreads[bin])
    step.update(
      values[bin], &means[bin], &spreads[bin], &first, &second, &thirds[bin], &fourths[bin])
  }
}

/// The same of contributions of any weights.
private func fold(
  _ values: [Double], _ step: Step, into mean: inout [Double], _ spread: inout [Double],
  _ first: inout [Double], _ second: inout [Double], _ third: inout [Double], _ fourth: inout [Double]
) {
  let values = values.span
  var means = mean.mutableSpan
  var spreads = spread.mutableSpan
  var firsts = first.mutableSpan
  var seconds = second.mutableSpan
  var thirds = third.mutableSpan
  var fourths = fourth.mutableSpan
  for bin in values.indices {
    step.update(
      values[bin], &means[bin], &spreads[bin], &firsts[bin], &seconds[bin], &thirds[bin], &fourths[bin])
  }
}
