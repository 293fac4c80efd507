package import EbbModel
internal import EbbStore
package import EbbText

/// The simulations that a listing or `--all` means, and their order. What is `nil` selects all.
package struct SimulationSelection: Sendable {
  package var user: String?
  package var state: String?
  package var platform: String?
  package var simulator: String?
  package var since: Instant?
  package var until: Instant?
  package var title: String?
  /// A column's name; `nil` for the newest first.
  package var sort: ListingOrder?
  package var limit: Int?

  package init() {}

  var filter: SimulationFilter {
    get throws(Failure) {
      var filter = SimulationFilter(
        user: user, state: state.map { JobState($0.uppercased()) },
        platform: platform.map { Platform($0.uppercased()) }, simulator: simulator?.lowercased(),
        since: since, until: until, title: title, limit: limit)
      if let sort {
        guard let column = SimulationSort(rawValue: sort.column) else {
          throw .noColumn(sort.column, has: SimulationSort.allCases.map(\.rawValue))
        }
        filter.sort = column
        filter.isAscending = sort.isAscending
      }
      return filter
    }
  }
}
