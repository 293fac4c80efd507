/// A row of a compressed text that belongs to a simulation: its input, its logs.
package protocol StoredDocument: Sendable {
  var simulationID: SimulationID { get }
  /// A gzip member; `nil` and empty mean none.
  var compressedData: [UInt8]? { get }
}

extension Input: StoredDocument {}

extension Logfiles: StoredDocument {}
