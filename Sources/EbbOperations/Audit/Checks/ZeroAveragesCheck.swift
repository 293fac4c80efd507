internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Averages that are 0 in bins where what they are weighted by is not: they were lost, and draw the average over tasks down.
///
/// A 0 where nothing was hit is no fault: it is no measurement, and an export leaves it out.
struct ZeroAveragesCheck: Check {
  let name = "zero-averages"
  let looksFor = "averages that are 0 in bins where what they are weighted by is not"
  /// The share of the bins hit in which other tasks have an average, and that below which one is told: rounding to 0, and
  /// particles that have none, take bins away from all tasks alike.
  private static let usual = 0.99
  private static let told = 0.9

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    let averages = job.groups.filter { $0.rule == .ratio && $0.facts.count > 1 }
    guard !averages.isEmpty else { return [] }
    let byEstimator = Dictionary(grouping: job.groups) { $0.plan.estimatorName }
    return averages.compactMap { remark($0, among: byEstimator[$0.plan.estimatorName] ?? []) }
  }

  /// Of the pages before it one has to be what it is weighted by; else the job's pages tell together.
  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    guard group.rule == .ratio else { return [] }
    let name = group.plan.estimatorName
    let siblings = job.groups.reversed().prefix { $0.plan.estimatorName == name }
    return [remark(group, among: Array(siblings))].compactMap(\.self)
  }

  private func remark(_ group: AuditedJob.Group, among groups: [AuditedJob.Group]) -> Remark? {
    let parts = group.facts
    guard let own = parts.first?.facts, let denominator = group.interpretation?.meaning.denominator,
      let weights = groups.first(where: { other in
        guard let facts = other.facts.first?.facts else { return false }
        return other.interpretation?.serves == denominator && facts.filter == own.filter
          && facts.values == own.values
      })
    else { return nil }
    let hits = Dictionary(
      weights.facts.map { (ContributionSource($0.contribution), $0.facts.nonZero) }
    ) { first, _ in first }
    let shares = parts.compactMap { contribution, facts -> (contribution: Contribution, share: Double)? in
      let hit = hits[ContributionSource(contribution)] ?? 0
      return hit > 0 ? (contribution, Double(facts.nonZero) / Double(hit)) : nil
    }
    let lost = shares.filter { $0.share < Self.told }
    guard !lost.isEmpty, lost.count < shares.count,
      shares.allSatisfy({ $0.share < Self.told || $0.share >= Self.usual }),
      let name = weights.facts.first?.facts.quantity
    else { return nil }
    return Remark(
      .warning, estimator: group.plan.estimatorName, page: group.plan.number,
      "\(own.quantity) is 0 in bins in which \(name) (page \(weights.plan.number)) is not"
        + "\(group.place(lost.map(\.contribution))): it draws the average over all tasks down.",
      advice: "Leave the task's result out, or convert it again.")
  }
}
