package import EbbModel
package import EbbText

/// What is known of a page whose first contribution was read.
package enum PageContent: Sendable {
  /// What the first contribution that has data says.
  case page(quantity: String, filter: String?, unit: Unit, axes: [Axis], rule: AggregationRule?)
  /// No contribution has data.
  case empty
  /// Why the page cannot be read.
  case broken(Failure)
}
