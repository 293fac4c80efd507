package import EbbModel
package import EbbPipeline
package import EbbText

/// Tells the pages that are a single value: those without axes, and those of which `--at` or `--sum` leave one bin.
package struct Values: Sendable {
  private let request: PageRequest
  private let catalog: Catalog

  package init(_ request: PageRequest, of catalog: Catalog) {
    self.request = request
    self.catalog = catalog
  }

  /// The values of the pages of `simulations` that the request selects, aggregated as an export would. Of pages that keep
  /// axes one contribution is read, to find that out.
  /// - Throws: where none is a single value, besides what reading pages throws.
  package func run(_ simulations: [Simulation]) async throws(Failure) -> ValuesReport {
    var plan = try await catalog.plan(of: simulations, request)
    let contents = try await catalog.contents(of: plan.groups, request)
    var axes: [String] = []
    var kept: [PageGroup] = []
    for (group, content) in zip(plan.groups, contents) {
      let left = content.facts.map(left) ?? []
      if left.isEmpty, content.facts?.rule != .concatenation {
        kept.append(group)
      } else {
        axes += left.filter { !axes.contains($0) }
      }
    }
    let passedOver = plan.groups.count - kept.count
    guard !kept.isEmpty else { throw Self.noValue(axes) }
    plan.groups = kept
    let (chosen, catalog, request) = (plan, catalog, request)
    var report = try await catalog.withPages(chosen, request, witness: PageAuditor.of(request)(chosen)) {
      next in
      var report = ValuesReport()
      while true {
        switch try await next() {
        case .page(let streamed): Self.add(LoadedPage(streamed, of: chosen), to: &report)
        case .end(let closing):
          report.notices = chosen.notices + closing.notices
          return report
        }
      }
    }
    if passedOver > 0 {
      report.notices.append(
        Notice(
          .detail,
          "\(Failure.count(passedOver)) pages over \(Failure.list(axes)) are no single values; --at gives one of each."
        ))
    }
    return report
  }

  /// The axes that are left of a page when it has been reduced.
  private func left(of page: PageInterpretation) -> [String] {
    let taken = request.reductions.compactMap { step in
      switch step {
      case .at(let axis, _, _), .sum(let axis): axis
      default: nil as String?
      }
    }
    return page.axes.map(\.name).filter { !taken.contains($0) }
  }

  private static func noValue(_ axes: [String]) -> Failure {
    guard let first = axes.first else {
      return Failure(
        .usage, "none of these pages is a single value.",
        advice: "Choose others with -e and -p; see 'ebb show'.")
    }
    return Failure(
      .usage, "none of these pages is a single value: they are over \(Failure.list(axes)).",
      advice: "Name a place, such as --at \(first)=0, or put bins together with --sum \(first).")
  }

  private static func add(_ loaded: LoadedPage, to report: inout ValuesReport) {
    let page = loaded.page
    guard page.values.count == 1, !page.isPhaseSpace else { return }
    report.rows.append(
      ValuesReport.Row(
        simulation: loaded.simulation.name, estimator: loaded.estimator.name, task: loaded.estimator.task,
        number: page.number, quantity: page.quantity, filter: page.filter, value: page.values[0],
        error: page.errors?[0], errorLabel: page.errorLabel, unit: page.unit,
        contributions: page.contributions, primaries: page.primaries, operations: page.operations,
        findings: page.findings))
  }
}
