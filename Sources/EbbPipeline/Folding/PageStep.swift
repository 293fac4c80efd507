package import EbbAnalysis
package import EbbModel
package import EbbText

/// The next step through the pages of a plan.
package enum PageStep: Sendable {
  case page(StreamedPage)
  case end(PagesClosing)
}

/// A page with what it can be resampled by, where that was asked for and can be.
package struct StreamedPage: Sendable {
  package var exported: ExportedPage
  package var replicates: Replicates?
  /// The place of its group in the plan.
  package var group = 0
}

/// The closing value, given when all pages have come: at least one.
package struct PagesClosing: Sendable {
  /// The number of pages that came.
  package var pages = 0
  /// Notices of what was left out, and of what is to be known of the rest.
  package var notices: [Notice] = []
  /// The findings of an audit, errors and warnings, in a line each.
  package var findings: [String] = []

  package init() {}
}
