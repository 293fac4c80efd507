/// The logs of a simulation's tasks: a row of the table `Logfiles`.
package struct Logfiles: Sendable, Equatable {
  package var id: LogfilesID
  package var simulationID: SimulationID
  /// A gzip member of a JSON object: the log files by name. `nil` and empty mean none.
  package var compressedData: [UInt8]?

  package init(id: LogfilesID, simulationID: SimulationID, compressedData: [UInt8]?) {
    self.id = id
    self.simulationID = simulationID
    self.compressedData = compressedData
  }
}
