internal import EbbCodec
internal import EbbFiles
package import EbbModel
package import EbbPipeline
internal import EbbStore
package import EbbText

/// Tells what a simulation has.
package struct Overview: Sendable {
  private let catalog: Catalog
  private let byteLimit: Int
  private let threads: Int

  package init(of catalog: Catalog, byteLimit: Int, threads: Int) {
    self.catalog = catalog
    self.byteLimit = byteLimit
    self.threads = threads
  }

  /// The tasks, estimators and pages of a simulation. One contribution of each page is read, for its shape and unit.
  package func run(_ simulation: Simulation) async throws(Failure) -> SimulationOverview {
    if catalog.combined != nil { return try await overview(ofCombined: simulation) }
    let stored = try await catalog.rows(of: simulation, byteLimit: byteLimit)
    var request = PageRequest()
    request.includeFailed = true
    request.byteLimit = byteLimit
    request.threads = threads
    let plan = try ExportPlan.make(for: [stored], request: request)
    let firsts = plan.groups.map { group in
      var group = group
      group.contributions = group.contributions.first { $0.compressedBytes > 0 }.map { [$0] } ?? []
      return group
    }
    var visitor = OverviewVisitor()
    try await catalog.visit(firsts, request, with: &visitor)
    let auditor = PageAuditor(plan, request)
    let findings = zip(visitor.groups, plan.groups).map { looked, group in
      var looked = looked
      looked.isWhole = group.contributions.count == looked.plan.contributions.count
      return auditor.findings(in: looked, of: group, countsAreRestored: false)
    }
    return Self.overview(of: simulation, stored, plan, visitor.contents, findings)
  }

  /// The same of an export: its pages are read one after another, and what was found of each stands in the file.
  private func overview(ofCombined simulation: Simulation) async throws(Failure) -> SimulationOverview {
    var request = PageRequest()
    request.keepGoing = true
    request.threads = threads
    let plan = try await catalog.plan(of: [simulation], request)
    var gatherer = CombinedOverview(simulation, plan)
    let notices = try await catalog.forEachPage(of: [simulation], request) { gatherer.add($0) }
    gatherer.overview.notices = notices
    return gatherer.overview
  }

  /// - Parameters:
  ///   - contents: of each of the plan's groups.
  ///   - findings: the same; none where they are told otherwise.
  static func overview(
    of simulation: Simulation, _ stored: JobRows, _ plan: ExportPlan, _ contents: [PageContent],
    _ findings: [[PageFinding]] = []
  ) -> SimulationOverview {
    var overview = SimulationOverview(
      simulation: simulation, tasks: stored.tasks, estimators: [], notices: plan.notices)
    let pagesByEstimator = Dictionary(grouping: zip(plan.groups, contents)) { $0.0.estimator }
    let found = Dictionary(
      zip(plan.groups, findings).map { (PageKey(estimator: $0.estimatorName, number: $0.number), $1) }
    ) { first, _ in first }
    for (index, estimator) in plan.simulations[0].estimators.enumerated() {
      let own = pagesByEstimator[index] ?? []
      let pages = own.map { group, content in
        var page = SimulationOverview.Page(
          number: group.number, contributions: group.contributions.count, primaries: group.primaries,
          content: group.fault.map { .broken($0) } ?? content)
        page.findings = found[PageKey(estimator: group.estimatorName, number: group.number)] ?? []
        if let facts = content.facts, facts.rule == .ratio, group.contributions.count > 1 {
          let other = own.first { $0.1.facts?.isDenominator(of: facts) ?? false }
          page.denominator = other.flatMap { $0.1.facts?.named($0.0.number) } ?? "none"
        }
        return page
      }
      let rows = stored.estimators(named: estimator.name).count
      overview.estimators.append(
        SimulationOverview.Estimator(name: estimator.name, contributions: rows, pages: pages))
    }
    return overview
  }
}
