/// The contribution that deviates most from the others, and how likely that is by chance.
package struct Outlier: Sendable, Equatable {
  /// The way in which it deviates.
  package enum Kind: String, Sendable {
    /// The sum over the page's bins is larger or smaller.
    case total
    /// The bins scatter more, or another distribution was scored.
    case bins
  }

  package var kind: Kind
  /// The contribution, counted from 0 in the order in which they were added.
  package var index: Int
  /// The distance from the others, as Student's t of n − 2 degrees of freedom.
  package var t: Double
  /// The chance that one of the n contributions is as far off.
  package var probability: Double
}
