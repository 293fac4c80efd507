internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// The task or job that a contribution is of: what draws random numbers of its own.
struct ContributionSource: Hashable, Comparable, Sendable {
  var job: String
  /// `nil` of a whole job's result.
  var task: Int?
  /// The row, where neither a task nor a whole job is known; else 0.
  var row: Int64

  init(_ contribution: Contribution) {
    job = contribution.jobID
    task = contribution.task
    row = contribution.task == nil && !contribution.isWholeJob ? contribution.page.rawValue : 0
  }

  static func < (a: Self, b: Self) -> Bool {
    (a.job, a.task ?? 0, a.row) < (b.job, b.task ?? 0, b.row)
  }

  /// "tasks 1 and 2"; of several jobs "task 1 of 20230615 and task 1 of 20230616"; without tasks "job 20230615" or
  /// "one contribution".
  /// - Parameter isOfSeveral: whether there are several jobs, so that each has to be named.
  static func text(_ sources: [ContributionSource], isOfSeveral: Bool) -> String {
    let byJob = Dictionary(grouping: Set(sources), by: \.job).sorted { $0.key < $1.key }
    let texts = byJob.prefix(Failure.listed).map { job, sources in
      let numbers = sources.compactMap(\.task).sorted()
      if numbers.count == sources.count { return taskList(numbers) + (isOfSeveral ? " of \(job)" : "") }
      if isOfSeveral { return "job \(job)" }
      return sources.count == 1 ? "one contribution" : "\(Failure.count(sources.count)) contributions"
    }
    let rest = byJob.count > texts.count ? ", …" : ""
    guard rest.isEmpty, texts.count > 1, let last = texts.last else {
      return texts.joined(separator: ", ") + rest
    }
    return texts.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension AuditedJob.Group {
  /// Whether contributions are of several jobs.
  var isOfSeveralJobs: Bool {
    let first = plan.contributions.first?.jobID
    return plan.contributions.contains { $0.jobID != first }
  }

  /// The tasks or jobs of contributions, in words.
  func text(_ contributions: [Contribution]) -> String {
    ContributionSource.text(contributions.map { ContributionSource($0) }, isOfSeveral: isOfSeveralJobs)
  }

  /// ", in tasks 1 and 2", where they are known to be tasks or one of several jobs'.
  func place(_ contributions: [Contribution]) -> String {
    let areKnown = contributions.contains { $0.task != nil } || isOfSeveralJobs
    return areKnown ? ", in \(text(contributions))" : ""
  }
}
