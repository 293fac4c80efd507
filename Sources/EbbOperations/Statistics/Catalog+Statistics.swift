package import EbbModel
package import EbbPipeline
package import EbbText

extension Catalog {
  /// The statistics of every page that `request` selects, aggregated as an export would.
  package func statistics(
    of simulations: [Simulation], _ request: ExportRequest
  ) async throws(Failure) -> StatisticsReport {
    let stored = try await stored(simulations, byteLimit: request.byteLimit)
    let plan = try await plan(of: stored, request)
    var visitor = StatisticsVisitor(plan, of: stored, request)
    try await visit(plan.groups, request, with: &visitor)
    return visitor.report
  }
}
