internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Contributions that have some of their histories in common: of one seed and unequal primaries, the shorter is the
/// beginning of the longer.
struct SharedHistoriesCheck: Check {
  let name = "shared-histories"
  let looksFor = """
    tasks of unequal primaries that share a seed: where few histories hit a bin, value times \
    primaries is the same
    """

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    group.sharedHistories.map { shared in
      Remark(
        .warning, estimator: group.plan.estimatorName, page: group.plan.number,
        "\(group.text(shared.contributions)) have the same traces of single histories in \(shared.bins) of up to "
          + "\(HistoryMark.most) bins that were looked at: they shared random numbers up to a point. Errors come out too "
          + "small.",
        advice: "Run all but the longest of them again with other seeds.")
    }
  }
}
