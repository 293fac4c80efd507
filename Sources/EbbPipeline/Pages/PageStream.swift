internal import EbbAggregate
internal import EbbAnalysis
internal import EbbExport
internal import EbbModel
internal import EbbText

/// The pages of an export, aggregated group by group in the plan's order.
struct PageStream {
  private let plan: ExportPlan
  private let request: ExportRequest
  private let report: @Sendable (Progress) -> Void
  private var operations: PageOperations
  private var nextGroup = 0
  private var progress: Progress
  private var notices: [Notice] = []
  /// The number of pages that came out.
  private var pageCount = 0
  private let keepsReplicates: Bool
  /// The contributions to the last page, where they are kept and can be.
  private var replicates: Replicates?
  /// The axes of the last page that were put right.
  private var repairs: [AxisRepair] = []
  /// The tasks that the jobs of each simulation of the plan have in all, by job id, where states are asked for.
  private let jobTasks: [[String: TaskNumbers]]

  /// - Parameter keepsReplicates: whether every page comes with what it can be resampled by.
  init(
    _ plan: ExportPlan, _ request: ExportRequest, keepsReplicates: Bool,
    report: @escaping @Sendable (Progress) -> Void
  ) {
    self.plan = plan
    self.request = request
    self.report = report
    self.keepsReplicates = keepsReplicates
    operations = PageOperations(request)
    progress = plan.progress
    jobTasks = request.partial ? plan.simulations.map(\.jobTasks) : []
  }

  /// The next page, and after the last what is to be said of all. Pages without data are passed over, and said so.
  /// - Parameter reader: of the plan's contributions.
  mutating func next(
    from reader: inout ContributionReader
  ) async throws -> PageStep {
    while nextGroup < plan.groups.count {
      let pages = plan.groups[nextGroup]
      nextGroup += 1
      if let page = try await aggregate(pages, from: &reader) {
        pageCount += 1
        let exported = ExportedPage(simulation: pages.simulation, estimator: pages.estimator, page: page)
        return .page(StreamedPage(exported: exported, replicates: replicates))
      }
    }
    try Task.checkCancellation()
    notices += operations.takeNotices()
    if pageCount == 0 { throw Failure.nothing(in: plan, notices) }
    var closing = PagesClosing()
    closing.pages = pageCount
    closing.notices = notices
    return .end(closing)
  }

  private mutating func aggregate(
    _ pages: PageGroup, from reader: inout ContributionReader
  ) async throws -> ResultPage? {
    var aggregator = PageAggregator(policy: request.nonFinite)
    var used: [Contribution] = []
    repairs = []
    var reduction: PageReduction?
    var collector = keepsReplicates ? ReplicateCollector(count: pages.contributions.count) : nil
    var failure = pages.fault
    for contribution in pages.contributions {
      let denominator =
        contribution.denominator == nil
        ? nil : try await reader.next().written(by: contribution.simulator, as: nil)
      let outcome = try await reader.next().written(by: contribution.simulator, as: request.assumed)
      advance(by: contribution)
      guard failure == nil else { continue }
      do throws(Failure) {
        guard var page = try page(outcome, contribution, of: pages) else { continue }
        if let mesh = pages.mesh { repairs = page.repair(by: mesh) }
        let parts = try denominator.map { (outcome) throws(Failure) in
          try self.denominator(outcome, of: page, contribution, of: pages)
        }
        if used.isEmpty {
          reduction = try operations.reduction(of: page, contribution, of: pages, denominator: parts)
        }
        let added = try add(
          page, contribution, to: &aggregator, reduction, denominator: parts?.values, of: pages)
        collector?.add(
          added, weight: contribution.weight, rule: aggregator.rule, hasDenominator: parts != nil)
        used.append(contribution)
      } catch {
        guard request.keepGoing else { throw error }
        failure = error
      }
    }
    if let failure {
      notices.append(Notice(.leftOut, "left out: " + failure.message))
      return nil
    }
    guard aggregator.contributions > 0, let template = aggregator.template else { return nil }
    var page = result(aggregator, template: template, reduction, used: used, of: pages)
    if aggregator.rule == .sum { restoreCounts(of: &page, pages) }
    let order = used.first?.order ?? .lastAxisFastest
    replicates = try collector?.finish(order, shape: reduction?.shape ?? template.shape)
    let (scaled, factor) = try operations.scaled(page)
    replicates?.scale *= factor
    return scaled
  }

