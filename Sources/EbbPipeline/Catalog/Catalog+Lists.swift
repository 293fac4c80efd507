package import EbbModel
package import EbbStore
package import EbbText

/// Rows of the store's classes, which `ebb list` shows.
extension Catalog {
  package func users() async throws(Failure) -> [User] {
    try await answer { store throws(StoreError) in try await store.users() }
  }

  package func clusters() async throws(Failure) -> [Cluster] {
    try await answer { store throws(StoreError) in try await store.clusters() }
  }

  /// The simulations that `selection` selects, in its order.
  package func simulations(_ selection: SimulationSelection) async throws(Failure) -> [Simulation] {
    let filter = try selection.filter
    return try await answer { store throws(StoreError) in try await store.simulations(filter) }
  }

  /// The tasks of simulations, `nil` for all.
  package func tasks(
    of simulations: [Simulation]?, limit: Int?
  ) async throws(Failure) -> [Owned<SimulationTask>] {
    let scope = scope(simulations)
    let tasks = try await answer { store throws(StoreError) in
      try await store.tasks(of: scope, limit: limit)
    }
    let owners = try await owners(tasks.map(\.simulationID), among: simulations)
    return tasks.map { Owned(row: $0, simulation: owners[$0.simulationID], estimator: nil) }
  }

  /// The estimators of simulations, `nil` for all, without their metadata.
  package func estimators(
    of simulations: [Simulation]?, limit: Int?
  ) async throws(Failure) -> [Owned<EstimatorRow>] {
    let scope = scope(simulations)
    let rows = try await answer { store throws(StoreError) in
      try await store.estimators(of: scope, metadata: false, limit: limit)
    }
    let owners = try await owners(rows.map(\.simulationID), among: simulations)
    return rows.map { Owned(row: $0, simulation: owners[$0.simulationID], estimator: $0) }
  }

  /// The pages of simulations, `nil` for all, with their names and dimensions; no page data is read.
  package func pages(
    of simulations: [Simulation]?, limit: Int?
  ) async throws(Failure) -> [Owned<PageRow>] {
    let scope = scope(simulations)
    let pages = try await answer { store throws(StoreError) in
      try await store.pages(of: scope, details: true, limit: limit)
    }
    let ids = Set(pages.map(\.estimatorID)).sorted()
    let rows = try await answer { store throws(StoreError) in try await store.estimators(ids) }
    let owners = try await owners(rows.map(\.simulationID), among: simulations)
    let estimators = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    return pages.map { page in
      let estimator = estimators[page.estimatorID]
      return Owned(row: page, simulation: estimator.flatMap { owners[$0.simulationID] }, estimator: estimator)
    }
  }

  /// The tables of the live database.
  package func schema() async throws(Failure) -> [DatabaseTable] {
    try await answer { store throws(StoreError) in try await store.schema() }
  }

  private func scope(_ simulations: [Simulation]?) -> SimulationScope {
    simulations.map { .these($0.map(\.id)) } ?? .all
  }

  private func owners(
    _ ids: [SimulationID], among simulations: [Simulation]?
  ) async throws(Failure) -> [SimulationID: Simulation] {
    var owners = simulations ?? []
    if simulations == nil {
      let wanted = Set(ids).sorted()
      owners = try await answer { store throws(StoreError) in try await store.simulations(wanted) }
    }
    return Dictionary(owners.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Asks the store, and puts what goes wrong into words.
  package func answer<Value>(
    _ question: (any Store) async throws(StoreError) -> Value
  ) async throws(Failure) -> Value {
    do throws(StoreError) {
      return try await question(store)
    } catch {
      throw Failure(error)
    }
  }
}

/// A row with the simulation, and the estimator, that it belongs to; `nil` where the store has lost them.
package struct Owned<Row: Sendable>: Sendable {
  package var row: Row
  package var simulation: Simulation?
  package var estimator: EstimatorRow?
}
