internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// A DIRECT job whose tasks had very unequal primaries, which the platform has averaged alike.
struct UnequalDirectCheck: Check {
  let name = "unequal-direct"
  let looksFor = "a DIRECT job with such tasks, which the platform has averaged alike"
  /// The ratio of the largest to the smallest beyond which primaries are unequal.
  private static let unequal = 1.5

  func remarks(onRows job: AuditedJob) -> [Remark] {
    let primaries = job.completedTasks.map(\.simulatedPrimaries)
    guard job.isPlainMean, let least = primaries.min(), let most = primaries.max(), least >= 0,
      Double(most) > Self.unequal * Double(least)
    else { return [] }
    return [
      Remark(
        .warning,
        "the platform averaged \(counted(primaries.count, "task")) of \(Failure.count(least)) to "
          + "\(Failure.count(most)) primaries alike: the small ones count as much as the large ones, and averages such "
          + "as LET are those of plain means.",
        advice: "Take the tasks' own results where there are any; nothing stored tells the weighted mean.")
    ]
  }
}
