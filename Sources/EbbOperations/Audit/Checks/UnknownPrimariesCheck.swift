internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Contributions of which it is not known how many primaries they had, so that all count alike.
struct UnknownPrimariesCheck: Check {
  let name = "unknown-primaries"
  let looksFor = "contributions that do not say how many primaries they had: all count alike"

  func handling(by request: PageRequest) -> Handling { .told }

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    let groups = job.groups.filter(isWeightedAlike)
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

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    guard isWeightedAlike(group) else { return [] }
    return [
      Remark(
        .warning, estimator: group.plan.estimatorName, page: group.plan.number,
        "the primaries of its contributions are not known: all are weighted alike.",
        advice: "Where tasks had as many, that is right.")
    ]
  }

  private func isWeightedAlike(_ group: AuditedJob.Group) -> Bool {
    group.plan.contributions.count > 1 && group.plan.primaries == nil
      && (group.rule == .mean || group.rule == .ratio)
  }
}
