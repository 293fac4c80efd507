package import EbbModel

extension Catalog {
  /// The statistics of every page that `request` selects, aggregated as an export would.
  package func statistics(
    of simulations: [Simulation], _ request: ExportRequest
  ) async throws(Failure) -> StatisticsReport {
    var stored: [StoredSimulation] = []
    for simulation in simulations { stored.append(try await self.stored(simulation)) }
    var plan = try ExportPlan.make(for: stored, request: request)
    if plan.pageNumbers.isEmpty { throw Export.noResults(stored, request) }
    try await select(request, in: &plan)
    if !request.keepGoing, let fault = plan.groups.lazy.compactMap(\.fault).first { throw fault }
    let inputs = request.combine ? try await inputNotices(of: simulations) : []
    var visitor = StatisticsVisitor(plan, of: stored, request)
    try await visit(plan.groups, request, with: &visitor)
    var report = visitor.report
    report.notices = inputs + report.notices
    return report
  }
}
