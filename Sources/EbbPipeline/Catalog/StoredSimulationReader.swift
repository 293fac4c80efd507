package import EbbModel
package import EbbStore
package import EbbText

/// Reads simulations with all rows that belong to them, as they are stored, in order; the data of pages are apart.
///
/// What a store does not have, or may not be read, is left out: inputs and logs, users, clusters. `notices` says so.
package struct StoredSimulationReader: Sendable {
  private var reader: SimulationReader
  private var logfiles: DocumentReader<Logfiles>
  private var users: [UserID: User] = [:]
  private var clusters: [ClusterID: Cluster] = [:]
  private var unreadable: Set<String> = []
  /// Notices on what may not be read, each once.
  package private(set) var notices: [Notice] = []

  /// - Parameters:
  ///   - simulations: each once, in the order in which they will be asked for; some may be passed over.
  ///   - details: whether pages come with their numbers of axes, for which a store may have to go through their data.
  package init(
    _ simulations: [Simulation], from store: any Store, details: Bool
  ) async throws(Failure) {
    reader = SimulationReader(simulations, from: store, byteLimit: .max, details: details)
    logfiles = DocumentReader(simulations, from: store, byteLimit: .max)
    users = Dictionary(
      try optional("users", try await Self.result { () throws(StoreError) in try await store.users() })
        .map { ($0.id, $0) }
    ) { first, _ in first }
    clusters = Dictionary(
      try optional(
        "names of clusters", try await Self.result { () throws(StoreError) in try await store.clusters() }
      ).map { ($0.id, $0) }
    ) { first, _ in first }
  }

  package mutating func rows(of simulation: Simulation) async throws(Failure) -> StoredSimulation {
    let rows = try await reader.storedRows(of: simulation)
    let inputs = try await Self.result { () throws(StoreError) in
      try await reader.inputs.rows(of: simulation.id)
    }
    let logs = try await Self.result { () throws(StoreError) in try await logfiles.rows(of: simulation.id) }
    var cluster: Cluster?
    if case .batch(let id?, _, _, _) = simulation.kind { cluster = clusters[id] }
    return StoredSimulation(
      simulation, user: simulation.userID.flatMap { users[$0] }, cluster: cluster, tasks: rows.tasks,
      inputs: try optional("inputs", inputs), logfiles: try optional("logs", logs),
      estimators: rows.estimators, pages: rows.pages)
  }

  private static func result<Row>(
    _ question: () async throws(StoreError) -> [Row]
  ) async throws(Failure) -> Result<[Row], StoreError> {
    do throws(StoreError) {
      return .success(try await question())
    } catch {
      return .failure(error)
    }
  }

  /// The rows, or none where the store has no such table, or it may not be read.
  private mutating func optional<Row>(
    _ what: String, _ rows: Result<[Row], StoreError>
  ) throws(Failure) -> [Row] {
    do throws(StoreError) {
      return try rows.get()
    } catch {
      switch error {
      case .missingTable, .missingColumn: return []
      case .notPermitted:
        if unreadable.insert(what).inserted {
          notices.append(Notice(.warning, "the \(what) are left out: \(Failure(error).message)"))
        }
        return []
      default: throw Failure(error)
      }
    }
  }
}
