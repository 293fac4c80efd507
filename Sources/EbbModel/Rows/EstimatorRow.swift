/// A row of the table `Estimator`: one task's scored mesh or zone, or a whole job's.
package struct EstimatorRow: Sendable, Equatable {
  package var id: EstimatorID
  package var simulationID: SimulationID
  package var name: String
  /// The result file it came from, such as `dose_0001`; `nil` in schemas before 41149fa64bd2.
  package var fileName: String?
  /// The metadata as stored: a gzip member of a JSON object of strings. `nil` and empty mean none; `nil` too
  /// where it was not asked for.
  package var compressedMetadata: [UInt8]?
  /// The metadata where the store has them decoded: one of result files.
  package var metadata: Metadata?
  /// Its members in a file of results, without its pages: names and JSON.
  package var saved: [Metadata.Entry] = []

  package init(
    id: EstimatorID, simulationID: SimulationID, name: String, fileName: String?,
    compressedMetadata: [UInt8]?, metadata: Metadata? = nil
  ) {
    self.id = id
    self.simulationID = simulationID
    self.name = name
    self.fileName = fileName
    self.compressedMetadata = compressedMetadata
    self.metadata = metadata
  }
}
