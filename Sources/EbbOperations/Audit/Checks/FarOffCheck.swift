internal import EbbAggregate
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Contributions whose total is farther from the others' than chance takes it.
///
/// Each is held against the mean of the others by Student's t of n − 2 degrees of freedom, its variance going as 1
/// over its primaries; for all contributions and pages looked at, the chance is multiplied by their number
/// (Bonferroni), so that a sound job has hardly ever such a finding.
struct FarOffCheck: Check {
  let name = "far-off"
  let looksFor = """
    contributions whose total is farther from the others' than chance takes it, by Student's t over \
    all tasks and pages: a note below 1 in 1,000 jobs, a warning below 1 in a million (of pages of \
    few bins always a note)
    """
  /// Chances below are told, and below the second warned of.
  private static let told = 1e-3
  private static let warned = 1e-6
  /// Fewer others do not tell what is usual.
  private static let fewest = 4
  /// Totals of fewer bins may be those of few hits, which are far from normal: no more than a note is made of them.
  private static let minBins = 8

  private struct Outlier {
    var contribution: Contribution
    var group: AuditedJob.Group
    var ratio: Double
    var chance: Double
    /// Whether the page has enough bins for a warning.
    var isSure: Bool
  }

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    // A task is told once, by the page in which it stands out most.
    let far = job.groups.flatMap { outliers($0, of: job) }
    let worst = Dictionary(grouping: far) { ContributionSource($0.contribution) }
      .compactMapValues { $0.min { ($0.isSure ? 0 : 1, $0.chance) < ($1.isSure ? 0 : 1, $1.chance) } }
    return worst.sorted { $0.key < $1.key }.map { remark($0.value) }
  }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    outliers(group, of: job).map(remark)
  }

  private func outliers(_ group: AuditedJob.Group, of job: AuditedJob) -> [Outlier] {
    let parts = group.facts
    guard group.rule == .mean, parts.count >= Self.fewest else { return [] }
    // One that has nothing is farthest off.
    let filled = parts.filter { $0.facts.nonZero > 0 }
    guard filled.count >= Self.fewest - 1, filled.count >= parts.count - 1,
      filled.allSatisfy({
        ($0.facts.digits >= PageFacts.evidence || $0.facts.values < Self.minBins) && $0.facts.total > 0
          && $0.facts.nans + $0.facts.infinities == 0
      })
    else { return [] }
    let looks = max(job.looks, parts.count)
    let weights = parts.map { Double(max(1, $0.contribution.primaries ?? 1)) }
    let totals = parts.map(\.facts.total)
    let residuals = BatchConsistency.studentized(totals, weights: weights)
    let sum = zip(totals, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let weight = weights.reduce(0, +)
    func chance(_ t: Double) -> Double {
      2 * TailProbability.studentT(abs(t), degreesOfFreedom: parts.count - 2) * Double(looks)
    }
    // Where that of the farthest is no finding, none is; it takes as long as all else.
    guard let farthest = residuals.lazy.filter(\.isFinite).map(abs).max(), chance(farthest) < Self.told else {
      return []
    }
    let isSure = filled.allSatisfy { $0.facts.nonZero >= Self.minBins }
    // Where all others are the same, nothing tells how far they scatter.
    return residuals.enumerated().compactMap { index, t in
      guard t.isFinite else { return nil }
      let others = (sum - totals[index] * weights[index]) / (weight - weights[index])
      let chance = chance(t)
      guard chance < Self.told else { return nil }
      return Outlier(
        contribution: parts[index].contribution, group: group, ratio: totals[index] / others, chance: chance,
        isSure: isSure)
    }
  }

  private func remark(_ outlier: Outlier) -> Remark {
    let percent = plainNumber((1000 * (outlier.ratio - 1)).rounded() / 10)
    return Remark(
      outlier.isSure && outlier.chance < Self.warned ? .warning : .note,
      estimator: outlier.group.plan.estimatorName, page: outlier.group.plan.number,
      "the total of \(outlier.group.text([outlier.contribution])) is \(percent) % off the mean of the others: by chance "
        + "that happens in fewer than 1 of \(Failure.count(Int(1 / max(outlier.chance, 1e-15)))) jobs.",
      advice: "'ebb stats' shows how contributions agree; look at its log and input.")
  }
}