  /// Multiplies the counts of a DIRECT job, which the platform has averaged, back to their sum: where whole numbers come
  /// of it that were none. Else the doubt is told.
  private mutating func restoreCounts(of page: inout ResultPage, _ pages: PageGroup) {
    let place = "estimator '\(pages.estimatorName)', page \(pages.number)"
    func isWhole(_ value: Double) -> Bool {
      // A third of a count stays one, however large it is.
      !value.isFinite || abs(value - value.rounded()) <= min(1e-9 * abs(value), 1e-3)
    }
    let areWhole = page.values.allSatisfy(isWhole)
    guard let tasks = pages.platformMean else {
      if !areWhole, pages.contributions.first?.isWholeJob == true {
        notices.append(
          Notice(
            .warning,
            "\(place): the counts are no whole numbers: they were averaged over tasks, and not added."))
      } else if pages.mayBeAveraged, page.values.contains(where: { $0 != 0 }) {
        notices.append(
          Notice(
            .warning,
            "\(place): the platform averages the counts of DIRECT jobs over their tasks: these are not their sum."
          ))
      }
      return
    }
    let factor = Double(tasks)
    guard !areWhole else {
      if page.values.contains(where: { $0 != 0 }) {
        notices.append(
          Notice(
            .warning,
            "\(place): the platform averages the counts of DIRECT jobs: these may have to be multiplied by \(tasks), the "
              + "number of tasks."))
      }
      return
    }
    guard page.values.allSatisfy({ isWhole($0 * factor) }) else {
      notices.append(
        Notice(
          .warning,
          "\(place): the platform averaged the counts of \(tasks) tasks, but not plainly: what they add up to is not "
            + "known."))
      return
    }
    page.values = page.values.map { $0.isFinite ? ($0 * factor).rounded() : $0 }
    if let mean = page.state?.mean { page.state?.mean = mean.map { $0 * factor } }
    page.operations.append("multiplied by \(tasks): the platform averages the counts of tasks")
    notices.append(
      Notice(
        .warning,
        "\(place): the platform averaged the counts of \(tasks) tasks; they are multiplied by \(tasks)."))
  }

  private mutating func advance(by contribution: Contribution) {
    progress.pagesDone += 1
    progress.bytesDone += contribution.compressedBytes
    report(progress)
  }

  /// The decoded page; `nil` where there are no data, which is said.
  private mutating func page(
    _ outcome: ContributionOutcome, _ contribution: Contribution, of pages: PageGroup
  ) throws(Failure) -> StoredPage? {
    switch outcome {
    case .failure(let error):
      throw Failure(error, at: PageLocation(contribution, of: pages))
    case .success(nil):
      notices.append(
        Notice(
          .warning,
          "\(PageLocation(contribution, of: pages).description) of \(contribution.jobID) has no data: "
            + "left out."
        ))
      return nil
    case .success(let page?): return page
    }
  }

  /// The weights of a ratio's contribution, bin by bin.
  private func denominator(
    _ outcome: ContributionOutcome, of page: StoredPage, _ contribution: Contribution, of pages: PageGroup
  ) throws(Failure) -> StoredPage {
    let location = PageLocation(contribution, of: pages)
    switch outcome {
    case .failure(let error): throw Failure(error, at: location)
    case .success(let found?) where found.shape == page.shape && found.filter == page.filter: return found
    case .success: throw .noDenominator(pages.denominator ?? "", at: location)
    }
  }

  private func add(
    _ page: StoredPage, _ contribution: Contribution, to aggregator: inout PageAggregator,
    _ reduction: PageReduction?, denominator: [Double]?, of pages: PageGroup
  ) throws(Failure) -> StoredPage {
    do throws(AggregateError) {
      return try aggregator.add(
        page, id: contribution.page, weight: contribution.weight, reduction: reduction,
        denominator: denominator)
    } catch {
      throw Failure(error, at: contribution, of: pages)
    }
  }

  private mutating func result(
    _ aggregator: PageAggregator, template: StoredPage, _ reduction: PageReduction?,
    used: [Contribution], of pages: PageGroup
  ) -> ResultPage {
    let combined = aggregator.finish(errors: request.errorKind)
    let shape = reduction?.shape ?? template.shape
    let order = used.first?.order ?? .lastAxisFastest
    let values = order.lastAxisFastest(combined.values, shape: shape)
    let notFinite = values.count { !$0.isFinite }
    if notFinite > 0 {
      notices.append(
        Notice(
          .warning,
          "estimator '\(pages.estimatorName)', page \(pages.number): \(Failure.count(notFinite)) of "
            + "\(Failure.count(values.count)) values are not finite."))
    }
    let known = used.compactMap(\.primaries)
    let meaning = aggregator.meaning ?? template.meaning
    var page = ResultPage(
      number: pages.number, quantity: template.quantity,
      unit: reduction?.unit ?? meaning.unit, filter: template.filter,
      metadata: template.metadata, axes: reduction?.axes ?? template.interpretedAxes(),
      values: values, errors: combined.errors.map { order.lastAxisFastest($0, shape: shape) },
      errorKind: request.errorKind,
      binContributions: binContributions(combined).map {
        order.lastAxisFastest($0, shape: shape)
      },
      isPhaseSpace: template.isPhaseSpace, rule: aggregator.rule,
      contributions: combined.contributions,
      primaries: known.count == used.count ? total(known) : nil,
      operations: reduction?.operations ?? [],
      state: request.partial ? state(aggregator, used: used, of: pages, order, shape: shape) : nil,
      storedOrder: order, storedAxes: reduction == nil ? template.axes : nil, meaning: meaning)
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
          "estimator '\(pages.estimatorName)', page \(pages.number): the axis \(name) is put right by the macro: "
            + "it begins at \(repair.axis.centres[0]) \(unit), not at \(repair.from)."))
    }
    if aggregator.rule == .ratio { page.denominator = pages.denominator ?? "none" }
    return page
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
    state.ratio = state.ratio?.mapped { order.lastAxisFastest($0, shape: shape) }
    return state
  }
}
