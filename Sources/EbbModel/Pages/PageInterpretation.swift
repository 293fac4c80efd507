/// A page's axes and meaning, as its names, units and metadata tell: the same of all contributions to it.
package struct PageInterpretation: Sendable, Equatable {
  package let quantity: String
  package let filter: String?
  package let isPhaseSpace: Bool
  /// Empty of phase space.
  package let axes: [Axis]
  package let meaning: PageMeaning
  /// The rule by which contributions are combined; `nil` where the page states one that no converter writes.
  package let rule: AggregationRule?

  fileprivate init(_ page: StoredPage) {
    quantity = page.quantity
    filter = page.filter
    isPhaseSpace = page.isPhaseSpace
    axes =
      isPhaseSpace ? [] : Axis.interpreted(page.axes, page.metadata, mayBeSphere: page.simulator == .topas)
    meaning = PageMeaning(page, axes: axes)
    rule = isPhaseSpace ? .concatenation : page.metadata.normalization.isKnown ? meaning.overTasks : nil
  }

  /// The averages that it may be the weight of, where it is a dose or a fluence.
  package var serves: Denominator? { meaning.quantity?.serves }

  /// Whether its values cannot be below 0.
  package var isUnsigned: Bool {
    guard !isPhaseSpace, let quantity = meaning.quantity, !quantity.isSigned else { return false }
    return meaning.overBins == .amount || meaning.overBins == .density
  }

  /// Whether this page is what another, an average, is weighted by: it has the same filter and bins.
  package func isDenominator(of other: PageInterpretation) -> Bool {
    guard other.meaning.overBins == .ratio, let wanted = other.meaning.denominator else { return false }
    return serves == wanted && filter == other.filter
      && axes.map(\.centres.count) == other.axes.map(\.centres.count)
  }

  /// The page as a denominator is named: "DOSE (page 0)".
  package func named(_ number: Int) -> String { "\(quantity) (page \(number))" }
}

extension StoredPage {
  /// The page interpreted: anew each time, unless `interpret` has been called.
  package var interpretation: PageInterpretation { known.interpretation ?? PageInterpretation(self) }

  /// Keeps the interpretation, for a page that is asked for it several times.
  package mutating func interpret() { known.interpretation = interpretation }

  /// The page's axes, interpreted.
  package func interpretedAxes() -> [Axis] { interpretation.axes }

  package var meaning: PageMeaning { interpretation.meaning }
}

extension PageMeaning {
  fileprivate init(_ stored: StoredPage, axes: [Axis]) {
    self.init(
      quantity: stored.quantity, unit: Unit(source: stored.unit), metadata: stored.metadata, axes: axes,
      simulator: stored.simulator, assumed: stored.assumed)
  }
}
