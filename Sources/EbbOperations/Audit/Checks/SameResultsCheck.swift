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
    let whole = Self.identical(digests, values, evidence)
    let told = Set(whole.flatMap(\.self))
    return whole.map { tasks in
      Remark(
        .error,
        "\(taskList(tasks)) have the same values in all their pages: they ran with the same random numbers, "
          + "and are one task's worth. Errors come out too small.",
        advice: "Run all but one of them again with other seeds.")
    } + partly(job, told)
  }

  /// Tasks that agree in all pages, each as proof enough.
  private static func identical(
    _ digests: [Int: [UInt64]], _ values: [Int: Int], _ evidence: [Int: Int]
  ) -> [[Int]] {
    let same = Dictionary(grouping: digests.keys.sorted()) { digests[$0] ?? [] }.values
    return same.filter { tasks in
      tasks.count > 1
        && (values[tasks[0], default: 0] >= fewestValues
          || evidence[tasks[0], default: 0] >= PageFacts.evidence)
    }
    .sorted { $0[0] < $1[0] }
  }

  /// Tasks that agree in some pages: the same random numbers up to a point. Whole numbers may agree by themselves.
  private func partly(_ job: AuditedJob, _ told: Set<Int>) -> [Remark] {
    var pages: [[Int]: [AuditedJob.Group]] = [:]
    for group in job.groups where group.rule == .mean || group.rule == .ratio {
      let parts = group.facts.filter { part in
        part.facts.digits >= PageFacts.evidence && part.facts.fraction != nil
          && part.contribution.task.map { !told.contains($0) } == true
      }
      for same in Dictionary(grouping: parts, by: \.facts.digest).values where same.count > 1 {
        pages[same.compactMap(\.contribution.task).sorted(), default: []].append(group)
      }
    }
    return pages.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { tasks, groups in
      let place = groups[0].plan
      let others = groups.count == 1 ? "" : " and in \(counted(groups.count - 1, "other page"))"
      return Remark(
        .error, estimator: place.estimatorName, page: place.number,
        "\(taskList(tasks)) have the same values here\(others), to the last digit: they shared random numbers. Errors "
          + "come out too small.",
        advice: "Run all but one of them again with other seeds.")
    }
  }
}
