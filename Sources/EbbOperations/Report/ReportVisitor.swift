internal import EbbAggregate
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Looks at every contribution of a simulation once, for all that a report tells: for the audit at all of them, for
/// statistics and pictures at those that are combined.
///
/// Groups may come in another order than that of the simulation's: what is told of them is put in order at the end.
struct ReportVisitor: GroupVisitor {
  static let readsDenominators = true

  var figures: PageFigures
  private(set) var audit = AuditVisitor()
  private var statistics: StatisticsVisitor
  /// The page that the first contribution with data of each group says it is.
  private var contents: [PageContent] = []

  private let plan: ExportPlan
  private let request: PageRequest
  private var auditor: PageAuditor
  private var fold: PageFold
  /// The plan's groups by their pages.
  private var selected: [PageKey: PageGroup] = [:]
  /// The places of the groups that have come, and of those that are combined, with the notices on them.
  private var places: [Int] = []
  private var combinedPlaces: [(place: Int, notices: Range<Int>)] = []

  /// Of the current group: its place, its counterpart in the plan, and that one's contributions by their pages.
  private var place = -1
  private var group: PageGroup?
  private var combined: [PageID: Contribution] = [:]
  private var content: PageContent?

  /// - Parameter plan: of what is combined.
  init(_ plan: ExportPlan, of simulation: JobRows, _ request: PageRequest, _ figures: PageFigures) {
    self.plan = plan
    self.request = request
    self.figures = figures
    statistics = StatisticsVisitor(plan, of: [simulation], request)
    fold = PageFold(plan, request)
    auditor = PageAuditor(plan, request)
    for group in plan.groups { selected[group.key] = group }
  }

  /// Has pages come with what they can be resampled by. Before the first.
  mutating func keep(_ replicates: ReplicateLimits) { fold = PageFold(plan, request, replicates: replicates) }

  /// The groups of an audit's plan, in which contributions have the denominators that they are combined with.
  func groups(of all: ExportPlan) -> [PageGroup] { all.groups.map { $0.weighted(as: selected[$0.key]) } }

  mutating func begin(_ group: PageGroup) { begin(group, at: place + 1) }

  /// - Parameter place: the group's place in the audit's plan.
  mutating func begin(_ group: PageGroup, at place: Int) {
    self.place = place
    audit.begin(group)
    content = nil
    self.group = selected[group.key]
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
    // It may have been read for another.
    let denominator = part.denominator == nil ? nil : denominator
    try statistics.visit(outcome, denominator: denominator, part, of: own)
    try fold.add(outcome, denominator: denominator, part, of: own)
  }

  mutating func end(_ group: PageGroup) async throws(Failure) { _ = try await finish(group) { _, _, _ in } }

  /// Ends a group as `end` does.
  /// - Parameter look: sees the page as it is combined, what an audit has seen of its contributions, and whether averaged
  ///   counts were restored.
  /// - Returns: the page, where there is one, and the notices on it.
  mutating func finish(
    _ group: PageGroup,
    _ look: (_ page: ResultPage, _ audited: AuditedJob.Group?, _ countsAreRestored: Bool) -> Void
  ) async throws(Failure) -> (page: LoadedPage?, notices: ArraySlice<Notice>) {
    audit.end(group)
    places.append(place)
    contents.append(content ?? .empty)
    guard let own = self.group else { return (nil, []) }
    statistics.end(own)
    let audited = audit.groups.last
    let known = combinedPlaces.last?.notices.upperBound ?? 0
    let streamed = try fold.end(own) { [auditor] page, countsAreRestored in
      look(page, audited, countsAreRestored)
      return audited.map { auditor.findings(in: $0, of: own, countsAreRestored: countsAreRestored) } ?? []
    }
    combinedPlaces.append((place, known..<fold.notices.count))
    let page = streamed.map { LoadedPage($0, of: plan) }
    if let page { try await figures.add(page.page, of: page.estimator, at: place) }
    return (page, fold.notices[known...])
  }

  /// The notices when all pages have come, and of them those that are on all together.
  mutating func closing() throws(Failure) -> (all: [Notice], onAll: [Notice]) {
    let closing = try fold.closing().notices
    let ofGroups = combinedPlaces.map(\.notices).arranged(by: combinedPlaces.map(\.place))
    let rest = closing.dropFirst(combinedPlaces.last?.notices.upperBound ?? 0)
    return (ofGroups.flatMap { closing[$0] } + rest, Array(rest))
  }

  /// What was found, in the order of the simulation's groups.
  var found: (contents: [PageContent], audited: [AuditedJob.Group], statistics: StatisticsReport) {
    var report = statistics.report
    report.pages = report.pages.arranged(by: combinedPlaces.map(\.place))
    return (contents.arranged(by: places), audit.groups.arranged(by: places), report)
  }
}

extension PageGroup {
  /// By which it is found in another plan.
  var key: PageKey { PageKey(estimator: estimatorName, number: number) }

  /// The group with the denominators of another's contributions, where that has such.
  func weighted(as other: PageGroup?) -> PageGroup {
    guard let other else { return self }
    var group = self
    let known = Dictionary(other.contributions.map { ($0.page, $0.denominator) }) { first, _ in first }
    for index in group.contributions.indices where group.contributions[index].denominator == nil {
      group.contributions[index].denominator = known[group.contributions[index].page] ?? nil
    }
    return group
  }
}

extension Array {
  /// The elements in the order of their places.
  fileprivate func arranged(by places: [Int]) -> [Element] {
    zip(places, self).enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      .map(\.element.1)
  }
}
