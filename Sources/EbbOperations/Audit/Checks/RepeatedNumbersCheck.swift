internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Page numbers that an estimator has more than once, and tasks whose results are there twice.
struct RepeatedNumbersCheck: Check {
  let name = "repeated-numbers"
  let looksFor = "a page number or a task's number that is there twice"

  func handling(by request: PageRequest) -> Handling { .settled }

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    // A task that is there twice is the same fault in all pages of the estimator.
    var seen: Set<String> = []
    return job.groups.compactMap { group in
      guard let fault = group.plan.fault, seen.insert(fault.message).inserted else { return nil }
      return Remark(
        .error, estimator: group.plan.estimatorName, page: group.plan.number, fault.message,
        advice: "Find out which row is right, and delete the other; an export refuses them.")
    }
  }
}
