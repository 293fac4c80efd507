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
    if catalog.combined != nil { return try await report(ofCombined: simulations) }
    var visitor = StatisticsVisitor(plan, of: stored, request)
    try await catalog.visit(plan.groups, request, decoded: plan.decoded, with: &visitor)
    return visitor.report
  }

  /// The relative errors of pages that are combined already; what contributions alone tell is not known.
  private func report(ofCombined simulations: [Simulation]) async throws(Failure) -> StatisticsReport {
    var report = StatisticsReport()
    report.notices = try await catalog.forEachPage(of: simulations, request, keepsReplicates: true) {
      report.pages.append(StatisticsReport.Page($0))
    }
    report.notices.append(
      Notice(
        .warning,
        "an export holds no contributions: whether they agree, and how the error falls, is not known."))
    return report
  }
}
