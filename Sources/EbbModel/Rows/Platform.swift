/// The system that runs a simulation or a task, by the platform's own words.
package struct Platform: Hashable, Sendable, CustomStringConvertible {
  /// The word as the store holds it; one that Ebb does not know is kept.
  package let description: String

  package init(_ word: String) { description = word }

  /// Run by Celery, on the platform's own machines.
  package static let direct = Platform("DIRECT")
  /// Run by a cluster's batch system.
  package static let batch = Platform("BATCH")
}
