package import EbbModel
package import EbbPipeline
package import EbbText

/// Tells all of a simulation: what it has, what an audit finds, how its pages look and how far tasks agree.
package struct Report: Sendable {
  let request: PageRequest
  let catalog: Catalog

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
    if catalog.combined != nil {
      let plan = try await catalog.plan(of: [simulation], request)
      var reading = CombinedReading(simulation, plan, PageFigures(in: file))
      let closing = try await catalog.withPages(plan, request) { next in
        while true {
          switch try await next() {
          case .page(let streamed): try await reading.add(LoadedPage(streamed, of: plan), at: streamed.group)
          case .end(let closing): return closing
          }
        }
      }
      file.limit = reading.figures.limit
      return try await reading.contents(request, closing.notices)
    }
    var reading = try await begin(simulation, PageFigures(in: file))
    try await catalog.visit(reading.groups, request, decoded: reading.takeDecoded(), with: &reading.visitor)
    file.limit = reading.visitor.figures.limit
    return try await contents(of: &reading)
  }

  /// Reads what the rows of a simulation tell, and plans what is read of its pages.
  func begin(_ simulation: Simulation, _ figures: PageFigures) async throws(Failure) -> ReportReading {
    var reader = SimulationReader(
      [simulation], from: catalog.store, byteLimit: request.byteLimit, details: true)
    var broken: [Failure] = []
    let stored = try await reader.rows(of: simulation) { broken.append($0) }
    if let first = broken.first, !request.keepGoing { throw first }
    let everything = Audit.request(byteLimit: request.byteLimit, threads: request.threads)
    let all = try ExportPlan.make(for: [stored], request: everything)
    var (plan, obstacle) = try await plan(of: stored, all)
    let decoded = plan.takeDecoded()
    return ReportReading(
      stored: stored, broken: broken, all: all, plan: plan, decoded: decoded, obstacle: obstacle,
      reader: reader, visitor: ReportVisitor(plan, of: stored, request, figures))
  }

  /// All that there is to tell, once the pages have passed.
  func contents(of reading: inout ReportReading) async throws(Failure) -> ReportContents {
    let simulation = reading.stored.simulation
    let audit = Audit(of: catalog, byteLimit: request.byteLimit, threads: request.threads)
    let notices = if let obstacle = reading.obstacle { [obstacle] } else { try closing(of: &reading) }
    let pages = try await reading.visitor.figures.finish()
    let found = reading.visitor.found
    let rows = try await audit.inputRows(of: simulation, from: &reading.reader.inputs)
    let job = try await audit.job(reading.stored, reading.broken, found.audited, inputs: rows)
    let (input, noticesOfInput) = try await catalog.resultInput(
      in: rows, of: simulation, byteLimit: request.byteLimit)
    let (logs, noticesOfLogs) = try await logs(of: simulation)
    return ReportContents(
      overview: Overview.overview(of: simulation, reading.stored, reading.all, found.contents),
      findings: try Audit.findings(in: job), pages: pages, statistics: found.statistics,
      record: Recording.Sources(
        reading.stored, input: input?.content, statistics: found.statistics, request: request
      ).record,
      input: input, logs: logs,
      notices: reading.plan.notices + notices + reading.visitor.figures.notices + noticesOfInput
        + noticesOfLogs)
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

  private func closing(of reading: inout ReportReading) throws(Failure) -> [Notice] {
    do throws(Failure) {
      let notices = try reading.visitor.closing()
      reading.noticesOnAll = notices.onAll
      return notices.all
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
}
