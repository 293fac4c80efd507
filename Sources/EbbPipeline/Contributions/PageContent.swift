package import EbbModel
package import EbbText

/// Facts about a page whose first contribution was read.
package enum PageContent: Sendable {
  /// What the first contribution with data says that it is.
  case page(PageInterpretation)
  /// No contribution has data.
  case empty
  /// The page cannot be read, for this reason.
  case broken(Failure)

  /// `nil` where nothing of it is known.
  package var facts: PageInterpretation? { if case .page(let facts) = self { facts } else { nil } }
}
