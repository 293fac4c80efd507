internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Counts that were averaged over the tasks, though they are to be added.
struct AveragedCountsCheck: Check {
  let name = "averaged-counts"

  func remarks(on job: AuditedJob) -> [Remark] {
    job.groups.compactMap { group in
      guard group.rule == .sum, job.stored.isWholeJob(group.plan.estimatorName),
        let facts = group.facts.first?.facts, facts.nonZero > 0
      else { return nil }
      let proof = facts.fraction.map { " (\($0) is no whole number)" } ?? ""
      if job.isPlainMean {
        return remark(job, group, total: facts.total, proof: proof)
      }
      guard facts.fraction != nil else { return nil }
      return Remark(
        .warning, estimator: group.plan.estimatorName, page: group.plan.number,
        "the counts are no whole numbers\(proof): they were averaged or weighted.",
        advice: "Find out over how many tasks, and multiply.")
    }
  }

  private func remark(
    _ job: AuditedJob, _ group: AuditedJob.Group, total: Double, proof: String
  ) -> Remark {
    let weights = job.platformWeights
    let isEven = AuditedJob.effectiveCount(weights) > Double(weights.count) - 1e-9
    let about = isEven ? "" : "about "
    return Remark(
      .error, estimator: group.plan.estimatorName, page: group.plan.number,
      "the platform averaged the counts of \(weights.count) tasks\(proof), which are to be added: they are "
        + "\(about)\(weights.count) times what is stored, \(about)\(Failure.count(total * Double(weights.count))) "
        + "in all instead of \(Failure.count(total)).",
      advice: isEven
        ? "Multiply by \(weights.count)."
        : "Multiply by \(weights.count) for an estimate; a task failed, so that the weights are wrong too.")
  }
}
