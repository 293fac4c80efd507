internal import EbbAggregate
internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Gathers the facts of a job's pages.
struct AuditVisitor: GroupVisitor {
  private(set) var groups: [AuditedJob.Group] = []
  private var group: AuditedJob.Group?
  private var aggregator = PageAggregator(policy: .propagate)

  mutating func begin(_ group: PageGroup) {
    self.group = AuditedJob.Group(plan: group)
    aggregator = PageAggregator(policy: .propagate)
  }

  mutating func visit(
    _ outcome: ContributionOutcome, denominator: ContributionOutcome? = nil, _ contribution: Contribution,
    of group: PageGroup
  ) {
    let location = PageLocation(contribution, of: group)
    switch outcome {
    case .failure(let error): self.group?.contents.append(.broken(Failure(error, at: location)))
    case .success(nil): self.group?.contents.append(.empty)
    case .success(var page?):
      self.group?.contents.append(.page(PageFacts(page)))
      // Particles would pile up; they cannot disagree.
      if page.isPhaseSpace { page.values = [] }
      guard self.group?.disagreement == nil else { return }
      do throws(AggregateError) {
        try aggregator.add(page, id: contribution.page, weight: contribution.weight)
      } catch {
        self.group?.disagreement = Failure(error, at: contribution, of: group)
      }
    }
  }

  mutating func end(_ group: PageGroup) {
    if let group = self.group { groups.append(group) }
  }
}
