internal import EbbAggregate
internal import EbbAnalysis
internal import EbbExport
package import EbbModel
package import EbbText

/// Folds the contributions of a plan's groups, one group after another, into pages.
package struct PageFold {
  private let plan: ExportPlan
  private let request: PageRequest
  private var operations: PageOperations
  /// The notices on single groups so far.
  package private(set) var notices: [Notice] = []
  /// The number of pages that came out.
  private var pageCount = 0
  private var unequalPrimaries = UnequalPrimaries()
  private let replicates: ReplicateLimits?
  /// The tasks that the jobs of each simulation of the plan have in all, by job id, where states are asked for.
  private let jobTasks: [[String: TaskNumbers]]

  // Of the group that is being folded:
  private var aggregator: PageAggregator
  private var used: [Contribution] = []
  /// Whether the first contribution's file states errors that are not those of the reduced bins.
  private var statedErrorsAreLost = false
  private var reduction: PageReduction?
  private var collector: ReplicateCollector?
  private var failures: GroupFailure
  /// Where its bins are put onto others.
  private var target: PageTarget?
  /// The axes that were put right.
  private var repairs: [AxisRepair] = []
  /// The numbers of tasks by which averaged counts were multiplied, one for each contribution that was.
  private var restored: [Int] = []
  /// The number of contributions whose counts are sums: restored, or said to be such by the file that holds them.
  private var summed = 0

  /// - Parameter replicates: how much of each page's contributions comes with it, by which it can be resampled; `nil` for
  ///   nothing.
  package init(_ plan: ExportPlan, _ request: PageRequest, replicates: ReplicateLimits? = nil) {
    self.plan = plan
    self.request = request
    self.replicates = replicates
    failures = GroupFailure(request)
    operations = PageOperations(request)
    jobTasks = request.partial ? plan.simulations.map(\.jobTasks) : []
    aggregator = Self.aggregator(request)
  }

  private static func aggregator(_ request: PageRequest) -> PageAggregator {
    PageAggregator(
      policy: request.nonFinite, countsHits: request.countsHits || request.partial,
      makesIntervals: request.partial || request.errorKind.confidence != nil)
  }

  package mutating func begin(_ group: PageGroup, onto target: PageTarget? = nil) {
    self.target = target
    aggregator = Self.aggregator(request)
    used = []
    statedErrorsAreLost = false
    reduction = nil
    collector = replicates.map {
      ReplicateCollector(count: group.contributions.count, $0, policy: request.nonFinite)
    }
    failures.begin(group)
    repairs = []
    restored = []
    summed = 0
  }

  /// Folds a contribution into its page.
  /// - Parameters:
  ///   - outcome: the contribution's page, which knows its simulator.
  ///   - denominator: of a ratio, what it is weighted by, where it has such.
  /// - Throws: where it cannot be read or does not fit the others, without `keepGoing`.
  package mutating func add(
    _ outcome: ContributionOutcome, denominator: ContributionOutcome?, _ contribution: Contribution,
    of group: PageGroup
  ) throws(Failure) {
    guard failures.failure == nil else { return }
    do throws(Failure) {
      try fold(outcome, denominator, contribution, of: group)
    } catch {
      try failures.met(error)
    }
  }

  private mutating func fold(
    _ outcome: ContributionOutcome, _ denominator: ContributionOutcome?, _ contribution: Contribution,
    of pages: PageGroup
  ) throws(Failure) {
    guard var page = try page(outcome, contribution, of: pages) else { return }
    if let mesh = pages.mesh { repairs = page.repair(by: mesh) }
    restoreCounts(of: &page, contribution, pages)
    let parts = try denominator.map { (outcome) throws(Failure) in
      try Self.denominator(outcome, of: page, contribution, of: pages)
    }
    if used.isEmpty {
      reduction = try operations.reduction(
        of: page, contribution, of: pages, denominator: parts, onto: target)
    }
    let added: StoredPage
    do throws(AggregateError) {
      added = try aggregator.add(
        page, id: contribution.page, weight: contribution.weight, reduction: reduction,
        denominator: parts?.values)
    } catch {
      throw Failure(error, at: contribution, of: pages)
    }
    keep(added, contribution, hasDenominator: parts != nil)
    if page.errors != nil, added.errors == nil { statedErrorsAreLost = used.isEmpty }
    used.append(contribution)
  }

  /// Keeps a contribution, as it was combined, for resampling.
  private mutating func keep(_ added: StoredPage, _ contribution: Contribution, hasDenominator: Bool) {
    guard collector != nil else { return }
    if used.isEmpty, !added.isPhaseSpace {
      let axes = reduction?.axes ?? added.interpretedAxes()
      collector?.begin(
        BinMeasure(axes, aggregator.meaning ?? added.meaning), contribution.order,
        shape: axes.map(\.centres.count))
    }
    collector?.add(
      added, weight: contribution.weight, rule: aggregator.rule, hasDenominator: hasDenominator)
  }

  /// The page of the group's contributions; `nil` where there is none, or it was left out, which is said at the end.
  /// - Parameter findings: what an audit has found in them, of the page as it is combined, and whether averaged counts
  ///   were restored.
  /// - Throws: where something was found and the request is strict.
  package mutating func end(
    _ pages: PageGroup, findings: (ResultPage, _ countsAreRestored: Bool) -> [PageFinding] = { _, _ in [] }
  ) throws(Failure) -> StreamedPage? {
    if let notice = failures.notice {
      notices.append(notice)
      return nil
    }
    guard aggregator.contributions > 0, let template = aggregator.template else { return nil }
    var finished = aggregator
    aggregator = PageAggregator(policy: request.nonFinite)
    var page = result(&finished, template: template, reduction, used: used, of: pages)
    // What a file states of its one contribution; the usual kind takes what there is.
    if request.errorKind != .stderr { try page.checkErrors(are: request.errorKind, at: pages.text) }
    if statedErrorsAreLost, used.count == 1 { operations.tellOfLostErrors() }
    if !restored.isEmpty {
      let factors = Set(restored).sorted().map(String.init).joined(separator: " and ")
      page.operations.append("multiplied by \(factors): the platform averages the counts of tasks")
    }
    page.countsAreSums = summed == used.count
    page.findings = findings(page, page.countsAreSums)
    if request.isStrict, let finding = page.findings.first {
      let doubt = Failure.doubtful(finding, at: pages.text)
      guard request.keepGoing else { throw doubt }
      notices.append(Notice(.leftOut, "left out: " + doubt.message))
      return nil
    }
    var replicates: Replicates?
    do {
      replicates = try collector?.finish()
    } catch {
      throw Failure(any: error)
    }
    let (scaled, factor) = try operations.scaled(page)
    replicates?.scale *= factor
    pageCount += 1
    unequalPrimaries.look(at: page, of: pages.job)
    return StreamedPage(
      exported: ExportedPage(simulation: pages.simulation, estimator: pages.estimator, page: scaled),
      replicates: replicates)
  }

  /// The notices when all pages have come.
  /// - Throws: where none came.
  package mutating func closing() throws(Failure) -> PagesClosing {
    notices += operations.takeNotices()
    if let notice = unequalPrimaries.notice { notices.append(notice) }
    if pageCount == 0 { throw Failure.nothing(in: plan, notices) }
    var closing = PagesClosing()
    closing.pages = pageCount
    closing.notices = notices
    return closing
  }

  /// Multiplies the counts of a DIRECT job, which the platform has averaged, back to their sum, where it is asked for.
  private mutating func restoreCounts(
    of page: inout StoredPage, _ contribution: Contribution, _ pages: PageGroup
  ) {
    if page.countsAreSums {
      summed += 1
      return
    }
    guard contribution.isWholeJob, !request.asStored,
      let counts = AveragedCounts(page, averaged: contribution.platformAverage)
    else { return }
    let whose = pages.job == nil && pages.contributions.count > 1 ? " of \(contribution.jobID)" : ""
    notices.append(Notice(.warning, "\(pages.text)\(whose): \(counts.sentence)"))
    guard case .restored(let tasks) = counts else { return }
    AveragedCounts.restore(&page, tasks: tasks)
    restored.append(tasks)
    summed += 1
  }

  /// The decoded page; `nil` where there are no data, which is said.
  private mutating func page(
    _ outcome: ContributionOutcome, _ contribution: Contribution, of pages: PageGroup
  ) throws(Failure) -> StoredPage? {
    switch outcome {
    case .failure(let error):
      throw Failure(error, at: PageLocation(contribution, of: pages))
    case .success(nil):
      let whose = pages.job == nil ? " of \(contribution.jobID)" : ""
      notices.append(
        Notice(
          .warning,
          "\(PageLocation(contribution, of: pages).description)\(whose) has no data: left out."))
      return nil
    case .success(let page?): return page
    }
  }

  /// The weights of a ratio's contribution, bin by bin.
  package static func denominator(
    _ outcome: ContributionOutcome, of page: StoredPage, _ contribution: Contribution, of pages: PageGroup
  ) throws(Failure) -> StoredPage {
    let location = PageLocation(contribution, of: pages)
    switch outcome {
    case .failure(let error): throw Failure(error, at: location)
    case .success(let found?) where found.shape == page.shape && found.filter == page.filter: return found
    case .success: throw .noDenominator(pages.denominator ?? "", at: location)
    }
  }

  private mutating func result(
    _ aggregator: inout PageAggregator, template: StoredPage, _ reduction: PageReduction?,
    used: [Contribution], of pages: PageGroup
  ) -> ResultPage {
    var combined = aggregator.finish(errors: request.errorKind)
    let (rule, meaning) = (aggregator.rule, aggregator.meaning ?? template.meaning)
    let shape = reduction?.shape ?? template.shape
    let order = used.first?.order ?? .lastAxisFastest
    let state = request.partial ? state(aggregator, used: used, of: pages, order, shape: shape) : nil
    // Its arrays are as large as the page's: one after another goes when it is no more needed.
    let magnitudes = aggregator.tooWideMagnitudes
    aggregator = PageAggregator(policy: request.nonFinite)
    let values = order.lastAxisFastest(combined.values, shape: shape)
    combined.values = []
    let stored = request.errorKind == .none || used.count > 1 ? nil : template.errors
    let errors = (combined.errors ?? stored).map { order.lastAxisFastest($0, shape: shape) }
    combined.errors = nil
    let notFinite = values.count { !$0.isFinite }
    if notFinite > 0 {
      notices.append(
        Notice(
          .warning,
          "\(pages.text): \(Failure.count(notFinite)) of "
            + "\(Failure.count(values.count)) values are not finite."))
    }
    if let magnitudes, let errors {
      tellOfLostErrors(errors, of: values, magnitudes, at: pages.text)
    }
    let known = used.compactMap(\.primaries)
    var page = ResultPage(
      number: pages.number, quantity: template.quantity,
      unit: reduction?.unit ?? meaning.unit, filter: template.filter,
      metadata: template.metadata, axes: reduction?.axes ?? template.interpretedAxes(),
      values: values, errors: errors,
      errorKind: stored == nil ? request.errorKind : template.errorKind,
      binContributions: binContributions(combined).map {
        order.lastAxisFastest($0, shape: shape)
      },
      isPhaseSpace: template.isPhaseSpace, rule: rule,
      contributions: combined.contributions,
      primaries: known.count == used.count ? total(known) : nil,
      operations: reduction?.operations ?? [],
      state: state,
      storedOrder: order, storedAxes: reduction == nil ? template.axes : nil, meaning: meaning)
    page.degreesOfFreedom = combined.degreesOfFreedom
    // One contribution shows itself what it has hit.
    if request.partial || page.errors != nil {
      page.hits = combined.hits.map { order.lastAxisFastest($0, shape: shape) }
    }
    page.interfaceMembers = template.interfaceMembers
    for repair in repairs {
      if reduction == nil { page.axes[repair.index] = repair.axis }
      let (name, unit) = (repair.axis.name, repair.axis.unit)
      page.operations.insert(
        "--repair axes: \(name) begins at \(repair.axis.centres[0]) \(unit) by the macro, not at \(repair.from)",
        at: 0)
      notices.append(
        Notice(
          .warning,
          "\(pages.text): the axis \(name) is put right by the macro: "
            + "it begins at \(repair.axis.centres[0]) \(unit), not at \(repair.from)."))
    }
    if rule == .ratio { page.denominator = pages.denominator ?? "none" }
    return page
  }

  /// Says so where bins have no error since they are too far apart.
  /// - Parameter magnitudes: the least and the largest, as powers of two.
  private mutating func tellOfLostErrors(
    _ errors: [Double], of values: [Double], _ magnitudes: ClosedRange<Int>, at place: String
  ) {
    let lost = zip(errors, values).count { error, value in error.isNaN && value.isFinite }
    guard lost > 0 else { return }
    func decimal(_ exponent: Int) -> String { "1e\(Int((Double(exponent) * 0.30103).rounded()))" }
    notices.append(
      Notice(
        .warning,
        "\(place): \(Failure.count(lost)) of \(Failure.count(values.count)) values have no error: magnitudes from "
          + "\(decimal(magnitudes.lowerBound)) to \(decimal(magnitudes.upperBound)) in one page are too far apart for "
          + "their squares."))
  }

  /// The number of contributions to each bin: where a state needs them, and where it is not all of them.
  private func binContributions(_ combined: AggregatedValues) -> [Int]? {
    combined.binContributions.flatMap { counts in
      request.partial || counts.contains { $0 != combined.contributions } ? counts : nil
    }
  }

  /// The state that further contributions can be merged with, in C order.
  private func state(
    _ aggregator: PageAggregator, used: [Contribution], of pages: PageGroup, _ order: MemoryOrder,
    shape: [Int]
  ) -> PageState {
    let sources = ContributionList(
      used.map { (job: $0.jobID, item: $0.item) }, allTasks: jobTasks[pages.simulation])
    var state = aggregator.state(
      isWeighted: request.weighting != .equal && pages.primaries != nil, sources: sources)
    state.mean = state.mean.map { order.lastAxisFastest($0, shape: shape) }
    state.spread = state.spread.map { order.lastAxisFastest($0, shape: shape) }
    state.binWeights = state.binWeights.map { order.lastAxisFastest($0, shape: shape) }
    state.unequal = state.unequal?.mapped { order.lastAxisFastest($0, shape: shape) }
    state.ratio = state.ratio?.mapped { order.lastAxisFastest($0, shape: shape) }
    return state
  }
}
