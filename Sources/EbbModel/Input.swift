/// What a simulation was started with: a row of the table `Input`.
package struct Input: Sendable, Equatable {
  package var id: InputID
  package var simulationID: SimulationID
  /// A gzip member of a JSON object: the editor's project, or the input files by name. `nil` and empty mean none.
  package var compressedData: [UInt8]?

  package init(id: InputID, simulationID: SimulationID, compressedData: [UInt8]?) {
    self.id = id
    self.simulationID = simulationID
    self.compressedData = compressedData
  }
}
