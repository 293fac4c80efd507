internal import EbbCodec
internal import EbbFiles
internal import EbbModel
internal import EbbStore

/// Files of results in place of a database: what `convertmc json` writes for tasks, what the web interface
/// saves, what `GET /results` answers.
///
/// Each file is looked through once, when the store is opened, for its estimators' names and metadata and for
/// where its pages lie. A page's text is read by its range when it is asked for, so that no more than a few
/// pages are held, however many files there are. A compressed file is inflated once (see `InflatedTexts`), or where
/// there is no room for that, for each of its pages.
actor SourceFilesStore: Store {
  /// The content of the files, as rows of a database would have it.
  struct Contents: Sendable {
    var simulations: [Simulation] = []
    var tasks: [SimulationTask] = []
    var estimators: [EstimatorRow] = []
    var pages: [PageRow] = []
    /// The places of the pages' bytes, in the order of `pages`.
    var places: [Place] = []
    var inputs: [Input] = []
  }

  struct Place: Sendable {
    var file: Int
    var range: Range<Int>
  }

  struct File: Sendable {
    var path: String
    var identity: SourceFile.Identity
    var form: SourceFileReader.Form
  }

  private let executor = QueueExecutor(label: "ebb.store.files")
  private let files: [File]
  private let contents: Contents
  private let texts: InflatedTexts

  /// The files that hold results, as they were named.
  nonisolated var paths: [String] { files.map(\.path) }

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  init(_ contents: Contents, files: [File], texts: InflatedTexts) {
    self.contents = contents
    self.files = files
    self.texts = texts
  }

  /// One page at a time: each may be as large as a file.
  func data(of pages: ArraySlice<PageID>, upTo bytes: Int) -> [Result<PageData, StoreError>] {
    pages.prefix(1).map { page in Result { () throws(StoreError) in try data(of: page) } }
  }

  private func data(of id: PageID) throws(StoreError) -> PageData {
    let place = contents.places[Int(id.rawValue) - 1]
    let found = files[place.file]
    if case .inflated(let offset) = found.form {
      let range = place.range.lowerBound + offset..<place.range.upperBound + offset
      return PageData(id: id, bytes: try texts.bytes(range), form: .text)
    }
    let file = try SourceFile(found.path)
    guard file.identity == found.identity else { throw .fileChanged(path: found.path) }
    guard found.form == .gzip else {
      return PageData(id: id, bytes: try file.bytes(place.range), form: .text)
    }
    return PageData(
      id: id, bytes: try file.bytes(0..<file.identity.bytes), form: .partOfGzip(place.range))
  }

  func close() {}

  func simulations(_ filter: SimulationFilter) -> [Simulation] {
    Array(contents.simulations.prefix(filter.limit ?? .max))
  }

  func simulations(jobIDPrefix prefix: String, limit: Int) -> [Simulation] {
    let found = contents.simulations.filter { $0.jobID.hasPrefix(prefix) }
    return Array(found.sorted { $0.jobID < $1.jobID }.prefix(limit))
  }

  func simulations(_ ids: [SimulationID]) -> [Simulation] {
    let ids = Set(ids)
    return contents.simulations.filter { ids.contains($0.id) }
  }

  func jobIDs() -> [String] { contents.simulations.map(\.jobID) }

  func tasks(of scope: SimulationScope, limit: Int?) -> [SimulationTask] {
    let selects = scope.selection
    return Array(contents.tasks.filter { selects($0.simulationID) }.prefix(limit ?? .max))
  }

  func estimators(of scope: SimulationScope, metadata: Bool, limit: Int?) -> [EstimatorRow] {
    let selects = scope.selection
    return Array(contents.estimators.filter { selects($0.simulationID) }.prefix(limit ?? .max))
  }

  func estimators(_ ids: [EstimatorID]) -> [EstimatorRow] {
    let ids = Set(ids)
    return contents.estimators.filter { ids.contains($0.id) }
  }

  func pages(of scope: SimulationScope, details: Bool, limit: Int?) -> [PageRow] {
    let selects = scope.selection
    let ids = Set(contents.estimators.lazy.filter { selects($0.simulationID) }.map(\.id))
    return Array(contents.pages.filter { ids.contains($0.estimatorID) }.prefix(limit ?? .max))
  }

  // Files of results have none of these.

  func users() -> [User] { [] }

  func clusters() -> [Cluster] { [] }

  func inputs(of simulations: [SimulationID]) -> [Input] {
    let ids = Set(simulations)
    return contents.inputs.filter { ids.contains($0.simulationID) }
  }

  func logfiles(of simulations: [SimulationID]) -> [Logfiles] { [] }

  func schema() -> [DatabaseTable] { [] }
}

extension SimulationScope {
  /// Tells whether a simulation is meant.
  fileprivate var selection: (SimulationID) -> Bool {
    guard case .these(let ids) = self else { return { _ in true } }
    let set = Set(ids)
    return { set.contains($0) }
  }
}
