internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Counts that were averaged over the tasks, though they are to be added.
struct AveragedCountsCheck: Check {
  let name = "averaged-counts"
  let looksFor = "counts that the platform averaged instead of adding, and the factor"

  var isMendedByRestoring: Bool { true }

  func handling(by request: PageRequest) -> Handling { .told }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    guard group.rule == .sum else { return [] }
    return group.facts.compactMap { contribution, facts in
      guard contribution.isWholeJob, facts.nonZero > 0, !facts.countsAreSums else { return nil }
      let whose = group.isOfSeveralJobs ? " of \(contribution.jobID)" : ""
      let proof = facts.fraction.map { " (\($0) is no whole number)" } ?? ""
      let own = job.job(contribution)
      if own.isPlainMean {
        return remark(own, group, total: facts.total, proof: proof, whose: whose)
      }
      guard facts.fraction != nil else { return nil }
      return Remark(
        .warning, estimator: group.plan.estimatorName, page: group.plan.number,
        "the counts\(whose) are no whole numbers\(proof): they were averaged or weighted.",
        advice: "Find out over how many tasks, and multiply.")
    }
  }

  private func remark(
    _ job: AuditedJob, _ group: AuditedJob.Group, total: Double, proof: String, whose: String
  ) -> Remark {
    let weights = job.platformWeights
    let isEven = AuditedJob.effectiveCount(weights) > Double(weights.count) - 1e-9
    let about = isEven ? "" : "about "
    return Remark(
      .error, estimator: group.plan.estimatorName, page: group.plan.number,
      "the platform averaged the counts of \(weights.count) tasks\(whose)\(proof), which are to be added: they are "
        + "\(about)\(weights.count) times what is stored, \(about)\(Failure.count(total * Double(weights.count))) "
        + "in all instead of \(Failure.count(total)).",
      advice: isEven
        ? "An export multiplies by \(weights.count) where whole numbers come of it, and says so; else do."
        : "Multiply by \(weights.count) for an estimate; a task failed, so that the weights are wrong too.")
  }
}
