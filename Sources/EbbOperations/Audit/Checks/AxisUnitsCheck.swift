internal import EbbModel
internal import EbbPipeline

/// Differential axes with another axis' unit or the quantity's: the converter shifts them by one.
struct AxisUnitsCheck: Check {
  let name = "axis-unit"
  let looksFor = "axes with another's unit"

  func handling(by request: PageRequest) -> Handling { .settled }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    group.axisFaults.compactMap { fault in
      guard case .unit(let stored, let right) = fault.kind else { return nil }
      return Remark(
        .note, estimator: group.plan.estimatorName, page: group.plan.number,
        "the axis '\(fault.label)' is stored with the unit '\(stored)', which is "
          + (right == "1" ? "not its own; it has none." : "not its own; it is \(right)."),
        advice: "An export has it right. Do not use the stored unit.")
    }
  }
}
