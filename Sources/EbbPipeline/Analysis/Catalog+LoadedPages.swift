package import EbbModel
package import EbbText

extension Catalog {
  /// The pages of `simulations` that `request` selects, by the way of an export: selected, reduced, combined,
  /// scaled. All are held at once.
  /// - Returns: the pages in the order of an export, and what is to be said of them.
  package func pages(
    of simulations: [Simulation], _ request: ExportRequest
  ) async throws(Failure) -> (pages: [LoadedPage], notices: [Notice]) {
    var pages: [LoadedPage] = []
    let notices = try await forEachPage(of: simulations, request) { pages.append($0) }
    return (pages, notices)
  }

  /// Gives the same pages one by one.
  /// - Parameter keepsReplicates: whether each comes with its contributions, or groups of them.
  /// - Returns: what is to be said of them.
  package func forEachPage(
    of simulations: [Simulation], _ request: ExportRequest, keepsReplicates: Bool = false,
    _ body: (LoadedPage) async throws(Failure) -> Void
  ) async throws(Failure) -> [Notice] {
    let plan = try await plan(of: simulations, request)
    do {
      var stream = try await PageStream(
        plan, request: request, from: store, keepsReplicates: keepsReplicates, report: { _ in })
      try await withThrowingTaskGroup(of: DecodedContributions.Group.Element.self) { group in
        while let found = try await stream.next(in: &group) {
          let simulation = plan.simulations[found.simulation]
          try await body(
            LoadedPage(
              simulation: simulation, estimator: simulation.estimators[found.estimator], page: found.page,
              replicates: stream.replicates))
        }
      }
      if stream.pageCount == 0 { throw Failure.nothing(in: plan, stream.notices) }
      return plan.notices + stream.notices
    } catch {
      throw Failure(any: error)
    }
  }
}
