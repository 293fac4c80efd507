package import EbbModel
package import EbbPipeline
internal import EbbReport
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

  /// Everything about a simulation. Each contribution is read once, and so is the input. One without results has its
  /// tasks, logs and audit all the same.
  /// - Parameter file: where the figures of its pages are laid aside.
  package func run(
    _ simulation: Simulation, into file: inout ReportFile
  ) async throws(Failure) -> ReportContents {
    if catalog.combined != nil { return try await contents(ofCombined: simulation, into: &file) }
    let audit = Audit(of: catalog, byteLimit: request.byteLimit, threads: request.threads)
    var reader = SimulationReader(
      [simulation], from: catalog.store, byteLimit: request.byteLimit, details: true)
    var broken: [Failure] = []
    let stored = try await reader.rows(of: simulation) { broken.append($0) }
    if let first = broken.first, !request.keepGoing { throw first }
    let everything = Audit.request(byteLimit: request.byteLimit, threads: request.threads)
    let all = try ExportPlan.make(for: [stored], request: everything)
    let (plan, obstacle) = try await plan(of: stored, all)
    var visitor = ReportVisitor(plan, of: stored, request, PageFigures(in: file))
    try await catalog.visit(visitor.groups(of: all), request, decoded: plan.decoded, with: &visitor)
    let notices = if let obstacle { [obstacle] } else { try closing(of: &visitor) }
    try await visitor.figures.finish()
    file.limit = visitor.figures.limit
    let rows = try await audit.inputRows(of: simulation, from: &reader.inputs)
    let job = try await audit.job(stored, broken, visitor.audit.groups, inputs: rows)
    let (input, noticesOfInput) = try await catalog.resultInput(
      in: rows, of: simulation, byteLimit: request.byteLimit)
    let (logs, noticesOfLogs) = try await logs(of: simulation)
    return ReportContents(
      overview: Overview.overview(of: simulation, stored, all, visitor.contents),
      findings: try Audit.findings(in: job), pages: visitor.figures.text,
      statistics: visitor.statistics.report,
      record: Recording.Sources(
        stored, input: input?.content, statistics: visitor.statistics.report, request: request
      ).record,
      input: input, logs: logs,
      notices: plan.notices + notices + visitor.figures.notices + noticesOfInput + noticesOfLogs)
  }

  /// The plan of what is combined; one of nothing, with the reason, where the simulation has no results at all.
  private func plan(
    of stored: JobRows, _ all: ExportPlan
  ) async throws(Failure) -> (plan: ExportPlan, obstacle: Notice?) {
    do throws(Failure) {
      return (try await catalog.plan(of: [stored], request), nil)
    } catch {
      let isWhole = request.estimators.isEmpty && request.pages.isEmpty
      guard error.kind == .notFound, isWhole || all.groups.isEmpty else { throw error }
      var nothing = all
      nothing.groups = []
      let simulation = stored.simulation
      let reason =
        all.groups.isEmpty ? Failure.noResults(simulation.jobID, state: simulation.state) : error
      return (nothing, Notice(.warning, reason.message))
    }
  }

  private func closing(of visitor: inout ReportVisitor) throws(Failure) -> [Notice] {
    do throws(Failure) {
      return try visitor.closing().notices
    } catch {
      guard error.kind == .notFound else { throw error }
      return [Notice(.warning, error.message)]
    }
  }

  /// The logs, where there are any: a report can do without.
  private func logs(of simulation: Simulation) async throws(Failure) -> ([NamedText], [Notice]) {
    do throws(Failure) {
      return (try await catalog.logs(of: simulation, byteLimit: request.byteLimit), [])
    } catch {
      switch error.kind {
      case .notFound, .notPermitted: return ([], [])
      case .brokenData:
        return ([], [Notice(.warning, "the logs of \(simulation.jobID) are left out: \(error.message)")])
      default: throw error
      }
    }
  }

  /// The same of an export, without an audit of contributions: what was found when it was made stands with its pages.
  private func contents(
    ofCombined simulation: Simulation, into file: inout ReportFile
  ) async throws(Failure) -> ReportContents {
    let plan = try await catalog.plan(of: [simulation], request)
    var overview = CombinedOverview(simulation, plan)
    var statistics = StatisticsReport()
    var figures = PageFigures(in: file)
    let notices = try await catalog.withPages(plan, request) { next in
      while true {
        switch try await next() {
        case .page(let streamed):
          let loaded = LoadedPage(streamed, of: plan)
          overview.add(loaded)
          statistics.pages.append(StatisticsReport.Page(loaded))
          try await figures.add(loaded.page, of: loaded.estimator)
        case .end(let closing): return plan.notices + closing.notices
        }
      }
    }
    try await figures.finish()
    file.limit = figures.limit
    return ReportContents(
      overview: overview.overview, findings: nil, pages: figures.text, statistics: statistics,
      record: Recording.Sources(simulation, plan, statistics: statistics, request: request).record,
      input: nil,
      notices: notices + figures.notices)
  }
}
