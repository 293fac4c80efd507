package import EbbModel
package import EbbStore
package import EbbText

/// An open store: what there is in it, and the way to every command's answer.
package struct Catalog: Sendable {
  package let store: any Store
  /// Notices about its opening.
  package let notices: [Notice]
  /// The store's URL without a password; `nil` for files of results.
  package let url: String?
  /// The files of results, as they were named.
  package let files: [String]

  package init(store: any Store, url: String? = nil, files: [String] = [], notices: [Notice] = []) {
    self.store = store
    self.url = url
    self.files = files
    self.notices = notices
  }

  /// The same with notices that follow its own.
  package func telling(_ others: [Notice]) -> Catalog {
    Catalog(store: store, url: url, files: files, notices: notices + others)
  }

  package func close() async { await store.close() }

  /// The simulation that `reference` names: a `job_id`, the beginning of one, `id:12`, `latest`, `latest:` and a pattern
  /// on titles, or a title.
  package func simulation(_ reference: String) async throws(Failure) -> Simulation {
    do {
      switch JobReference(reference) {
      case .number(let id):
        if let found = try await store.simulation(id) { return found }
        throw Failure.noJob(reference, nearest: [])
      case .latest(let title):
        if let found = try await store.simulations(SimulationFilter(title: title, limit: 1)).first {
          return found
        }
        throw try await noLatest(title)
      case .name(let name): return try await simulation(called: name)
      }
    } catch {
      throw Failure(any: error)
    }
  }

  private func noLatest(_ title: String?) async throws -> Failure {
    guard let title else {
      return .noSimulation
    }
    let near = JobReference.nearest(toTitle: title, in: try await store.simulations(SimulationFilter()))
    return Failure(
      .notFound, "no simulation has a title like \(Failure.quoted(title)).",
      advice: "* is any text, ? any character. \(near.isEmpty ? "No simulation has a title." : "Titles:")",
      choices: near.map(Failure.named))
  }

  /// The simulations that `references` name, each once, in that order.
  package func simulations(named references: [String]) async throws(Failure) -> [Simulation] {
    let known = references.count > Self.fewReferences ? try await jobIndex() : nil
    var simulations: [Simulation] = []
    var seen: Set<SimulationID> = []
    for reference in references {
      try Failure.checkCancellation()
      let simulation =
        if let found = known?.simulation(reference) { found } else { try await simulation(reference) }
      if seen.insert(simulation.id).inserted { simulations.append(simulation) }
    }
    return simulations
  }

  /// The most references that are looked up one by one; more are looked up in a list of all simulations: a store walks
  /// them all for each reference, which costs a third of reading them.
  private static let fewReferences = 16

  private func jobIndex() async throws(Failure) -> JobIndex {
    JobIndex(try await answer { store throws(StoreError) in try await store.simulations(SimulationFilter()) })
  }

  /// The simulation whose `job_id` is `name` or begins with it, or whose title it is.
  private func simulation(called name: String) async throws -> Simulation {
    let limit = 6
    let found = try await store.simulations(jobIDPrefix: name, limit: limit)
    if let exact = found.first(where: { $0.jobID == name }) { return exact }
    if name.count >= 4, found.count == 1 { return found[0] }
    if name.count >= 4, !found.isEmpty {
      throw Failure.ambiguousJob(
        name, isTitle: false, Array(found.prefix(limit - 1)), more: found.count == limit)
    }
    let titled = try await store.simulations(SimulationFilter(title: name, limit: limit)).filter {
      Pattern(name).matches($0.title)
    }
    if titled.count == 1 { return titled[0] }
    if !titled.isEmpty {
      throw Failure.ambiguousJob(
        name, isTitle: true, Array(titled.prefix(limit - 1)), more: titled.count == limit)
    }
    guard name.count >= 4 else { throw Failure.shortJob(name) }
    let all = try await store.simulations(SimulationFilter())
    if all.isEmpty { throw Failure.noSimulation }
    throw Failure.noJob(name, nearest: JobReference.nearest(to: name, in: all))
  }

  /// A simulation with its tasks, estimators and pages; no page is read. Costs a walk over all estimators and pages of
  /// the store (`SimulationReader`), so several simulations are better asked for together.
  package func rows(of simulation: Simulation, byteLimit: Int) async throws(Failure) -> JobRows {
    var reader = SimulationReader([simulation], from: store, byteLimit: byteLimit)
    return try await reader.rows(of: simulation)
  }

  /// Several simulations, read together.
  package func rows(of simulations: [Simulation], byteLimit: Int) async throws(Failure) -> [JobRows] {
    var reader = SimulationReader(simulations, from: store, byteLimit: byteLimit)
    return try await reader.rows(of: simulations)
  }
}
