internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Looks at one contribution of each page, for what the page is and what an audit finds in that contribution.
struct OverviewVisitor: GroupVisitor {
  /// Of each group.
  private(set) var contents: [PageContent] = []
  private(set) var groups: [AuditedJob.Group] = []
  private var content = PageContent.empty
  private var group: AuditedJob.Group?

  mutating func begin(_ group: PageGroup) {
    self.group = AuditedJob.Group(plan: group)
    content = .empty
  }

  mutating func visit(
    _ outcome: ContributionOutcome, denominator: ContributionOutcome?, _ contribution: Contribution,
    of group: PageGroup
  ) {
    content = Catalog.content(outcome, at: PageLocation(contribution, of: group))
    self.group?.add(outcome, contribution)
  }

  mutating func end(_ group: PageGroup) {
    contents.append(content)
    if let looked = self.group { groups.append(looked) }
  }
}
