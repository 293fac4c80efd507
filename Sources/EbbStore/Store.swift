package import EbbModel

/// A YAPTIDE store, opened read-only under one snapshot: every answer is of the same moment.
///
/// Drivers are actors on a thread of their own, since their libraries block.
package protocol Store: Sendable {
  /// The simulations that `filter` selects, newest first (by start time, then by id).
  func simulations(_ filter: SimulationFilter) async throws(StoreError) -> [Simulation]

  /// The simulations whose `job_id` begins with `prefix`, at most `limit` of them, by `job_id`.
  func simulations(jobIDPrefix prefix: String, limit: Int) async throws(StoreError) -> [Simulation]

  /// The simulation with that key.
  func simulation(_ id: SimulationID) async throws(StoreError) -> Simulation?

  /// Every `job_id`, for suggestions.
  func jobIDs() async throws(StoreError) -> [String]

  /// The tasks of a simulation, by their number.
  func tasks(of simulation: SimulationID) async throws(StoreError) -> [SimulationTask]

  /// The estimators of a simulation with their compressed metadata, by id.
  func estimators(of simulation: SimulationID) async throws(StoreError) -> [EstimatorRow]

  /// The pages of a simulation without their data, by id. No page data is read.
  func pages(of simulation: SimulationID) async throws(StoreError) -> [PageRow]

  /// Begins to read the compressed data of `pages`, in the order given. Ends what was being read before.
  /// Other questions may be asked meanwhile.
  func beginReadingData(of pages: [PageID]) async throws(StoreError)

  /// The next page's compressed data (empty where it is NULL), or `nil` after the last.
  /// A page that is missing or cannot be read is an error, after which the next page can be asked for.
  func nextData() async throws(StoreError) -> PageData?

  /// Ends the snapshot and closes the store. Nothing can be asked afterwards.
  func close() async
}

/// A page's compressed data.
package struct PageData: Sendable {
  package var id: PageID
  package var bytes: [UInt8]

  package init(id: PageID, bytes: [UInt8]) {
    self.id = id
    self.bytes = bytes
  }
}
