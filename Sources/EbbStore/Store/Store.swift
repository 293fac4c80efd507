package import EbbModel

/// A YAPTIDE store, opened read-only under one snapshot: every answer is of the same moment.
///
/// Drivers are actors on a thread of their own, since their libraries block. A question whose task is
/// cancelled ends with `StoreError.cancelled` soon after; the store can then only be closed.
///
/// Errors of any question: `queryFailed`, also of a store that is closed; `damaged`; `notPermitted`; `badValue`, for a
/// row that holds what its column cannot; of a server `timedOut` and `connectionLost`, of a SQLite file `notReachable`,
/// where it is locked or has gone. Others are named at the questions that give them.
package protocol Store: Sendable {
  /// The users, by id.
  /// - Throws: also `missingTable` and `missingColumn`, for a store may lack the table `User`.
  func users() async throws(StoreError) -> [User]

  /// The clusters, by id.
  /// - Throws: also `missingTable` and `missingColumn`, for a store may lack the table `Cluster`.
  func clusters() async throws(StoreError) -> [Cluster]

  /// The simulations that `filter` selects, in its order.
  /// - Throws: also `missingTable` and `missingColumn`, where the filter asks about what the store does not have.
  func simulations(_ filter: SimulationFilter) async throws(StoreError) -> [Simulation]

  /// The simulations whose `job_id` begins with `prefix`, at most `limit` of them, by `job_id`.
  func simulations(jobIDPrefix prefix: String, limit: Int) async throws(StoreError) -> [Simulation]

  /// The simulations with those keys that there are, by id.
  func simulations(_ ids: [SimulationID]) async throws(StoreError) -> [Simulation]

  /// Every `job_id`, for suggestions.
  func jobIDs() async throws(StoreError) -> [String]

  /// The tasks of simulations, by simulation, then by number. Those of no simulation are left out.
  func tasks(of scope: SimulationScope, limit: Int?) async throws(StoreError) -> [SimulationTask]

  /// The estimators of simulations, by id.
  /// - Parameter metadata: whether to read their compressed metadata.
  func estimators(
    of scope: SimulationScope, metadata: Bool, limit: Int?
  ) async throws(StoreError) -> [EstimatorRow]

  /// The estimators with those keys that there are, by id, without their metadata.
  func estimators(_ ids: [EstimatorID]) async throws(StoreError) -> [EstimatorRow]

  /// The pages of simulations without their data, by id. No page data is read.
  /// - Parameter details: whether to read names and dimensions, even where that takes a way through the data:
  ///   a schema of SQLite's has `page_dimension` after them.
  func pages(
    of scope: SimulationScope, details: Bool, limit: Int?
  ) async throws(StoreError) -> [PageRow]

  /// The inputs of simulations, by id; the platform makes one at most of each.
  /// - Throws: also `missingTable` and `missingColumn`, for a store may lack the table `Input`.
  func inputs(of simulations: [SimulationID]) async throws(StoreError) -> [Input]

  /// The log files of simulations, by id.
  /// - Throws: also `missingTable` and `missingColumn`, for a store may lack the table `Logfiles`.
  func logfiles(of simulations: [SimulationID]) async throws(StoreError) -> [Logfiles]

  /// The tables and views of the database, by name, those that Ebb does not know among them. No row is read.
  func schema() async throws(StoreError) -> [DatabaseTable]

  /// The compressed data (empty where they are NULL) of the first of `pages`, until they are `bytes` or more: of one page
  /// at least, where there is one. An error stands in its page's place, and is the last: also `missingPage`; of files of
  /// results `fileNotReadable` and `fileChanged`. After these and `badValue` the pages after it can be asked for.
  ///
  /// Any pages may be asked for at any time; of a server those cost least that go on where the last answer ended.
  func data(of pages: ArraySlice<PageID>, upTo bytes: Int) async -> [Result<PageData, StoreError>]

  /// Ends the snapshot and closes the store. Nothing can be asked afterwards.
  func close() async
}

extension Store {
  /// The simulation with that key.
  package func simulation(_ id: SimulationID) async throws(StoreError) -> Simulation? {
    try await simulations([id]).first
  }

  /// The tasks of a simulation, by their number.
  package func tasks(of simulation: SimulationID) async throws(StoreError) -> [SimulationTask] {
    try await tasks(of: .these([simulation]), limit: nil)
  }

  /// The estimators of a simulation with their compressed metadata, by id.
  package func estimators(of simulation: SimulationID) async throws(StoreError) -> [EstimatorRow] {
    try await estimators(of: .these([simulation]), metadata: true, limit: nil)
  }

  /// The inputs of a simulation, by id.
  package func inputs(of simulation: SimulationID) async throws(StoreError) -> [Input] {
    try await inputs(of: [simulation])
  }

  /// The log files of a simulation, by id.
  package func logfiles(of simulation: SimulationID) async throws(StoreError) -> [Logfiles] {
    try await logfiles(of: [simulation])
  }

  /// The data of `pages` in the order given. Other questions may be asked meanwhile, and others' data read.
  package func data(of pages: [PageID]) -> PageDataReader { PageDataReader(pages, from: self) }

  /// The pages of a simulation without their data, by id.
  package func pages(of simulation: SimulationID) async throws(StoreError) -> [PageRow] {
    try await pages(of: .these([simulation]), details: false, limit: nil)
  }
}

/// A page's data.
package struct PageData: Sendable {
  package enum Form: Sendable, Equatable {
    /// A gzip member of the page's text, as databases hold it; empty where there is none.
    case gzip
    /// The text itself.
    case text
    /// A gzip member of a longer text, of which those bytes are the page's.
    case partOfGzip(Range<Int>)
  }

  package var id: PageID
  package var bytes: [UInt8]
  package var form: Form

  package init(id: PageID, bytes: [UInt8], form: Form = .gzip) {
    self.id = id
    self.bytes = bytes
    self.form = form
  }
}
