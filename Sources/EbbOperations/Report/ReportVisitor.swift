internal import EbbAggregate
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Looks at every contribution of a simulation once, for all that a report tells: for the audit at all of them, for
/// statistics and pictures at those that are combined.
struct ReportVisitor: GroupVisitor {
  static let readsDenominators = true

  private(set) var audit = AuditVisitor()
  private(set) var statistics: StatisticsVisitor
  var figures: PageFigures
  /// The page that the first contribution with data of each group says it is.
  private(set) var contents: [PageContent] = []

  private let plan: ExportPlan
  private var auditor: PageAuditor
  private var fold: PageFold
  /// The plan's groups by their pages.
  private var selected: [PageKey: PageGroup] = [:]
  private var content: PageContent?
  /// Of the current group: its counterpart in the plan, and that one's contributions by their pages.
  private var group: PageGroup?
  private var combined: [PageID: Contribution] = [:]

  /// - Parameter plan: of what is combined.
  init(_ plan: ExportPlan, of simulation: JobRows, _ request: PageRequest, _ figures: PageFigures) {
    self.plan = plan
    self.figures = figures
    statistics = StatisticsVisitor(plan, of: [simulation], request)
    fold = PageFold(plan, request)
    auditor = PageAuditor(plan, request)
    for group in plan.groups { selected[Self.key(group)] = group }
  }

  /// The groups of an audit's plan, in which contributions have the denominators that they are combined with.
  func groups(of all: ExportPlan) -> [PageGroup] {
    all.groups.map { group in
      var group = group
      let own = Dictionary(
        (selected[Self.key(group)]?.contributions ?? []).map { ($0.page, $0.denominator) }
      ) { first, _ in first }
      for index in group.contributions.indices {
        group.contributions[index].denominator = own[group.contributions[index].page] ?? nil
      }
      return group
    }
  }

  mutating func begin(_ group: PageGroup) {
    audit.begin(group)
    content = nil
    self.group = selected[Self.key(group)]
    combined = [:]
    guard let own = self.group else { return }
    for contribution in own.contributions { combined[contribution.page] = contribution }
    statistics.begin(own)
    fold.begin(own)
  }

  mutating func visit(
    _ outcome: ContributionOutcome, denominator: ContributionOutcome?, _ contribution: Contribution,
    of group: PageGroup
  ) throws(Failure) {
    audit.visit(outcome, contribution, of: group)
    if content == nil, contribution.compressedBytes > 0 {
      content = Catalog.content(outcome, at: PageLocation(contribution, of: group))
    }
    guard let own = self.group, let part = combined[contribution.page] else { return }
    try statistics.visit(outcome, denominator: denominator, part, of: own)
    try fold.add(outcome, denominator: denominator, part, of: own)
  }

  mutating func end(_ group: PageGroup) async throws(Failure) {
    audit.end(group)
    contents.append(content ?? .empty)
    guard let own = self.group else { return }
    statistics.end(own)
    let looked = audit.groups.last
    let page = try fold.end(own) { [auditor] _, countsAreRestored in
      looked.map { auditor.findings(in: $0, of: own, countsAreRestored: countsAreRestored) } ?? []
    }
    guard let page else { return }
    let estimators = plan.simulations[own.simulation].estimators
    try await figures.add(page.exported.page, of: estimators[own.estimator])
  }

  mutating func closing() throws(Failure) -> PagesClosing { try fold.closing() }

  private static func key(_ group: PageGroup) -> PageKey {
    PageKey(estimator: group.estimatorName, number: group.number)
  }
}
