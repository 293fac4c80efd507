/// What the gamma indices of a page come to: how many there are, how many pass, their mean and the largest.
package struct GammaFigures: Sendable, Equatable {
  /// The number of bins that have an index.
  package var bins = 0
  /// The number of those with γ ≤ 1.
  package var passing = 0
  /// The sum of their indices.
  package var sum = 0.0
  package var largest: Double?

  /// Of some bins; NaN has no index.
  init(_ values: some Sequence<Double>) {
    for value in values where !value.isNaN {
      bins += 1
      if value <= 1 { passing += 1 }
      sum += value
      largest = max(largest ?? value, value)
    }
  }

  /// Of slices of bins, in their order.
  init(_ slices: [GammaFigures]) {
    for slice in slices {
      bins += slice.bins
      passing += slice.passing
      sum += slice.sum
      if let value = slice.largest { largest = max(largest ?? value, value) }
    }
  }

  /// The share of the bins that pass; `nil` where none has an index.
  package var passRate: Double? { bins > 0 ? Double(passing) / Double(bins) : nil }

  package var mean: Double? { bins > 0 ? sum / Double(bins) : nil }
}
