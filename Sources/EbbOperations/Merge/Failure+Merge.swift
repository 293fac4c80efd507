internal import EbbAggregate
internal import EbbExport
internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Sentences about partial results.
extension Failure {
  init(_ error: AggregateError, merging group: MergePlan.Group) {
    func name(_ page: PageID) -> String {
      let index = Int(page.rawValue)
      return Self.quoted(group.members.indices.contains(index) ? group.members[index].file.path : "")
    }
    self.init(
      .brokenData,
      "estimator \(Self.quoted(group.estimatorName)), page \(group.number): parts \(name(error.first)) and "
        + "\(name(error.second)) \(Self.sentence(error.reason)).",
      advice: "Merge parts of one input, or leave the page out with --keep-going.")
  }

  static func missingFromPart(_ what: String, _ path: String, of other: String) -> Failure {
    Failure(
      .brokenData, "\(what) is missing from \(quoted(path)), and \(quoted(other)) has it.",
      advice:
        "Export the part again with the same -e and -p, or leave out what is not in all with --keep-going.")
  }

  static func overlappingParts(
    _ what: String, _ first: String, _ second: String, job: ContributionList.Job
  ) -> Failure {
    let which = self.tasks(of: job) ?? (job.isWhole ? "the result" : "contributions")
    return Failure(
      .brokenData,
      "\(what): \(quoted(first)) and \(quoted(second)) both have \(which) of \(quoted(job.name)).",
      advice:
        "Each contribution may be in one part only. Parts of files are told by the name of their folder.")
  }

  /// "tasks 1 to 3, 7 of 20230615 are in no part."; `nil` where none is known to be missing.
  static func missing(_ job: ContributionList.Job) -> String? {
    let missing = job.missingTasks
    guard !missing.isEmpty else { return nil }
    return "\(text(missing)) of \(job.name) \(missing.count == 1 ? "is" : "are") in no part."
  }

  /// "tasks 1 to 3 of 20230615", and where it is not known how many there are, that; `nil` where no tasks are.
  static func held(_ job: ContributionList.Job) -> String? {
    guard let tasks = tasks(of: job) else { return nil }
    let unknown = job.allTasks == nil ? ", of which no part says how many tasks it has" : ""
    return "merged \(tasks) of \(job.name)\(unknown)."
  }

  private static func tasks(of job: ContributionList.Job) -> String? {
    job.tasks.isEmpty ? nil : text(job.tasks)
  }

  /// "task 3", "tasks 1 to 3, 7"; of many ranges the first, and how many more tasks there are.
  static func text(_ tasks: TaskNumbers) -> String {
    let most = 8
    var parts = tasks.ranges.prefix(most).map { range in
      range.lowerBound == range.upperBound
        ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
    let rest = TaskNumbers(tasks.ranges.dropFirst(most))
    if !rest.isEmpty { parts.append("… (\(count(rest.count)) more)") }
    return (tasks.count == 1 ? "task " : "tasks ") + parts.joined(separator: ", ")
  }

  static func differingParts(
    _ what: String, _ first: String, _ second: String, _ mine: String, _ theirs: String, option: String
  ) -> Failure {
    Failure(
      .brokenData, "\(what): \(quoted(first)) \(mine), \(quoted(second)) \(theirs).",
      advice: "Export all parts with the same \(option).")
  }
}
