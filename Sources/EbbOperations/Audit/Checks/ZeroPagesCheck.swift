internal import EbbFiles
internal import EbbModel
internal import EbbPipeline

/// Pages in which nothing was scored.
struct ZeroPagesCheck: Check {
  let name = "all-zero"
  let looksFor = "pages in which nothing was scored"

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    remark(on: group, of: job).map { [$0] } ?? []
  }

  private func remark(on group: AuditedJob.Group, of job: AuditedJob) -> Remark? {
    let facts = group.facts
    guard group.isWhole, !facts.isEmpty, facts.count == group.contents.count,
      group.rule != AggregationRule.identical,
      facts.allSatisfy({ $0.facts.nonZero == 0 })
    else { return nil }
    let contributions = facts.count == 1 ? "" : " of \(facts.count) contributions"
    return Remark(
      .warning, estimator: group.plan.estimatorName, page: group.plan.number,
      group.interpretation?.isPhaseSpace == true
        ? "there is no particle in it."
        : "all \(counted(facts.reduce(0) { $0 + $1.facts.values }, "value"))\(contributions) are 0.",
      advice: "Nothing was scored: check the scorer's place and filter, or simulate more primaries.")
  }
}
