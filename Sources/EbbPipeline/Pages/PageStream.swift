internal import EbbExport
internal import EbbModel
internal import EbbText

/// The pages of an export, aggregated group by group in the plan's order.
struct PageStream {
  private let plan: ExportPlan
  private let request: PageRequest
  private let report: @Sendable (Progress) -> Void
  private var fold: PageFold
  private var witness: (any PageWitness)?
  private var nextGroup = 0
  private var progress: Progress

  /// - Parameters:
  ///   - replicates: how much of each page's contributions comes with it, by which it can be resampled; `nil` for nothing.
  ///   - witness: what sees the contributions too.
  init(
    _ plan: ExportPlan, _ request: PageRequest, replicates: ReplicateLimits?, witness: (any PageWitness)?,
    report: @escaping @Sendable (Progress) -> Void
  ) {
    self.plan = plan
    self.request = request
    self.report = report
    self.witness = witness
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
      witness?.begin(group)
      // All contributions are the same; the first is asked what it is several times.
      var isInterpreted = false
      for contribution in group.contributions {
        var (outcome, denominator) = try await reader.next(contribution, request, denominator: true)
        if !isInterpreted { isInterpreted = outcome.interpret() }
        progress.pagesDone += 1
        progress.bytesDone += contribution.compressedBytes
        report(progress)
        witness?.see(outcome, contribution, of: group)
        try fold.add(outcome, denominator: denominator, contribution, of: group)
      }
      // Taken out for as long as both are at work; not copied.
      var seeing = witness.take()
      defer { witness = seeing }
      let page = try fold.end(group) { page, countsAreRestored in
        seeing?.findings(of: group, in: page, countsAreRestored: countsAreRestored) ?? []
      }
      if var page {
        page.group = index
        return .page(page)
      }
    }
    try Task.checkCancellation()
    var closing = try fold.closing()
    if let (notices, findings) = try witness?.closing() {
      closing.notices += notices
      closing.findings = findings
    }
    return .end(closing)
  }
}
