/// The contributions to a page, or groups of them: what its figures can be resampled by.
package struct Replicates: Sendable, Equatable {
  /// How much each counts in the page; above 0.
  package let weights: [Double]
  /// W, the sum of the weights.
  package let weight: Double
  /// Of each the values of the page's bins, such that their weighted mean times `scale` is the page.
  package let values: [[Double]]
  package var scale: Double
  /// How many contributions they are made of.
  package var contributions: Int

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
