/// The platform's treatment of the results of tasks, where it stores a whole job's: it averages all pages of a DIRECT job alike,
/// counts too.
package enum PlatformAverage: Sendable, Equatable {
  /// Nothing that is known of.
  case none
  /// The plain mean over so many tasks.
  case over(tasks: Int)
  /// A mean over tasks of unknown weights, since some of them failed.
  case uncertain
}
