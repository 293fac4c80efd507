package import EbbModel
package import EbbText

/// Facts about a page whose first contribution was read.
package enum PageContent: Sendable {
  /// The facts that the first contribution with data states.
  case page(quantity: String, filter: String?, axes: [Axis], meaning: PageMeaning, rule: AggregationRule?)
  /// No contribution has data.
  case empty
  /// The page cannot be read, for this reason.
  case broken(Failure)

  /// Whether this page is what another, an average, is weighted by: it has the same filter and bins.
  package func isDenominator(of other: PageContent) -> Bool {
    guard case .page(_, let filter, let axes, let meaning, _) = other, meaning.overBins == .ratio,
      let wanted = meaning.denominator, case .page(_, let own, let bins, let it, _) = self
    else { return false }
    return it.quantity?.serves == wanted && own == filter
      && bins.map(\.centres.count) == axes.map(\.centres.count)
  }
}
