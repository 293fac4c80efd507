package import EbbModel
package import EbbText

/// Facts about a page whose first contribution was read.
package enum PageContent: Sendable {
  /// The facts that the first contribution with data states.
  case page(Facts)
  /// No contribution has data.
  case empty
  /// The page cannot be read, for this reason.
  case broken(Failure)

  package struct Facts: Sendable {
    package var quantity: String
    package var filter: String?
    package var axes: [Axis]
    package var isPhaseSpace: Bool
    package var meaning: PageMeaning
    /// `nil` where the page states one that no converter writes.
    package var rule: AggregationRule?

    init(_ page: StoredPage) {
      quantity = page.quantity
      filter = page.filter
      isPhaseSpace = page.isPhaseSpace
      axes = page.isPhaseSpace ? [] : page.interpretedAxes()
      meaning = PageMeaning(page, axes: axes)
      rule = page.rule(by: meaning)
    }

    /// Whether this page is what another, an average, is weighted by: it has the same filter and bins.
    package func isDenominator(of other: Facts) -> Bool {
      guard other.meaning.overBins == .ratio, let wanted = other.meaning.denominator else { return false }
      return meaning.quantity?.serves == wanted && filter == other.filter
        && axes.map(\.centres.count) == other.axes.map(\.centres.count)
    }

    /// The page as a denominator is named: "DOSE (page 0)".
    package func named(_ number: Int) -> String { "\(quantity) (page \(number))" }
  }

  /// `nil` where nothing of it is known.
  package var facts: Facts? { if case .page(let facts) = self { facts } else { nil } }
}
