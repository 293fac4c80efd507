internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Rows that call a page otherwise than the page calls itself.
struct LabelsCheck: Check {
  let name = "labels"
  let looksFor = "rows that call a page otherwise than it does itself"

  func handling(by request: PageRequest) -> Handling { .settled }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    remark(on: group, of: job).map { [$0] } ?? []
  }

  private func remark(on group: AuditedJob.Group, of job: AuditedJob) -> Remark? {
    for (contribution, facts) in group.facts {
      guard let row = job.job(contribution).rowNames[contribution.page], !row.isEmpty,
        row.lowercased() != facts.quantity.lowercased()
      else { continue }
      let task = group.place([contribution])
      return Remark(
        .warning, estimator: group.plan.estimatorName, page: group.plan.number,
        "the store calls the page \(Failure.quoted(row)), it calls itself \(Failure.quoted(facts.quantity))\(task).",
        advice: "An export goes by the page's own name.")
    }
    return nil
  }
}
