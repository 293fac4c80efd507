package import EbbModel
package import EbbPipeline
package import EbbStore
internal import EbbTestSupport
package import EbbText

/// A store in memory: what the pipeline's tests export.
package actor FakeStore: Store {
  /// What the store holds, to be filled in before it is opened.
  package struct Contents: Sendable {
    package var simulations: [Simulation] = []
    package var tasks: [SimulationTask] = []
    package var estimators: [EstimatorRow] = []
    package var pages: [PageRow] = []
    package var inputs: [Input] = []
    package var logs: [Logfiles] = []
    package var data: [PageID: [UInt8]] = [:]
    /// What goes wrong where a page's data are asked for.
    package var faults: [PageID: StoreError] = [:]
    /// Simulations with a task's row that no question can be answered about.
    package var unreadable: Set<SimulationID> = []

    package init() {}
  }

  private let contents: Contents
  /// How often data were given.
  package private(set) var fetched = 0
  /// How many rows of tasks, estimators, pages and inputs were walked: all of a table for every question.
  package private(set) var walked = 0
  /// How often inputs were asked for.
  package private(set) var inputQuestions = 0
  /// How many simulations there were in every answer about tasks.
  package private(set) var asked: [Int] = []

  package init(_ contents: Contents) { self.contents = contents }

  package func simulations(_ filter: SimulationFilter) -> [Simulation] { contents.simulations }

  package func simulations(jobIDPrefix: String, limit: Int) -> [Simulation] {
    let found = contents.simulations.filter { $0.jobID.hasPrefix(jobIDPrefix) }
    return Array(found.sorted { $0.jobID < $1.jobID }.prefix(limit))
  }

  package func simulations(_ ids: [SimulationID]) -> [Simulation] {
    contents.simulations.filter { ids.contains($0.id) }
  }

  package func jobIDs() -> [String] { contents.simulations.map(\.jobID) }

  package func users() -> [User] { [] }

  package func clusters() -> [Cluster] { [] }

  package func tasks(of scope: SimulationScope, limit: Int?) throws(StoreError) -> [SimulationTask] {
    let ids = ids(of: scope)
    walked += contents.tasks.count
    asked.append(ids.count)
    if let bad = contents.unreadable.intersection(ids).first {
      throw .badValue(url: "store", table: "Task", column: "task_id", row: bad.rawValue)
    }
    return Array(contents.tasks.filter { ids.contains($0.simulationID) }.prefix(limit ?? .max))
  }

  package func estimators(of scope: SimulationScope, metadata: Bool, limit: Int?) -> [EstimatorRow] {
    let ids = ids(of: scope)
    walked += contents.estimators.count
    return Array(contents.estimators.filter { ids.contains($0.simulationID) }.prefix(limit ?? .max))
  }

  private func ids(of scope: SimulationScope) -> Set<SimulationID> {
    switch scope {
    case .all: Set(contents.simulations.map(\.id))
    case .these(let ids): Set(ids)
    }
  }

  package func estimators(_ ids: [EstimatorID]) -> [EstimatorRow] {
    contents.estimators.filter { ids.contains($0.id) }
  }

  package func pages(of scope: SimulationScope, details: Bool, limit: Int?) -> [PageRow] {
    let simulations = ids(of: scope)
    walked += contents.pages.count
    let ids = Set(contents.estimators.filter { simulations.contains($0.simulationID) }.map(\.id))
    return Array(contents.pages.filter { ids.contains($0.estimatorID) }.prefix(limit ?? .max))
  }

  package func inputs(of simulations: [SimulationID]) -> [Input] {
    let ids = Set(simulations)
    walked += contents.inputs.count
    inputQuestions += 1
    return contents.inputs.filter { ids.contains($0.simulationID) }
  }

  package func logfiles(of simulations: [SimulationID]) -> [Logfiles] {
    contents.logs.filter { simulations.contains($0.simulationID) }
  }

  package func schema() -> [DatabaseTable] { [] }

  package func data(of pages: ArraySlice<PageID>, upTo bytes: Int) -> [Result<PageData, StoreError>] {
    fetched += pages.isEmpty ? 0 : 1
    return pages.prefix(1).map { id in
      contents.faults[id].map { .failure($0) } ?? .success(PageData(id: id, bytes: contents.data[id] ?? []))
    }
  }

  package func close() {}
}

