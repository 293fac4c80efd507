/// The contributions to a page, or groups of them, by which its figures can be resampled.
package struct Replicates: Sendable, Equatable {
  /// The weight of each in the page, in units of the contributions' weights (primaries, or 1 each); above 0.
  package let weights: [Double]
  /// W, the sum of the weights.
  package let weight: Double
  /// The values of each one's bins, such that their weighted mean times `scale` is the page.
  package let values: [[Double]]
  /// W for a sum, whose `values` are per unit of weight, else 1; times the factor to a number of primaries, where the
  /// page is scaled to that.
  package var scale: Double
  /// The number of contributions that they are made of.
  package var contributions: Int
  /// The number of neighbouring bins whose sum, each times its measure, each value is; 1 where values are those of the bins.
  package var binsOfValue = 1

  package init(weights: [Double], values: [[Double]], scale: Double = 1, contributions: Int) {
    precondition(weights.count == values.count)
    self.weights = weights
    weight = weights.reduce(0, +)
    self.values = values
    self.scale = scale
    self.contributions = contributions
  }

  package var count: Int { weights.count }

  /// The page without one of them: (W·x − wⱼ·xⱼ)/(W − wⱼ).
  /// - Parameter page: the values with all of them.
  package func values(of page: [Double], without index: Int) -> [Double] {
    let rest = weight - weights[index]
    let (whole, part) = (weight / rest, scale * weights[index] / rest)
    let left = values[index]
    precondition(left.count == page.count)
    return zip(page, left).map { page, left in
      let (all, own) = (whole * page, part * left)
      let rest = all - own
      // What only this one has leaves nothing but rounding.
      return abs(rest) <= 1e-12 * abs(own) ? 0 : rest
    }
  }
}
