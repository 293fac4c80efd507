internal import EbbModel
internal import EbbStore

/// An estimator row with what a plan needs of it: its name without the running number, its task, its metadata.
struct StoredEstimator: Sendable {
  var row: EstimatorRow
  /// The name without a task's running number and without the underscores that files may end in.
  var name: String
  var task: SimulationTask?
  /// The running number of its file, where it has one.
  var runningNumber: Int?
  var metadata: Metadata
  var pages: [PageRow]
}
