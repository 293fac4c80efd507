internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Tasks with the same values throughout, or in some pages: they used the same random numbers, and count once.
struct SameResultsCheck: Check {
  let name = "same-results"
  let looksFor = """
    tasks with the same values in all their pages, or in some: the same random numbers. Of pages \
    that all tasks have alike only a note, as nothing in them may be left to chance
    """
  private static let advice = "Run all but one of them again with other seeds."

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    let whole = SourceDigests(job).identical
    let told = Set(whole.flatMap(\.self))
    let isOfSeveral = job.isCombined
    return whole.map { sources in
      Remark(
        .error,
        "\(ContributionSource.text(sources, isOfSeveral: isOfSeveral)) have the same values in all their pages: they "
          + "ran with the same random numbers, and are one task's worth. Errors come out too small.",
        advice: Self.advice)
    } + partly(job, told) + (whole.isEmpty ? throughout(job) : [])
  }

  /// Pages of many values that are the same in all contributions, though others are not.
  private func throughout(_ job: AuditedJob) -> [Remark] {
    let groups = job.groups.filter { group in
      guard group.rule == .mean || group.rule == .ratio, group.isSameThroughout else { return false }
      let facts = group.facts.map(\.facts)
      return facts.allSatisfy { $0.fractions >= PageFacts.manyValues && $0.digest == facts[0].digest }
    }
    guard let first = groups.first else { return [] }
    let others = groups.count == 1 ? "" : " and in \(counted(groups.count - 1, "other page"))"
    return [
      Remark(
        .note, estimator: first.plan.estimatorName, page: first.plan.number,
        "all \(first.facts.count) contributions have the same values here\(others), to the last digit.",
        advice: "Nothing in it is left to chance, or they shared random numbers: its error of 0 says nothing."
      )
    ]
  }

  /// Of what is the same in all contributions to a page no single page tells whether that is so by nature.
  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    same(group).map { remark([group.plan], group.text($0)) }
  }

  /// Tasks that agree in some pages: the same random numbers up to a point.
  private func partly(_ job: AuditedJob, _ told: Set<ContributionSource>) -> [Remark] {
    var pages: [[ContributionSource]: [PageGroup]] = [:]
    for group in job.groups {
      for same in same(group) {
        let sources = same.map { ContributionSource($0) }.sorted()
        if !told.isSuperset(of: sources) { pages[sources, default: []].append(group.plan) }
      }
    }
    return pages.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { sources, groups in
      remark(groups, ContributionSource.text(sources, isOfSeveral: job.isCombined))
    }
  }

  /// Contributions to a page that have the same values while others have not.
  private func same(_ group: AuditedJob.Group) -> [[Contribution]] {
    guard group.rule == .mean || group.rule == .ratio, group.facts.count > 2, !group.isSameThroughout else {
      return []
    }
    let parts = group.facts.filter { $0.facts.fractionDigits >= PageFacts.evidence }
    return Dictionary(grouping: parts, by: \.facts.digest).values.filter { $0.count > 1 }
      .map { $0.map(\.contribution) }.sorted { $0[0].page < $1[0].page }
  }

  private func remark(_ groups: [PageGroup], _ whose: String) -> Remark {
    let others = groups.count == 1 ? "" : " and in \(counted(groups.count - 1, "other page"))"
    return Remark(
      .error, estimator: groups[0].estimatorName, page: groups[0].number,
      "\(whose) have the same values here\(others), to the last digit: they shared random numbers. Errors "
        + "come out too small.", advice: Self.advice)
  }
}
