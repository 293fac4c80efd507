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
    self.group?.add(outcome, contribution)
    guard self.group?.disagreement == nil, case .success(var page?) = outcome else { return }
    // Particles would pile up; they cannot disagree.
    if page.isPhaseSpace { page.values = [] }
    // Of means no more is asked than whether they agree.
    let rule = aggregator.template == nil ? page.meaning.overTasks : aggregator.rule
    if rule == .mean { page.values = [] }
    do throws(AggregateError) {
      try aggregator.add(page, id: contribution.page, weight: contribution.weight)
    } catch {
      self.group?.disagreement = Failure(error, at: contribution, of: group)
    }
  }

  mutating func end(_ group: PageGroup) {
    guard var group = self.group else { return }
    self.group = nil
    group.close()
    if group.rule == .sum, group.disagreement == nil, aggregator.contributions > 1 {
      let combined = aggregator.finish(errors: .stderr)
      group.dispersion = dispersion(ofCounts: combined.values, errors: combined.errors)
    }
    groups.append(group)
  }
}
