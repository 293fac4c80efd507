internal import EbbCodec
internal import EbbFiles
package import EbbModel
package import EbbStore
package import EbbText

/// Reads simulations with their tasks, estimators and pages, in order, many by one question to the store.
///
/// No index leads from a simulation to its estimators and pages: a store walks all of its rows for every question,
/// however few simulations that is about. So simulations are asked for together, as many as the limits of rows and
/// bytes allow. A question that fails because of a row is asked again of fewer, until it is about one simulation:
/// that one fails, and the others can be read.
package struct SimulationReader {
  /// The most rows of an answer about several simulations. With about 130 bytes a page, 200 a task and, with its
  /// compressed metadata, 1,200 an estimator, an answer stays below 150 MB; a store of a million pages is walked
  /// four times.
  package struct Limits {
    package var tasks = 1 << 17
    package var estimators = 1 << 16
    package var pages = 1 << 18
  }

  /// The bytes that an answer should have, by the estimates above: where metadata are larger, fewer are asked for.
  private static let bytesOfAnswer = 64 << 20

  /// A simulation's rows as the store has them.
  package struct Rows: Sendable {
    package fileprivate(set) var tasks: [SimulationTask] = []
    package fileprivate(set) var estimators: [EstimatorRow] = []
    package fileprivate(set) var pages: [PageRow] = []
  }

  private let store: any Store
  private let limits: Limits
  private let details: Bool
  private let decoder: PageDecoder
  private var remaining: ArraySlice<Simulation>
  private var ready: [SimulationID: Rows] = [:]
  private var size = QuestionSize(first: 64, byteLimit: bytesOfAnswer)
  /// The inputs of the same simulations.
  package var inputs: InputReader

  /// - Parameters:
  ///   - simulations: each once, in the order in which they will be asked for; some may be passed over.
  ///   - byteLimit: the most bytes that the text of an estimator's metadata may have.
  ///   - details: whether pages come with their names even where a store has to go through their data for them.
  package init(
    _ simulations: [Simulation], from store: any Store, byteLimit: Int, details: Bool = false,
    limits: Limits = Limits()
  ) {
    self.details = details
    self.store = store
    self.limits = limits
    decoder = PageDecoder(byteLimit: byteLimit)
    remaining = simulations[...]
    inputs = InputReader(simulations, from: store, byteLimit: byteLimit)
  }

  /// Reads several simulations.
  package mutating func rows(of simulations: [Simulation]) async throws(Failure) -> [JobRows] {
    var stored: [JobRows] = []
    for simulation in simulations { stored.append(try await self.rows(of: simulation)) }
    return stored
  }

  /// Reads a simulation with its tasks, estimators and pages; no page's data.
  /// - Parameter broken: what is done where an estimator's metadata cannot be read; it has none then.
  package mutating func rows(
    of simulation: Simulation,
    broken: (Failure) throws(Failure) -> Void = { (failure) throws(Failure) in throw failure }
  ) async throws(Failure) -> JobRows {
    let found = try await storedRows(of: simulation)
    var metadata: [EstimatorID: Metadata] = [:]
    for row in found.estimators {
      if let known = row.metadata {
        metadata[row.id] = known
        continue
      }
      do throws(PageDataError) {
        metadata[row.id] = try await decoder.metadata(row.compressedMetadata)
      } catch {
        let place = "the metadata of estimator \(Failure.quoted(row.name)) (row \(row.id.rawValue))"
        try broken(Failure(error, ofDocument: place))
      }
    }
    return JobRows(
      simulation: simulation, tasks: found.tasks, rows: found.estimators, metadata: metadata,
      pages: found.pages)
  }

  /// Reads a simulation's tasks, estimators and pages as they are stored: nothing is inflated, and no page's data read.
  package mutating func storedRows(of simulation: Simulation) async throws(Failure) -> Rows {
    try Failure.checkCancellation()
    if ready[simulation.id] == nil { try await load(from: simulation.id) }
    return ready.removeValue(forKey: simulation.id) ?? Rows()
  }

  /// Asks for the simulation `first` and those after it.
  private mutating func load(from first: SimulationID) async throws(Failure) {
    ready = [:]
    remaining = remaining.drop { $0.id != first }
    while !remaining.isEmpty {
      try Failure.checkCancellation()
      let asked = remaining.prefix(size.count).map(\.id)
      do throws(StoreError) {
        if try await ask(asked) {
          remaining.removeFirst(asked.count)
          return
        }
      } catch {
        guard asked.count > 1, error.mayBeOfOneRow else {
          remaining.removeFirst()
          throw Failure(error)
        }
      }
      size.shrink(from: asked.count)
    }
  }

  /// - Returns: whether there were not too many rows.
  private mutating func ask(_ ids: [SimulationID]) async throws(StoreError) -> Bool {
    let scope = SimulationScope.these(ids)
    let isOne = ids.count == 1
    let tasks = try await store.tasks(of: scope, limit: isOne ? nil : limits.tasks)
    guard isOne || tasks.count < limits.tasks else { return false }
    let estimators = try await store.estimators(
      of: scope, metadata: true, limit: isOne ? nil : limits.estimators)
    guard isOne || estimators.count < limits.estimators else { return false }
    let pages = try await store.pages(of: scope, details: details, limit: isOne ? nil : limits.pages)
    guard isOne || pages.count < limits.pages else { return false }
    var found = Dictionary(uniqueKeysWithValues: Set(ids).map { ($0, Rows()) })
    for task in tasks { found[task.simulationID]?.tasks.append(task) }
    var owners: [EstimatorID: SimulationID] = [:]
    var bytes = tasks.count * 200 + pages.count * 130
    for row in estimators {
      found[row.simulationID]?.estimators.append(row)
      owners[row.id] = row.simulationID
      bytes += 200 + (row.compressedMetadata?.count ?? 0)
    }
    for page in pages {
      if let owner = owners[page.estimatorID] { found[owner]?.pages.append(page) }
    }
    ready = found
    size.adapt(toAnswerOf: bytes)
    return true
  }
}

extension StoreError {
  /// Whether a question about fewer rows may have an answer.
  package var mayBeOfOneRow: Bool {
    switch self {
    case .badValue: true
    default: false
    }
  }
}
