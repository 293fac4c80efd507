/// The contributions to a page, or groups of them, by which its figures can be resampled.
package struct Replicates: Sendable, Equatable {
  /// The weight of each in the page, in units of the contributions' weights (primaries, or 1 each); above 0.
  package let weights: [Double]
  /// W, the sum of the weights.
  package let weight: Double
  /// The values of each one's bins, such that their weighted mean times `scale` is the page.
  package let values: ReplicateValues
  /// W for a sum, whose `values` are per unit of weight, else 1; times the factor to a number of primaries, where the
  /// page is scaled to that.
  package var scale: Double
  /// Whether the page is a sum over the contributions.
  package let isSum: Bool
  /// W of each bin, where some of `values` are NaN: the weight of those that tell it.
  package let binWeights: [Double]?
  /// The number of contributions that they are made of.
  package var contributions: Int
  /// The number of neighbouring bins whose sum, each times its measure, each value is; 1 where values are those of the bins.
  package var binsOfValue = 1

  package init(
    weights: [Double], values: [[Double]], scale: Double = 1, isSum: Bool = false,
    binWeights: [Double]? = nil,
    contributions: Int
  ) {
    self.init(
      weights: weights, values: ReplicateValues(values), scale: scale, isSum: isSum, binWeights: binWeights,
      contributions: contributions)
  }

  package init(
    weights: [Double], values: ReplicateValues, scale: Double = 1, isSum: Bool = false,
    binWeights: [Double]? = nil,
    contributions: Int
  ) {
    precondition(weights.count == values.count)
    self.weights = weights
    weight = weights.reduce(0, +)
    self.values = values
    self.scale = scale
    self.isSum = isSum
    self.binWeights = binWeights
    self.contributions = contributions
  }

  package var count: Int { weights.count }

  /// The page without one of them: (W·x − wⱼ·xⱼ)/(W − wⱼ).
  ///
  /// A bin that a contribution does not tell, which is NaN there, is that of the others: W is the weight of those that
  /// tell it. What only this one tells stays, since nothing else is known of it.
  /// - Parameter page: the values with all of them.
  package func values(of page: [Double], without index: Int) -> [Double] {
    var left = values[index]
    precondition(left.count == page.count)
    if let weights = binWeights { return values(of: page, without: left, own: self.weights[index], weights) }
    let rest = weight - weights[index]
    let (whole, part) = (weight / rest, scale * weights[index] / rest)
    // In their place: of a large page they are read from elsewhere, and need no room besides.
    let all = page.span
    var values = left.mutableSpan
    for bin in all.indices {
      let own = part * values[bin]
      let rest = whole * all[bin] - own
      // What only this one has leaves nothing but rounding.
      values[bin] = abs(rest) <= 1e-12 * abs(own) ? 0 : rest
    }
    return left
  }

  private func values(
    of page: [Double], without left: [Double], own: Double, _ weights: [Double]
  ) -> [Double] {
    page.indices.map { bin in
      let rest = weights[bin] - own
      guard left[bin].isFinite, rest > 1e-12 * own else { return page[bin] }
      // A sum is over all weights, whichever contributions tell the bin.
      let value = (weights[bin] * page[bin] - scale(of: bin) * own * left[bin]) / rest
      return abs(value) <= 1e-12 * abs(page[bin]) ? 0 : value
    }
  }

  /// The page with each of them counting more or less: page + Σ gₖ·√(wₖ/W)·(xₖ − page).
  /// - Parameter direction: g, a number for each of them.
  package func values(of page: [Double], shifted direction: [Double]) -> [Double] {
    var shifted = page
    for index in values.indices {
      let part = values[index]
      precondition(part.count == page.count)
      if let binWeights {
        for bin in page.indices where part[bin].isFinite {
          let share = direction[index] * (weights[index] / binWeights[bin]).squareRoot()
          shifted[bin] += share * (scale(of: bin) * part[bin] - page[bin])
        }
      } else {
        let share = direction[index] * (weights[index] / weight).squareRoot()
        let (whole, part) = (page.span, part.span)
        var sums = shifted.mutableSpan
        for bin in whole.indices { sums[bin] += share * (scale * part[bin] - whole[bin]) }
      }
    }
    // What cannot be negative stays so.
    for bin in page.indices where shifted[bin] < 0 && page[bin] >= 0 { shifted[bin] = 0 }
    return shifted
  }

  /// The factor from the mean of a bin to the page: of a sum over the weights that tell it.
  private func scale(of bin: Int) -> Double {
    guard isSum, let binWeights else { return scale }
    return scale * (binWeights[bin] / weight)
  }
}
