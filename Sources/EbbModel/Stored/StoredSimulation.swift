/// A simulation with all rows that belong to it, as a store holds them: nothing is inflated. The data of its pages are
/// apart, since they may be large.
package struct StoredSimulation: Sendable, Equatable {
  package var simulation: Simulation
  /// The user whose it is; `nil` where there is none, or users may not be read.
  package var user: User?
  /// The cluster that ran it, of one that a cluster ran.
  package var cluster: Cluster?
  /// By number.
  package var tasks: [SimulationTask]
  /// By id, as all that follow.
  package var inputs: [Input]
  package var logfiles: [Logfiles]
  package var estimators: [EstimatorRow]
  /// Pages of all estimators, without their data.
  package var pages: [PageRow]

  package init(
    _ simulation: Simulation, user: User? = nil, cluster: Cluster? = nil, tasks: [SimulationTask] = [],
    inputs: [Input] = [], logfiles: [Logfiles] = [], estimators: [EstimatorRow] = [], pages: [PageRow] = []
  ) {
    self.simulation = simulation
    self.user = user
    self.cluster = cluster
    self.tasks = tasks
    self.inputs = inputs
    self.logfiles = logfiles
    self.estimators = estimators
    self.pages = pages
  }
}
