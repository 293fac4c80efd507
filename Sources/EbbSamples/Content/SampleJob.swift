/// A job of the sample.
package struct SampleJob: Sendable {
  /// The results of a job that the platform keeps.
  enum Results: Sendable, Equatable {
    /// Every task's.
    case perTask
    /// The plain mean of the tasks', counts included.
    case merged
    case none
  }

  /// The row's id.
  var key: Int
  package var jobID: String
  var title: String
  var user: Int
  /// The day of January 2026 on which it ran, from 08:15 on.
  var day: Int
  var isBatch: Bool
  var usesEditor: Bool
  var results: Results
  /// The primaries that were asked for; rounding down for the tasks loses some.
  var requested: Int
  package var tasks: [SampleTask]

  var platform: String { isBatch ? "BATCH" : "DIRECT" }
  var isFailed: Bool { results == .none }
}
