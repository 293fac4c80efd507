internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Tasks that failed, and what that did to results that the platform merged.
///
/// In a DIRECT job its running mean counts a failed task without having its results, so that those before it
/// weigh too much and those after it too little: with task 1 of four failed, (2a + b + c)/4.
struct FailedTasksCheck: Check {
  let name = "failed-tasks"
  let looksFor = """
    tasks that FAILED; in a DIRECT job the weights that the platform's running mean gave to the \
    others, and how many equal tasks that is worth, (Σw)²/Σw²
    """

  /// An export leaves failed tasks out, or takes them because it is asked to; only of wrong weights it cannot rid itself.
  func remarks(onRows job: AuditedJob) -> [Remark] {
    found(job).map { remark in
      var remark = remark
      remark.isSettled = remark.severity != .error
      return remark
    }
  }

  /// Tells what an export says of its tasks, whose results it has left out or taken already.
  func remarks(onExportOf job: AuditedJob) -> [Remark] {
    guard let what = failures(job) else { return [] }
    return [
      Remark(
        .warning, what + ".",
        advice: "The log of what it was exported from may tell why. Run it again for the rest.")
    ]
  }

  /// "task 7 of 12 FAILED, after 700 of 5,000 primaries"; `nil` where none did.
  private func failures(_ job: AuditedJob) -> String? {
    let failed = job.tasks.filter { $0.state == .failed }
    guard !failed.isEmpty else { return nil }
    let simulated = total(failed.map(\.simulatedPrimaries))
    let requested = total(failed.map(\.requestedPrimaries))
    return
      "\(taskList(failed.map(\.number))) of \(job.tasks.count) FAILED, after \(Failure.count(simulated)) of "
      + "\(Failure.count(requested)) primaries"
  }

  private func found(_ job: AuditedJob) -> [Remark] {
    guard let what = failures(job) else { return [] }
    let numbers = job.tasks.filter { $0.state == .failed }.map(\.number)
    if job.isPlainMean { return [merged(job, what)] }
    let withResults = Set(job.stored.estimators.compactMap { $0.task?.number }).intersection(numbers)
    guard !withResults.isEmpty else {
      return [
        Remark(
          .warning, what + ", without results.", advice: "'ebb logs' may tell why. Run it again for the rest."
        )
      ]
    }
    return [
      Remark(
        .warning,
        what
          + "; \(withResults.count == numbers.count ? "there are" : taskList(withResults.sorted()) + " left") "
          + "results all the same, which an export leaves out.",
        advice: "Look at the task's log; --include-failed takes its results, if they are sound.")
    ]
  }

  private func merged(_ job: AuditedJob, _ what: String) -> Remark {
    let weights = job.platformWeights
    let effective = AuditedJob.effectiveCount(weights)
    guard effective < Double(weights.count) - 1e-9 else {
      return Remark(
        .warning, what + "; the platform's mean is that of the \(weights.count) others.",
        advice: "Run it again for the primaries that are missing.")
    }
    let shown = weights.prefix(6).map(threeDigits).joined(separator: ", ") + (weights.count > 6 ? ", …" : "")
    return Remark(
      .error,
      what
        + "; the platform's mean counts \(job.completedTasks.count == job.tasks.count - 1 ? "it" : "them"): it gave the others the weights "
        + "\(shown) instead of \(threeDigits(1 / Double(weights.count))) each. The mean is as good as that of "
        + "\(threeDigits(effective)) of \(weights.count) tasks.",
      advice: "The weights cannot be undone: run the job again, or take the tasks' own results.")
  }
}
