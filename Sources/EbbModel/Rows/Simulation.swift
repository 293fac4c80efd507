/// One job of the platform: a row of the table `Simulation`, with what its class adds.
package struct Simulation: Sendable, Equatable {
  /// The class of a simulation, which `platform` chooses, with the columns of its own.
  ///
  /// They are `nil` where the class' table has no row, or no such column, or may not be read.
  package enum Kind: Sendable, Equatable {
    /// A row of `CelerySimulation`.
    case celery(mergeID: String?)
    /// A row of `BatchSimulation`. `arrayID` and `collectID` are the cluster's own job numbers.
    case batch(clusterID: ClusterID?, jobDirectory: String?, arrayID: Int64?, collectID: Int64?)
    /// A platform that Ebb does not know.
    case unknown
  }

  package var id: SimulationID
  package var jobID: String
  package var userID: UserID?
  /// The user's name; `nil` where there is no user, or users may not be read.
  package var username: String?
  package var startTime: Instant?
  package var endTime: Instant?
  package var title: String
  package var platform: Platform
  /// `EDITOR` or `FILES`.
  package var inputType: String
  /// `shieldhit`, `fluka`, `topas`, `geant4`.
  package var simulator: String
  package var state: JobState
  package var kind: Kind
  /// Whether `jobID` is one. Results in files may not say which job they are of: then it is their folder's
  /// name, as is `title`, and texts are empty where they are not known.
  package var hasJobID = true
  /// The members of the file that the web interface saved of it.
  package var saved: SavedMembers?

  package init(
    id: SimulationID, jobID: String, userID: UserID? = nil, username: String? = nil,
    startTime: Instant? = nil, endTime: Instant? = nil, title: String, platform: Platform,
    inputType: String, simulator: String, state: JobState, kind: Kind = .unknown
  ) {
    self.id = id
    self.jobID = jobID
    self.userID = userID
    self.username = username
    self.startTime = startTime
    self.endTime = endTime
    self.title = title
    self.platform = platform
    self.inputType = inputType
    self.simulator = simulator
    self.state = state
    self.kind = kind
  }
}
