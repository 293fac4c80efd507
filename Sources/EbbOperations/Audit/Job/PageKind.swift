internal import EbbModel

/// The facts that checks have to know of a page's meaning; the same of all contributions to it.
struct PageKind: Sendable, Equatable {
  /// `nil` where the page states a rule that is none.
  var rule: AggregationRule?
  /// Of an average, what it is weighted by; of a dose or fluence, what it is the weight of.
  var denominator: Denominator?
  var serves: Denominator?
  /// Whether its values cannot be below 0.
  var isUnsigned = false

  /// - Parameter axes: the page's, as they are interpreted.
  init(_ page: StoredPage, axes: [Axis]) {
    guard !page.isPhaseSpace else {
      rule = .concatenation
      return
    }
    let meaning = PageMeaning(page, axes: axes)
    rule = page.rule(by: meaning)
    denominator = meaning.denominator
    serves = meaning.quantity?.serves
    if let quantity = meaning.quantity, !quantity.isSigned {
      isUnsigned = meaning.overBins == .amount || meaning.overBins == .density
    }
  }
}
