/// One parallel run of a simulation: a row of the table `Task`, with what its class adds.
package struct SimulationTask: Sendable, Equatable {
  /// The class of a task, which `platform` chooses, with the columns of its own.
  package enum Kind: Sendable, Equatable {
    /// A row of `CeleryTask`; `celeryID` is `nil` where there is none, or it may not be read.
    case celery(celeryID: String?)
    /// A row of `BatchTask`, which has no columns of its own.
    case batch
    /// A platform that Ebb does not know, or none.
    case unknown
  }

  package var id: TaskID
  package var simulationID: SimulationID
  /// The running number within the simulation: DIRECT counts from 0, BATCH from 1.
  package var number: Int
  package var requestedPrimaries: Int64
  package var simulatedPrimaries: Int64
  package var state: JobState
  /// The seconds that were left when the task last told.
  package var estimatedTime: Int64?
  package var startTime: Instant?
  package var endTime: Instant?
  package var platform: Platform?
  /// The time at which the task last told how far it is.
  package var lastUpdateTime: Instant?
  package var kind: Kind
  /// Its members in a file that the web interface saved: names and JSON.
  package var saved: [Metadata.Entry] = []

  package init(
    id: TaskID, simulationID: SimulationID, number: Int, requestedPrimaries: Int64,
    simulatedPrimaries: Int64, state: JobState, estimatedTime: Int64? = nil,
    startTime: Instant? = nil, endTime: Instant? = nil, platform: Platform? = nil,
    lastUpdateTime: Instant? = nil, kind: Kind = .unknown
  ) {
    self.id = id
    self.simulationID = simulationID
    self.number = number
    self.requestedPrimaries = requestedPrimaries
    self.simulatedPrimaries = simulatedPrimaries
    self.state = state
    self.estimatedTime = estimatedTime
    self.startTime = startTime
    self.endTime = endTime
    self.platform = platform
    self.lastUpdateTime = lastUpdateTime
    self.kind = kind
  }
}
