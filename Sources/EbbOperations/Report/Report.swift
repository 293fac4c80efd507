package import EbbModel
package import EbbPipeline
package import EbbText

/// Tells all of a simulation: what it has, what an audit finds, how its pages look and how far tasks agree.
package struct Report: Sendable {
  private let request: PageRequest
  private let catalog: Catalog

  /// - Parameter request: which pages are drawn and counted, and how they are combined; the audit looks at all.
  package init(_ request: PageRequest, of catalog: Catalog) {
    self.request = request
    self.catalog = catalog
  }

  /// Everything about a simulation. Each contribution is read once, and so is the input.
  package func run(_ simulation: Simulation) async throws(Failure) -> ReportContents {
    if catalog.combined != nil { return try await contents(ofCombined: simulation) }
    let audit = Audit(of: catalog, byteLimit: request.byteLimit, threads: request.threads)
    var reader = SimulationReader(
      [simulation], from: catalog.store, byteLimit: request.byteLimit, details: true)
    var broken: [Failure] = []
    let stored = try await reader.rows(of: simulation) { broken.append($0) }
    if let first = broken.first, !request.keepGoing { throw first }
    let everything = Audit.request(byteLimit: request.byteLimit, threads: request.threads)
    let all = try ExportPlan.make(for: [stored], request: everything)
    let plan = try await catalog.plan(of: [stored], request)
    var visitor = ReportVisitor(plan, of: stored, request)
    try await catalog.visit(visitor.groups(of: all), request, decoded: plan.decoded, with: &visitor)
    let closing = try visitor.closing()
    let rows = try await audit.inputRows(of: simulation, from: &reader.inputs)
    let job = try await audit.job(stored, broken, visitor.audit.groups, inputs: rows)
    let (input, notices) = try await catalog.resultInput(
      in: rows, of: simulation, byteLimit: request.byteLimit)
    return ReportContents(
      overview: Overview.overview(of: simulation, stored, all, visitor.contents),
      findings: try Audit.findings(in: job), pictures: visitor.pictures.pictures,
      statistics: visitor.statistics.report, input: input?.content,
      notices: plan.notices + closing.notices + visitor.pictures.notices + notices)
  }

  /// The same of an export, without an audit of contributions: what was found when it was made stands with its pages.
  private func contents(ofCombined simulation: Simulation) async throws(Failure) -> ReportContents {
    let plan = try await catalog.plan(of: [simulation], request)
    var overview = CombinedOverview(simulation, plan)
    var statistics = StatisticsReport()
    var pictures = PagePictures()
    let notices = try await catalog.withPages(plan, request) { next in
      while true {
        switch try await next() {
        case .page(let streamed):
          let loaded = LoadedPage(streamed, of: plan)
          overview.add(loaded)
          statistics.pages.append(StatisticsReport.Page(loaded))
          try await pictures.add(loaded.page, of: loaded.estimator)
        case .end(let closing): return plan.notices + closing.notices
        }
      }
    }
    return ReportContents(
      overview: overview.overview, findings: nil, pictures: pictures.pictures, statistics: statistics,
      input: nil,
      notices: notices + pictures.notices)
  }
}
