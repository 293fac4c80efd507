package import EbbModel
internal import EbbStore

/// An estimator row with what a plan needs of it: its name without the running number, its task, its metadata.
package struct StoredEstimator: Sendable {
  package var row: EstimatorRow
  /// The name without a task's running number and without the underscores that files may end in.
  package var name: String
  package var task: SimulationTask?
  /// The running number of its file, where it has one.
  package var runningNumber: Int?
  package var metadata: Metadata
  package var pages: [PageRow]

  /// The number of the task that it is of, where that is known.
  package var taskNumber: Int? { task?.number ?? runningNumber }
}
