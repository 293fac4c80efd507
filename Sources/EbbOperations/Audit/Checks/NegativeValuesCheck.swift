internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Doses, fluences and counts below 0.
struct NegativeValuesCheck: Check {
  let name = "negative"
  let looksFor = "doses, fluences and counts below 0"

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    remark(on: group, of: job).map { [$0] } ?? []
  }

  private func remark(on group: AuditedJob.Group, of job: AuditedJob) -> Remark? {
    let found = group.facts.filter { $0.facts.negatives > 0 }
    guard let quantity = found.first?.facts.quantity else { return nil }
    let count = found.reduce(0) { $0 + $1.facts.negatives }
    let least = found.map(\.facts.least).min() ?? 0
    let whose = group.place(found.map(\.contribution))
    return Remark(
      .warning, estimator: group.plan.estimatorName, page: group.plan.number,
      "\(counted(count, "value")) of \(quantity) below 0, the least \(plainNumber(least))\(whose).",
      advice:
        "What is scored there cannot be negative, unless by negative weights: look at how it was made.")
  }
}
