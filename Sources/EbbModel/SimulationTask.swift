/// One parallel run of a simulation: a row of the table `Task`.
package struct SimulationTask: Sendable, Equatable {
  package var simulationID: SimulationID
  /// The running number within the simulation: DIRECT counts from 0, BATCH from 1.
  package var number: Int
  package var requestedPrimaries: Int64
  package var simulatedPrimaries: Int64
  package var state: JobState
  package var startTime: Instant?
  package var endTime: Instant?

  package init(
    simulationID: SimulationID, number: Int, requestedPrimaries: Int64, simulatedPrimaries: Int64,
    state: JobState, startTime: Instant? = nil, endTime: Instant? = nil
  ) {
    self.simulationID = simulationID
    self.number = number
    self.requestedPrimaries = requestedPrimaries
    self.simulatedPrimaries = simulatedPrimaries
    self.state = state
    self.startTime = startTime
    self.endTime = endTime
  }
}
