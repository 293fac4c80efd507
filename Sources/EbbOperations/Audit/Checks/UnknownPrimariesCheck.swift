internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Contributions of which it is not known how many primaries they had, so that all count alike.
struct UnknownPrimariesCheck: Check {
  let name = "unknown-primaries"

  func remarks(on job: AuditedJob) -> [Remark] {
    let groups = job.groups.filter {
      $0.plan.contributions.count > 1 && $0.plan.primaries == nil
        && [AggregationRule.mean, .ratio].contains($0.rule)
    }
    guard !groups.isEmpty else { return [] }
    let names = Set(groups.map(\.plan.estimatorName)).sorted()
    return [
      Remark(
        .warning, estimator: names.count == 1 ? names[0] : nil,
        "the primaries of the contributions to \(counted(groups.count, "page")) are not known: all are weighted alike.",
        advice:
          "Where tasks had as many, that is right; else convert them again with a converter that finds them.")
    ]
  }
}
