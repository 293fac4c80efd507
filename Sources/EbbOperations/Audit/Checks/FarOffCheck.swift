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
  /// Chances below are told, and below the second warned of.
  private static let told = 1e-3
  private static let warned = 1e-6
  /// Fewer others do not tell what is usual.
  private static let fewest = 4
  /// Bins with fewer hits do not make totals that are nearly normal.
  private static let fewestBins = 8

  private struct Outlier {
    var task: Int?
    var group: AuditedJob.Group
    var ratio: Double
    var chance: Double
  }

  func remarks(on job: AuditedJob) -> [Remark] {
    let groups = job.groups.filter { group in
      group.rule == .mean && group.facts.count >= Self.fewest
        && group.facts.allSatisfy {
          $0.facts.digits >= PageFacts.evidence && $0.facts.nonZero >= Self.fewestBins && $0.facts.total > 0
            && $0.facts.nans + $0.facts.infinities == 0
        }
    }
    var outliers: [Outlier] = []
    var looks = 0
    for group in groups {
      let parts = group.facts
      looks += parts.count
      let weights = parts.map { Double(max(1, $0.contribution.primaries ?? 1)) }
      let totals = parts.map(\.facts.total)
      let residuals = BatchConsistency.studentized(totals, weights: weights)
      let sum = zip(totals, weights).reduce(0) { $0 + $1.0 * $1.1 }
      let weight = weights.reduce(0, +)
      // Where all others are the same, nothing tells how far they scatter.
      for (index, t) in residuals.enumerated() where t.isFinite {
        let others = (sum - totals[index] * weights[index]) / (weight - weights[index])
        outliers.append(
          Outlier(
            task: parts[index].contribution.task, group: group, ratio: totals[index] / others,
            chance: 2 * TailProbability.studentT(abs(t), degreesOfFreedom: parts.count - 2)))
      }
    }
    let far = outliers.filter { $0.chance * Double(looks) < Self.told }
    // A task is told once, by the page in which it stands out most.
    let worst = Dictionary(grouping: far) { $0.task }.values.compactMap { $0.min { $0.chance < $1.chance } }
    return worst.sorted { ($0.task ?? 0, $0.chance) < ($1.task ?? 0, $1.chance) }.map { outlier in
      let chance = outlier.chance * Double(looks)
      let whose = outlier.task.map { "task \($0)" } ?? "one contribution"
      let percent = plainNumber((1000 * (outlier.ratio - 1)).rounded() / 10)
      return Remark(
        chance < Self.warned ? .warning : .note, estimator: outlier.group.plan.estimatorName,
        page: outlier.group.plan.number,
        "the total of \(whose) is \(percent) % off the mean of the others: by chance that happens in fewer than 1 of "
          + "\(Failure.count(Int(1 / max(chance, 1e-15)))) jobs.",
        advice: "'ebb stats' shows how contributions agree; look at its log and input.")
    }
  }
}
