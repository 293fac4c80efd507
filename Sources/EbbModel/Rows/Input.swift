/// The input that a simulation was started with: a row of the table `Input`.
package struct Input: Sendable, Equatable {
  package var id: InputID
  package var simulationID: SimulationID
  /// A gzip member of a JSON object: the editor's project, or the input files by name. `nil` and empty mean none.
  package var compressedData: [UInt8]?
  /// The JSON itself where the store has it decoded: one of result files.
  package var json: String?

  package init(id: InputID, simulationID: SimulationID, compressedData: [UInt8]?, json: String? = nil) {
    self.json = json
    self.id = id
    self.simulationID = simulationID
    self.compressedData = compressedData
  }
}
