internal import EbbModel
internal import EbbText

/// What an export will read, combine and write: made from metadata alone, before any page is read.
struct ExportPlan: Sendable {
  var simulations: [ResultSimulation] = []
  /// In the order in which pages are written.
  var groups: [PageGroup] = []
  /// The numbers of all pages of the estimators that are selected, whichever pages are.
  var pageNumbers: Set<Int> = []
  /// What is to be said of tasks and simulations.
  var warnings: [Notice] = []

  /// What is to be said of this plan.
  var notices: [Notice] { warnings + groups.flatMap(\.notices) }

  var progress: Progress {
    let contributions = groups.flatMap(\.contributions)
    return Progress(
      pages: contributions.count, bytes: contributions.reduce(0) { $0 + $1.compressedBytes })
  }
}
