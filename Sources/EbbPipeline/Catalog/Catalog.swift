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

  package func close() async { await store.close() }

  /// The simulation that `reference` names: a `job_id`, the beginning of one, or `id:12`.
  package func simulation(_ reference: String) async throws(Failure) -> Simulation {
    do {
      guard reference.hasPrefix("id:"), let id = Int64(reference.dropFirst(3)) else {
        return try await simulation(startingWith: reference)
      }
      guard let found = try await store.simulation(SimulationID(id)) else {
        throw Failure.noJob(reference, nearest: [])
      }
      return found
    } catch {
      throw Failure(any: error)
    }
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

  private func simulation(startingWith prefix: String) async throws -> Simulation {
    let limit = 6
    let found = try await store.simulations(jobIDPrefix: prefix, limit: limit)
    if let exact = found.first(where: { $0.jobID == prefix }) { return exact }
    guard prefix.count >= 4 else { throw Failure.shortJob(prefix) }
    if found.count == 1 { return found[0] }
    if found.isEmpty {
      throw Failure.noJob(prefix, nearest: spellingSuggestions(for: prefix, in: try await store.jobIDs()))
    }
    throw Failure.ambiguousJob(
      prefix, matches: found.prefix(limit - 1).map(\.jobID), more: found.count == limit)
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

/// The names nearest to a misspelt one: at most five, by the number of letters to change.
package func spellingSuggestions(for name: String, in names: [String]) -> [String] {
  let length = name.count
  let ranked = names.map { candidate in
    // A beginning is compared with beginnings.
    (candidate, distance(name, String(candidate.prefix(max(length, 4)))))
  }
  let limit = max(2, length / 3)
  return ranked.filter { $0.1 <= limit }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(5).map(\.0)
}

/// Levenshtein's distance between two texts.
private func distance(_ a: String, _ b: String) -> Int {
  let a = Array(a.utf8)
  let b = Array(b.utf8)
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
