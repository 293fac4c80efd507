internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Contributions of very unequal primaries, which a plain mean, as the platform's own merging makes it, gets wrong.
struct UnequalPrimariesCheck: Check {
  let name = "unequal-primaries"
  let looksFor = "tasks of very unequal primaries: what a plain mean would give instead"
  /// The ratio of the largest to the smallest beyond which primaries are unequal.
  private static let unequal = 1.5
  /// A page is told of where the plain mean is off by so much.
  private static let off = 0.01

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    let groups = job.groups.filter { ($0.rule == .mean || $0.rule == .sum) && isUnequal($0.weights) }
    guard let weights = groups.map(\.weights).max(by: { $0.count < $1.count }),
      let largest = weights.max(), let smallest = weights.min()
    else { return [] }
    let whole = Remark(
      .note,
      "contributions have from \(Failure.count(smallest)) to \(Failure.count(largest)) primaries: they "
        + "are as good as \(threeDigits(AuditedJob.effectiveCount(weights))) equal ones of \(weights.count).",
      advice: "An export weighs by primaries. An error from few contributions that count is uncertain itself."
    )
    return [whole] + groups.compactMap { remark($0.withoutFailedTasks(of: job)) }
  }

  /// Large numbers as people read them, small ones with the digits that tell two apart.
  private static func text(_ number: Double) -> String {
    abs(number) >= 1e4 ? Failure.count(number) : Measured(number, error: nil, unit: "1").text
  }

  private func isUnequal(_ weights: [Double]) -> Bool {
    guard weights.count > 1, let largest = weights.max(), let smallest = weights.min() else { return false }
    return largest > Self.unequal * smallest && largest < 1e15
  }

  private func remark(_ group: AuditedJob.Group) -> Remark? {
    let totals = group.facts.map(\.facts.total)
    guard group.facts.count > 1, group.facts.allSatisfy({ $0.facts.nans + $0.facts.infinities == 0 }) else {
      return nil
    }
    let plain = totals.reduce(0, +) / Double(totals.count)
    let isSum = group.rule == .sum
    let weighted = zip(totals, group.weights).reduce(0) { $0 + $1.0 * $1.1 } / group.weights.reduce(0, +)
    let right = isSum ? totals.reduce(0, +) : weighted
    let difference = plain / right - 1
    guard difference.isFinite, abs(difference) > Self.off else { return nil }
    let bins = group.facts[0].facts.values > 1 ? ", over all bins" : ""
    return Remark(
      .note, estimator: group.plan.estimatorName, page: group.plan.number,
      "a plain mean, as the platform's merging makes it, gives \(Self.text(plain)) instead of "
        + "\(isSum ? "the sum " : "")\(Self.text(right))\(bins).",
      advice: "Do not average the contributions yourself; an export has it right.")
  }
}

extension AuditedJob.Group {
  /// The group as an export takes it.
  fileprivate func withoutFailedTasks(of job: AuditedJob) -> AuditedJob.Group {
    var group = self
    group.facts.removeAll { contribution, _ in
      guard let number = contribution.task else { return false }
      return job.job(contribution).tasks.contains { $0.number == number && $0.state == .failed }
    }
    return group
  }

  /// Weights of the contributions that could be read.
  fileprivate var weights: [Double] { facts.map(\.contribution.weight) }
}
