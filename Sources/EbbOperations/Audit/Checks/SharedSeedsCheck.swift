internal import EbbModel
internal import EbbPipeline

/// Jobs of one input whose tasks drew the same random numbers: the platform seeds tasks by their numbers, and the editor
/// writes one seed into all inputs.
struct SharedSeedsCheck: JobsCheck {
  let name = "shared-seeds"
  let looksFor = """
    of several jobs: those of one input and seed with tasks of the same numbers, which the platform \
    seeds by; `--combine` says so too
    """

  func remarks(on jobs: [JobDigest]) -> [[Remark]] {
    let found = SharedSeeds.find(in: jobs.compactMap(\.seeds))
    let byJob = Dictionary(grouping: found, by: \.second)
    return jobs.map { job in (byJob[job.jobID] ?? []).map { Self.remark($0) } }
  }

  static func remark(_ shared: SharedSeeds) -> Remark {
    Remark(
      .warning, "\(shared.text). Combined, errors come out too small.",
      advice: "Take one of them, or run the other again with another seed in its input.")
  }
}
