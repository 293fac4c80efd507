internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Page data, metadata and inputs that cannot be read, and contributions that cannot be combined.
struct UnreadableCheck: Check {
  let name = "unreadable"
  let looksFor = """
    page data, metadata or inputs that cannot be read; contributions that disagree in unit, shape or \
    axes
    """

  func handling(by request: PageRequest) -> Handling { .settled }

  func remarks(onRows job: AuditedJob) -> [Remark] {
    let broken = job.brokenMetadata.map { failure in
      Remark(.error, failure.message, advice: "Run its task again; its axes and primaries are not known.")
    }
    return broken + inputs(of: job)
  }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    var failures = group.contents.compactMap { content in
      if case .broken(let failure) = content { failure } else { nil as Failure? }
    }
    if let disagreement = group.disagreement { failures.append(disagreement) }
    return failures.map { failure in
      Remark(
        .error, estimator: group.plan.estimatorName, page: group.plan.number, failure.message,
        advice: failure.advice ?? "Run its task again.")
    }
  }

  private func inputs(of job: AuditedJob) -> [Remark] {
    guard case .broken(let failure) = job.input else { return [] }
    return [Remark(.warning, failure.message, advice: "Keep the input elsewhere, if you have it.")]
  }
}
