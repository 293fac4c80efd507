internal import EbbModel
package import EbbText

extension ExportPlan {
  /// Plans an export of `simulations`, in that order. No page is read: where pages are selected by name, which
  /// only the pages know, all are planned (see `Catalog.select`).
  package static func make(
    for simulations: [JobRows], request: PageRequest
  ) throws(Failure) -> ExportPlan {
    var plan = ExportPlan()
    let selected = try select(request.estimators, in: simulations)
    let scopes = request.combine ? [simulations] : simulations.map { [$0] }
    for scope in scopes {
      try Failure.checkCancellation()
      var planner = try ScopePlanner(
        scope: scope, request: request, names: selected, namesJob: request.namesJobs || scopes.count > 1)
      let index = plan.simulations.count
      let (simulation, groups) = try planner.plan(simulationIndex: index)
      plan.simulations.append(simulation)
      plan.stored.append(scope)
      plan.groups += groups
      plan.pageNumbers.formUnion(planner.pageNumbers)
      plan.warnings += planner.warnings
      plan.failedTasks.add(planner.failedTasks)
      if scopes.count > 1, planner.pageNumbers.isEmpty {
        let state = scope[0].simulation.state
        plan.warnings.append(
          Notice(
            request.passesOverEmpty ? .detail : .leftOut,
            "nothing is exported of \(simulation.name), whose state is \(state)."))
      }
    }
    return plan
  }

  /// The estimator names that the patterns select; a pattern that selects none is an error.
  private static func select(
    _ patterns: [Pattern], in simulations: [JobRows]
  ) throws(Failure) -> Set<String> {
    var seen: Set<String> = []
    let names = simulations.flatMap(\.names).filter { seen.insert($0).inserted }
    guard !patterns.isEmpty else { return seen }
    var selected: Set<String> = []
    for pattern in patterns {
      let matching = names.filter { pattern.matches($0) }
      guard !matching.isEmpty else {
        throw .noEstimator(
          pattern.description, in: simulations.map(\.simulation.jobID), names: names,
          quantities: simulations.flatMap(\.estimators).flatMap(\.pages).compactMap(\.name))
      }
      selected.formUnion(matching)
    }
    return selected
  }
}
