internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Results that were written before their task began: they are another run's.
struct OldResultsCheck: Check {
  let name = "older-than-task"
  let looksFor = "results that were written before their task began"
  /// Clocks differ; a time without a zone may be of any.
  private static let toleranceSeconds = 60.0 * 60
  private static let anyZoneSeconds = 15 * toleranceSeconds

  func remarks(onRows job: AuditedJob) -> [Remark] {
    let firstStart = job.tasks.compactMap(\.startTime).min() ?? job.stored.simulation.startTime
    var old: [(row: StoredEstimator, written: FileDate, start: Instant)] = []
    for row in job.stored.estimators {
      guard let written = row.metadata["filedate"].flatMap({ FileDate($0) }),
        let start = row.task?.startTime ?? firstStart
      else { continue }
      let tolerance = written.hasZone ? Self.toleranceSeconds : Self.anyZoneSeconds
      if start.seconds(since: written.instant) > tolerance { old.append((row, written, start)) }
    }
    guard let first = old.first else { return [] }
    return [
      Remark(
        .warning, estimator: old.count == 1 ? first.row.name : nil,
        "\(counted(old.count, "result")) of \(job.stored.estimators.count) \(old.count == 1 ? "was" : "were") "
          + "written before the task began: \(Failure.quoted(first.row.name)) on "
          + "\(first.written.instant.iso8601), the task on \(first.start.iso8601).",
        advice: "They may be an earlier run's. Compare them with the input, or run it again.")
    ]
  }
}
