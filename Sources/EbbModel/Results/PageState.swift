/// Sums over the contributions to a page so far, beside its values: enough to merge in those that another export has.
///
/// With the values, of shape [axis1, axis2, …] in C order as they are, this is (n, W, m, S) of each bin.
package struct PageState: Sendable, Equatable {
  /// W, the sum of the contributions' weights: in primaries where `isWeighted`, else the number of contributions.
  package var weight: Double
  /// The contributions' weights by class; `nil` in files of before, whose weights count as alike.
  package var classes: WeightClasses?
  /// Whether weights are primaries; else all contributions count alike.
  package var isWeighted: Bool
  package var policy: NonFinitePolicy
  /// m; `nil` where it is the page's values. Of a sum it is the mean of the counts per primary.
  package var mean: [Double]?
  /// S; `nil` where it is 0 in every bin, as of one contribution, and where the rule has none.
  package var spread: [Double]?
  /// The sums that errors of very unequal contributions are made of; `nil` where weights are alike, and where that is not known.
  package var unequal: UnequalSums?
  /// W of each bin, where that is not `weight` for all; n is the page's `binContributions` then.
  package var binWeights: [Double]?
  /// The sums that the errors of a ratio with a denominator are made of: `binWeights` are then Σ c.
  package var ratio: RatioSums?
  package var sources: ContributionList

  package init(
    weight: Double, classes: WeightClasses? = nil, isWeighted: Bool, policy: NonFinitePolicy,
    mean: [Double]? = nil, spread: [Double]? = nil, unequal: UnequalSums? = nil,
    binWeights: [Double]? = nil, ratio: RatioSums? = nil, sources: ContributionList
  ) {
    self.weight = weight
    self.classes = classes
    self.isWeighted = isWeighted
    self.policy = policy
    self.mean = mean
    self.spread = spread
    self.unequal = unequal
    self.binWeights = binWeights
    self.ratio = ratio
    self.sources = sources
  }
}
