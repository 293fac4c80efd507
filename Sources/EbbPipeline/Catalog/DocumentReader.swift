package import EbbModel
package import EbbStore

/// Reads the rows of simulations' inputs or logs, in order, several by one question to the store, which walks all of them
/// for every question.
package struct DocumentReader<Row: StoredDocument>: Sendable {
  /// The bytes that an answer should have: of inputs of 10 kB, 1,600. They are held until they are asked for.
  private static var bytesOfAnswer: Int { 16 << 20 }

  /// The most bytes that a row's text may have.
  package let byteLimit: Int
  private let question: @Sendable ([SimulationID]) async throws(StoreError) -> [Row]
  private var remaining: ArraySlice<SimulationID>
  private var ready: [SimulationID: [Row]] = [:]
  private var size = QuestionSize(first: 4, byteLimit: Self.bytesOfAnswer)

  private init(
    _ simulations: [Simulation], byteLimit: Int,
    _ question: @escaping @Sendable ([SimulationID]) async throws(StoreError) -> [Row]
  ) {
    self.question = question
    self.byteLimit = byteLimit
    remaining = simulations.map(\.id)[...]
  }

  /// Reads the rows of a simulation, by id, still compressed.
  package mutating func rows(of simulation: SimulationID) async throws(StoreError) -> [Row] {
    if ready[simulation] == nil { try await load(from: simulation) }
    return ready.removeValue(forKey: simulation) ?? []
  }

  private mutating func load(from first: SimulationID) async throws(StoreError) {
    ready = [:]
    remaining = remaining.drop { $0 != first }
    while !remaining.isEmpty {
      let asked = Array(remaining.prefix(size.count))
      do throws(StoreError) {
        let rows = try await question(asked)
        ready = Dictionary(uniqueKeysWithValues: Set(asked).map { ($0, []) })
        for row in rows { ready[row.simulationID]?.append(row) }
        size.adapt(toAnswerOf: rows.reduce(0) { $0 + 100 + ($1.compressedData?.count ?? 0) })
        remaining.removeFirst(asked.count)
        return
      } catch {
        guard asked.count > 1, error.mayBeOfOneRow else {
          remaining.removeFirst()
          throw error
        }
      }
      size.shrink(from: asked.count)
    }
  }
}

/// Reads the rows of simulations' inputs.
package typealias InputReader = DocumentReader<Input>

extension DocumentReader where Row == Input {
  /// - Parameter simulations: each once, in the order in which they will be asked for; some may be passed over.
  package init(_ simulations: [Simulation], from store: any Store, byteLimit: Int) {
    self.init(simulations, byteLimit: byteLimit) { asked throws(StoreError) in
      try await store.inputs(of: asked)
    }
  }
}

extension DocumentReader where Row == Logfiles {
  /// - Parameter simulations: each once, in the order in which they will be asked for; some may be passed over.
  package init(_ simulations: [Simulation], from store: any Store, byteLimit: Int) {
    self.init(simulations, byteLimit: byteLimit) { asked throws(StoreError) in
      try await store.logfiles(of: asked)
    }
  }
}
