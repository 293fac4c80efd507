package import EbbModel
internal import EbbStore
package import EbbText

extension Catalog {
  /// The newest simulations whose job id begins with `prefix`, the newest first.
  ///
  /// Costs a reading of the newest `limit` rows, and where the store has more, of as many that begin so: these come last,
  /// by their ids.
  package func newest(startingWith prefix: String, limit: Int) async throws(Failure) -> [Simulation] {
    var selection = SimulationSelection()
    selection.limit = limit
    let newest = try await simulations(selection)
    var found = newest.filter { $0.jobID.hasPrefix(prefix) }
    guard newest.count == limit, !prefix.isEmpty, found.count < limit else { return found }
    let older = try await answer { store throws(StoreError) in
      try await store.simulations(jobIDPrefix: prefix, limit: limit)
    }
    let known = Set(found.map(\.id))
    found += older.reversed().filter { !known.contains($0.id) }
    return Array(found.prefix(limit))
  }
}
