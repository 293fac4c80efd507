/// The state of a simulation or of a task, by the platform's own words.
package struct JobState: Hashable, Sendable, CustomStringConvertible {
  /// The word as the store holds it; one that Ebb does not know is kept.
  package let description: String

  package init(_ word: String) { description = word }

  package static let completed = JobState("COMPLETED")
  package static let failed = JobState("FAILED")
  package static let canceled = JobState("CANCELED")
  package static let running = JobState("RUNNING")
  /// Result files do not say in which state their job and its tasks are.
  package static let unstated = JobState("")
}
