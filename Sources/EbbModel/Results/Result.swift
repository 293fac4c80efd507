/// A simulation, or several combined, as an exported file states it.
package struct ResultSimulation: Sendable, Equatable {
  /// The name of several that are combined.
  package static let combinedName = "combined"

  /// The name of its groups and files: the job id, or `combinedName`.
  package var name: String
  /// Empty where results come from files that do not say which job they are of.
  package var jobIDs: [String]
  package var title: String
  // What is `nil` is not known, and left out of the export.
  package var simulator: String?
  package var platform: String?
  package var state: JobState?
  package var taskCount: Int?
  /// Simulated primaries of the tasks that were not left out.
  package var simulatedPrimaries: Int64?
  package var startTime: Instant?
  package var endTime: Instant?
  package var estimators: [ResultEstimator]
  /// By the estimators' metadata.
  package var simulatorVersion: String?
  package var tasks: [ResultTask] = []
  /// By the name of a job, or of what stands for it, all tasks that it has, where `tasks` does not tell: of files.
  package var listedTasks: [String: TaskNumbers] = [:]
  /// Those that could be read, for formats that tell of them.
  package var inputs: [ResultInput] = []
  /// The SHA-256 of inputs that are known by these alone, as parts of a merge tell of them.
  package var inputSums: [String] = []
  /// The origin that a file stated of it, where it was read from an export: command, store, version.
  package var origin = Metadata()
  /// What was warned of when the export was written that it was read from, of all simulations in that.
  package var warnings: [String] = []
  /// The members of the file that the web interface saved, of one job from such a file.
  package var saved: SavedMembers?

  package init(
    name: String, jobIDs: [String], title: String, simulator: String?, platform: String?,
    state: JobState?, taskCount: Int?, simulatedPrimaries: Int64?, startTime: Instant?,
    endTime: Instant?, estimators: [ResultEstimator]
  ) {
    self.name = name
    self.jobIDs = jobIDs
    self.title = title
    self.simulator = simulator
    self.platform = platform
    self.state = state
    self.taskCount = taskCount
    self.simulatedPrimaries = simulatedPrimaries
    self.startTime = startTime
    self.endTime = endTime
    self.estimators = estimators
  }
}

extension ResultSimulation {
  /// The SHA-256 of its inputs.
  package var inputDigests: [String] { inputs.isEmpty ? inputSums : inputs.map(\.sha256) }

  /// The numbers of all tasks that a job has, by job id. Files do not tell how many there are, unless they were listed.
  package var jobTasks: [String: TaskNumbers] {
    let known = Set(jobIDs)
    return Dictionary(grouping: tasks.filter { known.contains($0.jobID) }, by: \.jobID).mapValues {
      TaskNumbers(numbers: $0.lazy.map(\.task.number))
    }.merging(listedTasks) { $1 }
  }
}

/// An estimator, as an exported file states it.
package struct ResultEstimator: Sendable, Equatable {
  package var name: String
  /// The task of a contribution that is exported on its own; `nil` for aggregated ones and whole jobs'.
  package var task: Int?
  package var metadata: Metadata
  /// Its members in the file that the web interface saved: names and JSON.
  package var saved: [Metadata.Entry] = []
  /// Whether there are pages of it at all.
  package var hasPages = true

  package init(name: String, task: Int?, metadata: Metadata) {
    self.name = name
    self.task = task
    self.metadata = metadata
  }

  /// "mesh" or "mesh, task 3".
  package var title: String { task.map { "\(name), task \($0)" } ?? name }
}

/// A page on its way to an exporter, and where it belongs in `ExportOutline`.
package struct ExportedPage: Sendable {
  package var simulation: Int
  package var estimator: Int
  package var page: ResultPage

  package init(simulation: Int, estimator: Int, page: ResultPage) {
    self.simulation = simulation
    self.estimator = estimator
    self.page = page
  }
}

/// The content of an export, as known before any page is read.
package struct ExportOutline: Sendable {
  package var simulations: [ResultSimulation]
  /// The number of pages that are planned. Fewer may come: pages without data, broken ones with --keep-going.
  package var pageCount: Int
  /// The version of Ebb, such as "0.1.0".
  package var creator: String
  /// The time at which the file is written.
  package var writtenAt: Instant
  package var provenance: Provenance?
  /// The names of the axes of each page, each set once, where the exporter asks for them.
  package var axisNames: [[String]] = []
  /// Whether a page is phase space; told with `axisNames`.
  package var hasParticles = false
  /// Warnings so far; more may come with the pages (`PagesEnd`).
  package var warnings: [String]

  package init(
    simulations: [ResultSimulation], pageCount: Int, creator: String, writtenAt: Instant,
    provenance: Provenance? = nil, warnings: [String] = []
  ) {
    self.simulations = simulations
    self.pageCount = pageCount
    self.creator = creator
    self.writtenAt = writtenAt
    self.provenance = provenance
    self.warnings = warnings
  }
}
