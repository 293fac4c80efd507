internal import EbbModel
internal import EbbPipeline

/// Logarithmic axes whose centres are stored as if they were linear, as converters before July 2026 did.
struct LogarithmicAxesCheck: Check {
  let name = "logarithmic-axis"
  let looksFor = "logarithmic axes that are stored as if linear"

  func handling(by request: PageRequest) -> Handling { .settled }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    group.axisFaults.compactMap { fault in
      guard case .linear(let from, let to) = fault.kind else { return nil }
      return Remark(
        .warning, estimator: group.plan.estimatorName, page: group.plan.number,
        "the axis '\(fault.label)' is logarithmic, from \(threeDigits(from)) to \(threeDigits(to)), and its centres "
          + "are stored as if it were linear.",
        advice:
          "An export rebuilds it from the metadata; the values are right. Do not use the stored centres.")
    }
  }
}
