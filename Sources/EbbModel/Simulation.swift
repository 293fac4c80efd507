/// One job of the platform: a row of the table `Simulation`.
package struct Simulation: Sendable, Equatable {
  package var id: SimulationID
  package var jobID: String
  package var userID: Int64?
  package var startTime: Instant?
  package var endTime: Instant?
  package var title: String
  /// `DIRECT` (run by Celery) or `BATCH` (run by a cluster).
  package var platform: String
  /// `EDITOR` or `FILES`.
  package var inputType: String
  /// `shieldhit`, `fluka`, `topas`, `geant4`.
  package var simulator: String
  package var state: JobState

  package init(
    id: SimulationID, jobID: String, userID: Int64? = nil, startTime: Instant? = nil,
    endTime: Instant? = nil, title: String, platform: String, inputType: String,
    simulator: String, state: JobState
  ) {
    self.id = id
    self.jobID = jobID
    self.userID = userID
    self.startTime = startTime
    self.endTime = endTime
    self.title = title
    self.platform = platform
    self.inputType = inputType
    self.simulator = simulator
    self.state = state
  }
}
