internal import EbbModel
internal import EbbPipeline

/// One question of the audit about several jobs together.
protocol JobsCheck: Sendable {
  var name: String { get }
  /// The faults that it finds, for docs/audit.md, whose table is made of it.
  var looksFor: String { get }

  /// The remarks on each job, in the order of `jobs`.
  func remarks(on jobs: [JobDigest]) -> [[Remark]]
}

/// The facts of a job that are kept to hold others against it: a few numbers a task.
struct JobDigest: Sendable {
  let jobID: String
  let sources: [ContributionSource: SourceDigests.Source]
  /// `nil` where the input states no seed, or there is none.
  let seeds: ReplicaSeeds?

  init(_ job: AuditedJob) {
    jobID = job.stored.simulation.jobID
    sources = SourceDigests(job).sources
    seeds = job.seeds
  }
}
