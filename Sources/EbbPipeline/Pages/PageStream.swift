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

  /// - Parameter replicates: how much of each page's contributions comes with it, by which it can be resampled; `nil` for
  ///   nothing.
  init(
    _ plan: ExportPlan, _ request: ExportRequest, replicates: ReplicateLimits?,
    report: @escaping @Sendable (Progress) -> Void
  ) {
    self.plan = plan
    self.request = request
    self.report = report
    fold = PageFold(plan, request, replicates: replicates)
    progress = plan.progress
  }

  /// The next page, and after the last what is to be said of all. Pages without data are passed over, and said so.
  /// - Parameters:
  ///   - reader: of the plan's contributions.
  ///   - target: the bins onto which a page is put, if it is the one that comes.
  mutating func next(
    from reader: inout ContributionReader, onto target: PageTarget? = nil
  ) async throws -> PageStep {
    while nextGroup < plan.groups.count {
      let index = nextGroup
      let group = plan.groups[index]
      nextGroup += 1
      fold.begin(group, onto: target?.group == index ? target : nil)
      for contribution in group.contributions {
        let (outcome, denominator) = try await reader.next(contribution, request, denominator: true)
        progress.pagesDone += 1
        progress.bytesDone += contribution.compressedBytes
        report(progress)
        try fold.add(outcome, denominator: denominator, contribution, of: group)
      }
      if var page = try fold.end(group) {
        page.group = index
        return .page(page)
      }
    }
    try Task.checkCancellation()
    return .end(try fold.closing())
  }
}
