package import EbbModel
package import EbbText

/// The simulations that a shard takes of all that were selected.
package struct SimulationShare: Sendable {
  package let simulations: [Simulation]
  /// Job ids that the plan has in this shard, and the selection has not.
  package private(set) var gone: [String] = []
  package private(set) var notices: [Notice] = []

  /// Takes of `all` those whose ids put them into the shard.
  package init(_ shard: Shard, of all: [Simulation]) {
    simulations = all.filter { shard.contains($0.jobID) }
  }

  /// Takes of `all` those that the plan has in the shard. What is not in the plan is in no shard.
  package init(_ shard: Shard, of all: [Simulation], by plan: ShardPlan) {
    let shards = Dictionary(plan.jobs.map { ($0.jobID, $0.shard) }) { first, _ in first }
    simulations = all.filter { shards[$0.jobID] == shard.number }
    let there = Set(simulations.map(\.jobID))
    gone = plan.jobs.filter { $0.shard == shard.number && !there.contains($0.jobID) }.map(\.jobID)
    let others = all.filter { shards[$0.jobID] == nil }.map(\.jobID)
    if let first = others.first {
      let count = others.count == 1 ? "1 simulation is" : "\(Failure.count(others.count)) simulations are"
      notices.append(
        Notice(
          .warning,
          "\(count) not in the plan, and so in no shard: \(first)\(others.count > 1 ? ", …" : ""). A new plan has them."
        ))
    }
  }

  /// Warnings of what is gone, for answers that do not list it.
  package var warnings: [Notice] {
    notices
      + gone.map {
        Notice(.warning, "\($0) is in the plan, and no longer in the store, or the filters leave it out.")
      }
  }
}

extension Catalog {
  /// The compressed bytes of each simulation's pages. Costs a walk over all rows.
  package func sizes(of simulations: [Simulation]) async throws(Failure) -> [(jobID: String, bytes: Int64)] {
    var reader = SimulationReader(simulations, from: store, byteLimit: PageRequest.defaultByteLimit)
    var sizes: [(jobID: String, bytes: Int64)] = []
    for simulation in simulations {
      let rows = try await reader.rows(of: simulation) { (_) throws(Failure) in }
      let bytes = rows.estimators.lazy.flatMap(\.pages).map { Int64($0.compressedBytes) }
      sizes.append((simulation.jobID, total(Array(bytes))))
    }
    return sizes
  }
}