extension FakeStore.Contents {
  /// Adds a simulation. Its tasks count from 1, as a batch job's do.
  @discardableResult
  package mutating func addJob(
    _ jobID: String, primaries: [Int64] = [], states: [Int: JobState] = [:], simulator: String = "shieldhit",
    state: JobState = .completed
  ) -> SimulationID {
    let id = SimulationID(Int64(simulations.count + 1))
    simulations.append(
      Simulation(
        id: id, jobID: jobID, title: "title of \(jobID)", platform: .batch, inputType: "FILES",
        simulator: simulator, state: state))
    for (index, primaries) in primaries.enumerated() {
      tasks.append(
        SimulationTask(
          id: TaskID(Int64(tasks.count + 1)), simulationID: id, number: index + 1,
          requestedPrimaries: primaries,
          simulatedPrimaries: primaries, state: states[index + 1] ?? .completed))
    }
    return id
  }

  /// Adds an estimator's row with its pages: of each its number and its JSON, `nil` where there are no data.
  @discardableResult
  package mutating func addEstimator(
    _ name: String, file: String? = nil, metadata: [String: String] = [:], pages: [(Int, String?)],
    of simulation: SimulationID? = nil
  ) -> [PageID] {
    let id = EstimatorID(Int64(estimators.count + 101))
    let text = metadata.sorted { $0.key < $1.key }.map { "\"\($0)\": \"\($1)\"" }
    estimators.append(
      EstimatorRow(
        id: id, simulationID: simulation ?? simulations[simulations.count - 1].id, name: name,
        fileName: file,
        compressedMetadata: metadata.isEmpty
          ? nil : Gzip.member("{\(text.joined(separator: ", "))}")))
    return pages.map { number, text in
      let page = PageID(Int64(self.pages.count + 1001))
      let bytes = text.map { Gzip.member($0) } ?? []
      self.pages.append(
        PageRow(id: page, estimatorID: id, number: number, compressedBytes: bytes.count))
      data[page] = bytes
      return page
    }
  }

  /// What a plan is made from.
  package func stored() async throws -> [JobRows] {
    let catalog = Catalog(store: FakeStore(self))
    return try await catalog.rows(of: simulations, byteLimit: PageRequest.defaultByteLimit)
  }

  package func plan(_ change: (inout PageRequest) -> Void = { _ in }) async throws -> ExportPlan {
    var request = PageRequest()
    change(&request)
    let stored = try await stored()
    return try ExportPlan.make(for: stored, request: request)
  }

  /// The pages that come out, and what is said of them.
  package func pages(
    _ change: (inout PageRequest) -> Void = { _ in }
  ) async throws -> (pages: [ResultPage], notices: [Notice]) {
    var request = PageRequest()
    change(&request)
    let catalog = Catalog(store: FakeStore(self))
    let plan = try await catalog.plan(of: try await stored(), request)
    var pages: [ResultPage] = []
    let closing = try await catalog.withPages(plan, request) { next in
      while true {
        switch try await next() {
        case .page(let streamed): pages.append(streamed.exported.page)
        case .end(let closing): return closing
        }
      }
    }
    return (pages, plan.notices + closing.notices)
  }
}

/// The JSON of a page as the platform's converter writes it.
package func page(
  _ values: [Double], axes: [[Double]]? = nil, name: String = "DOSE", unit: String = "MeV/g/prim",
  metadata: [String: String] = [:]
) -> String {
  func list(_ numbers: [Double]) -> String {
    let texts = numbers.map { $0.isNaN ? "NaN" : $0.isFinite ? "\($0)" : $0 < 0 ? "-Infinity" : "Infinity" }
    return "[\(texts.joined(separator: ", "))]"
  }
  let axes = axes ?? (values.count == 1 ? [] : [values.indices.map(Double.init)])
  let described = metadata.sorted { $0.key < $1.key }.map { "\"\($0)\": \"\($1)\"" }
  var parts = ["\"metadata\": {\(described.joined(separator: ", "))}", "\"dimensions\": \(axes.count)"]
  parts.append("\"data\": {\"unit\": \"\(unit)\", \"name\": \"\(name)\", \"values\": \(list(values))}")
  for (index, centres) in axes.enumerated() {
    parts.append(
      "\"axis_dim\(index + 1)\": {\"unit\": \"cm\", \"name\": \"Position (\(["X", "Y", "Z"][index]))\", "
        + "\"values\": \(list(centres))}")
  }
  return "{\(parts.joined(separator: ", "))}"
}
