internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Doses, fluences and counts below 0.
struct NegativeValuesCheck: Check {
  let name = "negative"

  func remarks(on job: AuditedJob) -> [Remark] {
    job.groups.compactMap { group in
      let found = group.facts.filter { $0.facts.negatives > 0 }
      guard let quantity = found.first?.facts.quantity else { return nil }
      let count = found.reduce(0) { $0 + $1.facts.negatives }
      let least = found.map(\.facts.least).min() ?? 0
      let tasks = found.compactMap(\.contribution.task)
      let whose = tasks.isEmpty ? "" : ", in \(taskList(tasks))"
      return Remark(
        .warning, estimator: group.plan.estimatorName, page: group.plan.number,
        "\(counted(count, "value")) of \(quantity) below 0, the least \(plainNumber(least))\(whose).",
        advice:
          "What is scored there cannot be negative, unless by negative weights: look at how it was made.")
    }
  }
}
