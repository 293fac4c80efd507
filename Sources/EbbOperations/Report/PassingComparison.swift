internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// A comparison of two results whose contributions pass once, for it and for the report of each side.
///
/// Where a side's report shows the pages that are compared, they come combined; where they differ, since pages of other names
/// are paired or B is put onto the bins of A, they are combined here beside those.
struct PassingComparison {
  /// The groups of both sides, one a step.
  let plan: ExportPlan
  let steps: [PairStep]
  private let request: CompareRequest
  private var comparison: ReportComparison
  private var pairs = PassingPairs()
  private var notices: [Notice]
  /// `nil` where pages come combined.
  private var fold: PageFold?
  /// `nil` of exports, which were audited when they were made.
  private var auditor: PageAuditor?

  /// Of the current group: its step, its contributions by their pages, and whether the audit of its side sees others.
  private var step: Int?
  private var contributions: [PageID: Contribution] = [:]
  private var seesAlone = false

  /// - Parameters:
  ///   - plans: of A and of B.
  ///   - steps: of their groups.
  ///   - areContributions: whether contributions pass, rather than pages that are combined already.
  init(
    _ comparison: ReportComparison, _ plans: [ExportPlan], _ steps: [PairStep], areContributions: Bool = true
  ) {
    self.comparison = comparison
    self.steps = steps
    request = comparison.request
    plan = ExportPlan.interleaved(plans, in: steps.map { ($0.side, $0.place) })
    notices = plans.flatMap(\.notices)
    guard areContributions else { return }
    var pages = request.pages
    pages.resamples = request.resamples
    auditor = PageAuditor(plan, pages)
    if !Self.takesCombined(request) { fold = PageFold(plan, pages, replicates: request.replicates) }
  }

  /// Whether what is compared is what the report of each side shows.
  static func takesCombined(_ request: CompareRequest) -> Bool { request.pairs.isEmpty && !request.resamples }

  /// Begins a group that passes.
  /// - Parameter step: of the group in `plan`; `nil` where it is not compared.
  mutating func begin(_ group: PageGroup, _ step: Int?) {
    self.step = step
    guard let step else { return }
    let own = plan.groups[step]
    contributions = Dictionary(own.contributions.map { ($0.page, $0) }) { first, _ in first }
    seesAlone = own.contributions.map(\.page) != group.contributions.map(\.page)
    if seesAlone { auditor?.begin(own) }
    let axes =
      request.resamples && steps[step].side == 1 ? pairs.waiting(for: steps[step].pair)?.page.axes : nil
    fold?.begin(own, onto: axes.map { PageTarget(group: step, axes: $0) })
  }

  mutating func visit(
    _ outcome: ContributionOutcome, denominator: ContributionOutcome?, _ contribution: Contribution
  ) throws(Failure) {
    guard let step, let part = contributions[contribution.page] else { return }
    if seesAlone { auditor?.see(outcome, part, of: plan.groups[step]) }
    try fold?.add(
      outcome, denominator: part.denominator == nil ? nil : denominator, part, of: plan.groups[step])
  }

  /// Looks at a page that its side has combined, before it is scaled.
  /// - Parameter audited: what the audit of its side has seen of its contributions.
  mutating func look(_ page: ResultPage, _ audited: AuditedJob.Group?, countsAreRestored: Bool) {
    guard let step, fold == nil else { return }
    _ = findings(in: page, audited, step, countsAreRestored)
  }

  private mutating func findings(
    in page: ResultPage, _ audited: AuditedJob.Group?, _ step: Int, _ countsAreRestored: Bool
  ) -> [PageFinding] {
    let own = plan.groups[step]
    if !seesAlone, let audited { auditor?.begin(own, seen: audited) }
    return auditor?.findings(of: own, in: page, countsAreRestored: countsAreRestored) ?? []
  }

  /// Ends a group.
  /// - Parameters:
  ///   - combined: the page that its side has combined, and the notices on it.
  ///   - audited: what the audit of its side has seen of its contributions.
  mutating func end(
    _ combined: (page: LoadedPage?, notices: ArraySlice<Notice>), _ audited: AuditedJob.Group?
  ) async throws(Failure) {
    guard let step else { return }
    self.step = nil
    var page = combined.page
    if var fold = fold.take() {
      let streamed = try fold.end(plan.groups[step]) { page, countsAreRestored in
        findings(in: page, audited, step, countsAreRestored)
      }
      self.fold = fold
      page = streamed.map { LoadedPage($0, of: plan) }
    } else {
      notices += combined.notices
    }
    guard let page else { return }
    try await add(page, of: step)
  }

  /// Takes the page of a step.
  mutating func add(_ page: LoadedPage, of step: Int) async throws(Failure) {
    do {
      for pair in pairs.add(page, of: steps[step]) { try await comparison.add(pair.a, pair.b) }
    } catch {
      throw Failure(any: error)
    }
  }

  /// All that is told of both, when all pages have passed.
  /// - Parameter onAll: the notices on all pages together of what came combined.
  mutating func contents(_ onAll: [Notice]) async throws(Failure) -> ReportComparison.Contents {
    do {
      for pair in pairs.finish() { try await comparison.add(pair.a, pair.b) }
    } catch {
      throw Failure(any: error)
    }
    notices += try fold?.closing().notices ?? onAll
    notices += try auditor?.closing().notices ?? []
    return comparison.contents(notices)
  }
}
