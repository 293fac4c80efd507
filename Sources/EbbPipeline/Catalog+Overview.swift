internal import EbbCodec
internal import EbbFiles
package import EbbModel
internal import EbbStore
package import EbbText

extension Catalog {
  /// What there is of a simulation. One contribution of each page is read, for its shape and unit.
  package func overview(
    of simulation: Simulation, byteLimit: Int, threads: Int
  ) async throws(Failure) -> SimulationOverview {
    let stored = try await stored(simulation, byteLimit: byteLimit)
    var request = ExportRequest()
    request.includeFailed = true
    request.byteLimit = byteLimit
    request.threads = threads
    let plan = try ExportPlan.make(for: [stored], request: request)
    let contents = try await contents(of: plan.groups, request)
    var overview = SimulationOverview(
      simulation: simulation, tasks: stored.tasks, estimators: [], notices: plan.notices)
    let pagesByEstimator = Dictionary(grouping: zip(plan.groups, contents)) { $0.0.estimator }
    for (index, estimator) in plan.simulations[0].estimators.enumerated() {
      let pages = (pagesByEstimator[index] ?? []).map { group, content in
        SimulationOverview.Page(
          number: group.number, contributions: group.contributions.count, primaries: group.primaries,
          content: group.fault.map { .broken($0) } ?? content)
      }
      let rows = stored.estimators(named: estimator.name).count
      overview.estimators.append(
        SimulationOverview.Estimator(name: estimator.name, contributions: rows, pages: pages))
    }
    return overview
  }

  /// What the first contribution with data says of each group's page.
  func contents(
    of groups: [PageGroup], _ request: ExportRequest
  ) async throws(Failure) -> [SimulationOverview.Content] {
    let firsts = groups.map { group in group.contributions.first { $0.compressedBytes > 0 } }
    do {
      var pages = try await DecodedContributions(
        firsts.compactMap { $0?.page }, from: store, byteLimit: request.byteLimit,
        threads: request.threads)
      return try await withThrowingTaskGroup(of: DecodedContributions.Group.Element.self) { tasks in
        var contents: [SimulationOverview.Content] = []
        for (group, first) in zip(groups, firsts) {
          guard let first, let outcome = try await pages.next(in: &tasks) else {
            contents.append(.empty)
            continue
          }
          contents.append(Self.content(outcome, at: PageLocation(first, of: group)))
        }
        return contents
      }
    } catch {
      throw Failure(any: error)
    }
  }

  private static func content(
    _ outcome: DecodedContributions.Outcome, at location: PageLocation
  ) -> SimulationOverview.Content {
    switch outcome {
    case .failure(let error): .broken(Failure(error, at: location))
    case .success(nil): .empty
    case .success(let page?):
      .page(
        quantity: page.quantity, filter: page.filter, unit: Unit(source: page.unit),
        axes: page.interpretedAxes(),
        rule: page.isPhaseSpace
          ? .concatenation : AggregationRule(pageNormalized: page.metadata["page_normalized"]))
    }
  }
}
