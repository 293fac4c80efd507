internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Jobs that have results of another: the same job twice, or the same random numbers.
struct RepeatedJobCheck: JobsCheck {
  let name = "repeated-job"
  let looksFor = "of several jobs: those with the results of another one"

  func remarks(on jobs: [JobDigest]) -> [[Remark]] {
    var known: [UInt64: ContributionSource] = [:]
    return jobs.map { job in
      var others: [String: [ContributionSource]] = [:]
      var own: [UInt64: ContributionSource] = [:]
      for (source, digest) in job.sources where SourceDigests.isProof(digest, ofAll: true) {
        if let other = known[digest.digest] { others[other.job, default: []].append(source) }
        own[digest.digest] = source
      }
      known.merge(own) { first, _ in first }
      return others.sorted { $0.key < $1.key }.map { other, sources in
        let tasks = sources.compactMap(\.task).sorted()
        let whose = tasks.isEmpty || sources.count == job.sources.count ? "all results" : taskList(tasks)
        return Remark(
          .warning,
          "\(whose) have the same values as \(other): it is the same job, or ran with the same random numbers.",
          advice: "Take one of them; combined they count once, and errors come out too small.")
      }
    }
  }
}
