internal import EbbModel

/// What an export will read, combine and write: made from metadata alone, before any page is read.
struct ExportPlan: Sendable {
  var simulations: [ResultSimulation] = []
  /// In the order in which pages are written.
  var groups: [PageGroup] = []
  var notices: [Notice] = []

  var progress: Progress {
    let contributions = groups.flatMap(\.contributions)
    return Progress(
      pages: contributions.count, bytes: contributions.reduce(0) { $0 + $1.compressedBytes })
  }
}
