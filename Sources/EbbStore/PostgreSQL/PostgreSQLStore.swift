package import EbbModel

/// A store in a PostgreSQL database.
package actor PostgreSQLStore: Store {
  private let address: PostgreSQLAddress
  private init(_ address: PostgreSQLAddress) { self.address = address }
  package static func open(_ address: PostgreSQLAddress) async throws(StoreError) -> PostgreSQLStore {
    throw .notReachable(url: address.redacted, reason: "this build reads SQLite only")
  }
  package func simulations(_ filter: SimulationFilter) throws(StoreError) -> [Simulation] { [] }
  package func simulations(jobIDPrefix: String, limit: Int) throws(StoreError) -> [Simulation] { [] }
  package func simulation(_ id: SimulationID) throws(StoreError) -> Simulation? { nil }
  package func jobIDs() throws(StoreError) -> [String] { [] }
  package func tasks(of simulation: SimulationID) throws(StoreError) -> [SimulationTask] { [] }
  package func estimators(of simulation: SimulationID) throws(StoreError) -> [EstimatorRow] { [] }
  package func pages(of simulation: SimulationID) throws(StoreError) -> [PageRow] { [] }
  package func beginReadingData(of pages: [PageID]) throws(StoreError) {}
  package func nextData() throws(StoreError) -> PageData? { nil }
  package func close() {}
}
