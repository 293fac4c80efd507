package import EbbModel
package import EbbStore

/// Reads the rows of simulations' inputs, in order, several by one question to the store, which walks all inputs
/// for every question.
package struct InputReader {
  /// The bytes that an answer should have: of inputs of 10 kB, 1,600. They are held until they are asked for.
  private static let bytesOfAnswer = 16 << 20

  /// The most bytes that an input's text may have.
  package let byteLimit: Int
  private let store: any Store
  private var remaining: ArraySlice<SimulationID>
  private var ready: [SimulationID: [Input]] = [:]
  private var size = QuestionSize(first: 4, byteLimit: bytesOfAnswer)

  /// - Parameter simulations: each once, in the order in which they will be asked for; some may be passed over.
  package init(_ simulations: [Simulation], from store: any Store, byteLimit: Int) {
    self.store = store
    self.byteLimit = byteLimit
    remaining = simulations.map(\.id)[...]
  }

  /// Reads the rows of a simulation's inputs, by id, still compressed.
  package mutating func rows(of simulation: SimulationID) async throws(StoreError) -> [Input] {
    if ready[simulation] == nil { try await load(from: simulation) }
    return ready.removeValue(forKey: simulation) ?? []
  }

  private mutating func load(from first: SimulationID) async throws(StoreError) {
    ready = [:]
    remaining = remaining.drop { $0 != first }
    while !remaining.isEmpty {
      let asked = Array(remaining.prefix(size.count))
      do throws(StoreError) {
        let rows = try await store.inputs(of: asked)
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
