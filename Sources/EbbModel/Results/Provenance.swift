/// The origin of an export: what a file states beside results, so that they can be made again.
package struct Provenance: Sendable, Equatable {
  /// The command, without what changes nothing in the results (where they go, threads, messages) and without
  /// the store.
  package var command: String
  /// The store's URL without a password; `nil` for results in files.
  package var store: String?
  /// The files of results, as they were named.
  package var files: [String]
  package var weighting: Weighting
  package var errorKind: ErrorKind
  package var nonFinite: NonFinitePolicy
  package var includesFailed: Bool

  package init(
    command: String, store: String?, files: [String], weighting: Weighting, errorKind: ErrorKind,
    nonFinite: NonFinitePolicy, includesFailed: Bool
  ) {
    self.command = command
    self.store = store
    self.files = files
    self.weighting = weighting
    self.errorKind = errorKind
    self.nonFinite = nonFinite
    self.includesFailed = includesFailed
  }
}

/// A task as an exported file tells of it.
package struct ResultTask: Sendable, Equatable {
  package var jobID: String
  package var task: SimulationTask

  package init(jobID: String, task: SimulationTask) {
    self.jobID = jobID
    self.task = task
  }
}

/// The input of one job as an exported file tells of it.
package struct ResultInput: Sendable, Equatable {
  package var jobID: String
  /// The SHA-256 of its JSON as stored, before compression.
  package var sha256: String
  package var content: SimulationInput

  package init(jobID: String, sha256: String, content: SimulationInput) {
    self.jobID = jobID
    self.sha256 = sha256
    self.content = content
  }
}
