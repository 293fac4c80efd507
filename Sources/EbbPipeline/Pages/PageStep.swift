package import EbbAnalysis
package import EbbModel
package import EbbText

/// What the pages of a plan come as.
package enum PageStep: Sendable {
  case page(StreamedPage)
  case end(PagesClosing)
}

/// A page with what it can be resampled by, where that was asked for and can be.
package struct StreamedPage: Sendable {
  package var exported: ExportedPage
  package var replicates: Replicates?
}

/// What is to be said when all pages have come: at least one.
package struct PagesClosing: Sendable {
  /// How many pages came.
  package var pages = 0
  /// What was left out, and what is to be known of the rest.
  package var notices: [Notice] = []

  package init() {}
}
