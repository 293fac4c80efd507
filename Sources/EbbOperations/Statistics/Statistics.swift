package import EbbModel
package import EbbPipeline
package import EbbText

/// Tells of every page how far its contributions agree.
package struct Statistics: Sendable {
  private let request: PageRequest
  private let catalog: Catalog

  package init(_ request: PageRequest, of catalog: Catalog) {
    self.request = request
    self.catalog = catalog
  }

  /// The statistics of the pages of `simulations` that the request selects, which an export would combine alike.
  package func run(_ simulations: [Simulation]) async throws(Failure) -> StatisticsReport {
    let stored = try await catalog.rows(of: simulations, byteLimit: request.byteLimit)
    let plan = try await catalog.plan(of: stored, request)
    var visitor = StatisticsVisitor(plan, of: stored, request)
    try await catalog.visit(plan.groups, request, decoded: plan.decoded, with: &visitor)
    return visitor.report
  }
}
