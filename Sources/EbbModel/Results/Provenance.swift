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

extension Metadata {
  /// The prefix of what an export states of the origin of what it was exported from.
  package static let originPrefix = "origin_"

  /// What a file states of the origin of its results, by the members of its provenance: those of the first export, where
  /// it was exported again and again.
  package init(origin members: [Entry]) {
    let prefix = Self.originPrefix
    let first = members.filter { $0.name.hasPrefix(prefix) }.map {
      Entry(name: String($0.name.dropFirst(prefix.count)), value: $0.value)
    }
    self.init(first.isEmpty ? members.filter { Self.originNames.contains($0.name) } : first)
  }

  /// The members that tell how results came about.
  private static let originNames: Set = [
    "command", "store", "version", "weights", "error", "nan", "include_failed", "input_sha256",
  ]
}

/// A task as an exported file tells of it.
package struct ResultTask: Sendable, Equatable {
  package var jobID: String
  package var task: SimulationTask

  package init(jobID: String, task: SimulationTask) {
    self.jobID = jobID
    self.task = task
  }

  /// A task as it is read back.
  package init(jobID: String, number: Int, requested: Int64, simulated: Int64, state: JobState) {
    self.init(
      jobID: jobID,
      task: SimulationTask(
        id: TaskID(0), simulationID: SimulationID(0), number: number, requestedPrimaries: requested,
        simulatedPrimaries: simulated, state: state))
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
