internal import EbbModel
internal import EbbPipeline

/// Tasks with the same values throughout: they used the same random numbers, and count once.
struct SameResultsCheck: Check {
  let name = "same-results"
  /// Fewer numbers that are not 0 may be the same by chance, unless they have many digits.
  private static let fewestValues = 8

  func remarks(on job: AuditedJob) -> [Remark] {
    var digests: [Int: [UInt64]] = [:]
    var values: [Int: Int] = [:]
    var evidence: [Int: Int] = [:]
    for group in job.groups where group.rule != AggregationRule.none {
      for (contribution, facts) in group.facts {
        guard let task = contribution.task else { continue }
        digests[task, default: []].append(facts.digest)
        values[task, default: 0] += facts.nonZero
        evidence[task, default: 0] += facts.digits
      }
    }
    let same = Dictionary(grouping: digests.keys.sorted()) { digests[$0] ?? [] }.values
    return same.filter { tasks in
      tasks.count > 1
        && (values[tasks[0], default: 0] >= Self.fewestValues
          || evidence[tasks[0], default: 0] >= PageFacts.evidence)
    }
    .sorted { $0[0] < $1[0] }
    .map { tasks in
      Remark(
        .error,
        "\(taskList(tasks)) have the same values in all their pages: they ran with the same random numbers, "
          + "and are one task's worth. Errors come out too small.",
        advice: "Run all but one of them again with other seeds.")
    }
  }
}
