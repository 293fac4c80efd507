internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Ratios of a DIRECT job (LET, mean energy), of which the platform stores the plain mean over tasks: an average of
/// averages, where Σ N/Σ D is meant.
///
/// A bin that a task did not hit holds 0 in its result, so that of n tasks of which k hit it, the mean is k/n of what it is
/// to be. Where all have hit it, Σ p·r - Σ v·r, of weights p that the platform gave and v by primaries, is at most half of
/// Σ|p - v| times the range of the tasks' ratios, beside what their denominators scatter.
struct AveragedRatiosCheck: Check {
  let name = "averaged-ratios"
  let looksFor = """
    LET and other ratios of a DIRECT job: averages of the tasks' averages, and how far off they may \
    be
    """

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    guard job.isPlainMean, job.completedTasks.count > 1 else { return [] }
    let groups = job.groups.filter { group in
      group.rule == .ratio && job.stored.isWholeJob(group.plan.estimatorName)
        && group.facts.first.map { $0.facts.nonZero > 0 } ?? false
    }
    guard let first = groups.first else { return [] }
    let count = job.completedTasks.count
    let names = Array(Set(groups.compactMap { $0.facts.first?.facts.quantity })).sorted()
    let pages = groups.count == 1 ? "" : " in \(groups.count) pages"
    return [
      Remark(
        .warning, estimator: groups.count == 1 ? first.plan.estimatorName : nil,
        page: groups.count == 1 ? first.plan.number : nil,
        "the platform averaged the ratios of \(count) tasks plainly, \(Failure.list(names))\(pages): averages of "
          + "averages. A bin that few tasks hit is too small, up to \(count) times; \(misplaced(job)).",
        advice:
          "Do not trust bins where little was scored; the tasks' own results, where there are any, tell the rest."
      )
    ]
  }

  /// Says how far off bins are that all tasks hit.
  private func misplaced(_ job: AuditedJob) -> String {
    let primaries = job.completedTasks.map { Double($0.simulatedPrimaries) }
    let sum = primaries.reduce(0, +)
    guard sum > 0 else { return "how many primaries the tasks had is not known" }
    let share =
      zip(job.platformWeights, primaries).reduce(0) { $0 + abs($1.0 - $1.1 / sum) } / 2
    guard share > 0.005 else { return "one that all hit is nearly right" }
    return
      "one that all hit is off by up to \(threeDigits(share * 100)) % of how far the tasks lie apart, since their primaries "
      + "were not weighed"
  }
}
