package import EbbModel
package import EbbText

extension Catalog {
  /// The plan of what to read and combine of `simulations`; the store is asked for no more than that needs.
  /// - Throws: where nothing fits the request, and without `keepGoing` where a group cannot be combined.
  package func plan(of simulations: [Simulation], _ request: PageRequest) async throws(Failure)
    -> ExportPlan
  {
    try await plan(of: try await rows(of: simulations, byteLimit: request.byteLimit), request)
  }

  /// - Parameter decoded: contributions that were decoded before, which need not be read for it.
  package func plan(
    of stored: [JobRows], _ request: PageRequest, decoded: DecodedPages = DecodedPages()
  ) async throws(Failure) -> ExportPlan {
    if let combined {
      var plan = try combined.plan(of: stored, request)
      try await checkAxes(request, of: &plan)
      return plan
    }
    var plan = try ExportPlan.make(for: stored, request: request)
    if plan.pageNumbers.isEmpty { throw Self.noResults(stored, request) }
    plan.decoded = decoded
    try await findMeshes(request, of: stored, in: &plan)
    try await select(request, in: &plan)
    try await checkAxes(request, of: &plan)
    if !request.keepGoing, let fault = plan.groups.lazy.compactMap(\.fault).first { throw fault }
    try await findDenominators(request, of: stored, in: &plan)
    plan.decoded.limit(to: plan.groups)
    if request.combine {
      let (notices, shared) = try await compareInputs(of: stored, byteLimit: request.byteLimit)
      plan.sharedSeeds = shared
      plan.warnings =
        notices + shared.map { Notice(.warning, "\($0.text). Errors come out too small.") } + plan.warnings
    }
    return plan
  }

  /// Finds the meshes that the inputs of Geant4's simulations define, which tell whether axes lie where they should; where
  /// axes are put right, groups of pages get theirs. A platform runs no Geant4: only files of the web interface are asked.
  private func findMeshes(
    _ request: PageRequest, of stored: [JobRows], in plan: inout ExportPlan
  ) async throws(Failure) {
    let simulations = stored.map(\.simulation).filter {
      Simulator(fileFormat: nil, name: $0.simulator) == .geant4
    }
    guard !simulations.isEmpty else { return }
    let (inputs, _) = try await resultInputs(of: simulations, byteLimit: request.byteLimit)
    plan.meshes = Dictionary(inputs.map { ($0.jobID, $0.content.meshes) }) { first, _ in first }
    guard request.repairsAxes else { return }
    for index in plan.groups.indices {
      guard let job = plan.groups[index].contributions.first?.jobID else { continue }
      plan.groups[index].mesh = plan.meshes[job]?[plan.groups[index].estimatorName]
    }
  }

  /// The reason why there is not a page to plan with.
  private static func noResults(_ stored: [JobRows], _ request: PageRequest) -> Failure {
    let simulation = stored[0].simulation
    let hasFailed = stored.flatMap(\.estimators).contains {
      $0.task?.state == .failed && !$0.pages.isEmpty
    }
    return hasFailed && !request.includeFailed
      ? .onlyFailed(simulation.jobID) : .noResults(simulation.jobID, state: simulation.state)
  }
}

extension Failure {
  /// The reason why no page came out at all.
  package static func nothing(in plan: ExportPlan, _ notices: [Notice]) -> Failure {
    if let broken = notices.first(where: { $0.level == .leftOut }) {
      return Failure(
        .brokenData, "no page can be exported. The first is \(broken.text)",
        advice: "'ebb show' tells which pages are broken.")
    }
    return Failure(
      .notFound, "no page of \(quoted(plan.simulations[0].name)) has data.",
      advice: "Its tasks may have written nothing: see 'ebb show'.")
  }
}
