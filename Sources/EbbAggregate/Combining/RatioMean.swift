package import EbbModel

/// The running ratio of sums of a page that is an average of something over a denominator: Σ cᵢ·rᵢ/Σ cᵢ, bin by bin,
/// where cᵢ is a contribution's weight times its denominator.
///
/// A contribution whose denominator is 0 in a bin has measured nothing there. The error is near to the jackknife's,
/// `(n − 1)/n · Σ cᵢ²(rᵢ − R)²/(W − cᵢ)²`, with the contributions' share cᵢ/W of each bin, which only the last
/// contribution tells, by its mean H = Σ cᵢ²/W²: `(n − 1)/n · Σ cᵢ²(rᵢ − R)² / (W·(1 − H))²`. For equal shares it is
/// that of Cochran, Sampling Techniques (1977), 6.4. Where few hits make a bin, in some contributions many
/// more than in others, it covers the truth as often as the jackknife does; what leaves H out covers it less often.
///
/// Partial states merge exactly: W, R, Σ c², Σ c²(r − R), Σ c²(r − R)², and the classes of primaries.
package struct RatioMean: Sendable {
  /// The number of contributions, those without a hit among them.
  package private(set) var count = 0
  package private(set) var ratios: [Double] = []
  /// The number of contributions to each bin, and their Σ c.
  package private(set) var hits: [Int] = []
  package private(set) var weights: [Double] = []
  package private(set) var sums = RatioSums()
  /// The contributions' primaries by class.
  package private(set) var classes = WeightClasses()

  package init() {}

  /// A ratio as it was before it was written.
  package init(
    count: Int, classes: WeightClasses, ratios: [Double], hits: [Int], weights: [Double], sums: RatioSums
  ) {
    self.count = count
    self.classes = classes
    self.ratios = ratios
    self.hits = hits
    self.weights = weights
    self.sums = sums
  }

  /// Folds in a contribution.
  /// - Parameters:
  ///   - denominators: as many as values; what is not above 0 says that nothing was scored.
  ///   - weight: above 0 and finite.
  ///   - policy: what is done where a value is not finite though something was scored.
  package mutating func add(
    _ values: [Double], denominators: [Double], weight: Double, policy: NonFinitePolicy
  ) {
    precondition(values.count == denominators.count)
    count += 1
    classes.add(weight)
    if ratios.isEmpty {
      ratios = values
      hits = [Int](repeating: 0, count: values.count)
      weights = [Double](repeating: 0, count: values.count)
      sums = RatioSums(bins: values.count)
    }
    for bin in values.indices {
      let share = denominators[bin] * weight
      guard share > 0 || share.isNaN else { continue }
      if !values[bin].isFinite || !share.isFinite, policy == .skip { continue }
      fold(
        Part(ratio: values[bin], weight: share, square: share * share, first: 0, second: 0, hits: 1),
        into: bin)
    }
  }

  /// Merges in the contributions of another ratio, as if they had been folded in one by one.
  package mutating func merge(_ other: RatioMean) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    precondition(ratios.count == other.ratios.count)
    count += other.count
    classes.merge(other.classes)
    for bin in ratios.indices where other.hits[bin] > 0 {
      fold(
        Part(
          ratio: other.ratios[bin], weight: other.weights[bin], square: other.sums.squares[bin],
          first: other.sums.first[bin], second: other.sums.second[bin], hits: other.hits[bin]), into: bin)
    }
  }

  /// Multiplies ratios by a power of two, as if those of before had been.
  mutating func scale(by exponent: Int) {
    ratios = PageScale.scaled(ratios, by: exponent)
    sums.first = PageScale.scaled(sums.first, by: exponent)
    sums.second = PageScale.scaled(sums.second, by: 2 * exponent)
  }

  /// One contribution to a bin, or several.
  private struct Part {
    var ratio: Double
    var weight: Double
    var square: Double
    var first: Double
    var second: Double
    var hits: Int
  }

  private mutating func fold(_ part: Part, into bin: Int) {
    guard hits[bin] > 0 else {
      ratios[bin] = part.ratio
      hits[bin] = part.hits
      weights[bin] = part.weight
      sums.squares[bin] = part.square
      sums.first[bin] = part.first
      sums.second[bin] = part.second
      return
    }
    hits[bin] += part.hits
    weights[bin] += part.weight
    guard part.ratio.isFinite, ratios[bin].isFinite else {
      // As ΣN/ΣD is; its error is none.
      ratios[bin] += part.ratio
      sums.second[bin] = .nan
      return
    }
    let difference = part.ratio - ratios[bin]
    let step = difference * (part.weight / weights[bin])
    ratios[bin] += step
    // Both sums are moved to the new ratio: its own by −step, the part's by what is left of the difference.
    let rest = difference - step
    let (first, second) = (sums.first[bin], sums.second[bin])
    sums.second[bin] =
      second - 2 * step * first + step * step * sums.squares[bin]
      + part.second + 2 * rest * part.first + rest * rest * part.square
    sums.first[bin] = first - step * sums.squares[bin] + part.first + rest * part.square
    sums.squares[bin] += part.square
  }

  /// The degrees of freedom of the errors, which weigh contributions by their histories.
  package var degreesOfFreedom: Double {
    classes.areVeryUnequal ? classes.degreesOfFreedom : Double(count - 1)
  }

  /// The standard error of each bin; `nil` for fewer than two contributions, NaN where one alone was hit.
  package var standardErrors: [Double]? {
    guard count > 1 else { return nil }
    return ratios.indices.map { bin in
      guard hits[bin] > 1, !sums.second[bin].isNaN else { return .nan }
      let whole = weights[bin] * weights[bin]
      let rest = 1 - sums.squares[bin] / whole
      let variance = Double(count - 1) / Double(count) * max(0, sums.second[bin]) / whole
      return rest > 0 ? variance.squareRoot() / rest : .nan
    }
  }
}
