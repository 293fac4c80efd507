internal import EbbExport
internal import EbbModel
internal import EbbText

/// The pages of an export, aggregated group by group in the plan's order.
struct PageStream {
  private let plan: ExportPlan
  private let request: ExportRequest
  private let report: @Sendable (Progress) -> Void
  private var fold: PageFold
  private var nextGroup = 0
  private var progress: Progress

  /// - Parameter keepsReplicates: whether every page comes with what it can be resampled by.
  init(
    _ plan: ExportPlan, _ request: ExportRequest, keepsReplicates: Bool,
    report: @escaping @Sendable (Progress) -> Void
  ) {
    self.plan = plan
    self.request = request
    self.report = report
    fold = PageFold(plan, request, keepsReplicates: keepsReplicates)
    progress = plan.progress
  }

  /// The next page, and after the last what is to be said of all. Pages without data are passed over, and said so.
  /// - Parameter reader: of the plan's contributions.
  mutating func next(
    from reader: inout ContributionReader
  ) async throws -> PageStep {
    while nextGroup < plan.groups.count {
      let group = plan.groups[nextGroup]
      nextGroup += 1
      fold.begin(group)
      for contribution in group.contributions {
        let (outcome, denominator) = try await reader.next(contribution, request, denominator: true)
        progress.pagesDone += 1
        progress.bytesDone += contribution.compressedBytes
        report(progress)
        try fold.add(outcome, denominator: denominator, contribution, of: group)
      }
      if let page = try fold.end(group) { return .page(page) }
    }
    try Task.checkCancellation()
    return .end(try fold.closing())
  }
}
