internal import EbbAggregate
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Gathers the statistics of a plan's groups.
struct StatisticsVisitor: GroupVisitor {
  static let readsDenominators = true

  private(set) var report = StatisticsReport()

  /// The names of the plan's simulations.
  private let names: [String]
  private let request: PageRequest
  private let times: RunTimes
  /// Holds the contributions against each other.
  private var aggregator: PageAggregator
  private var statistics: StatisticsAccumulator?
  private var used: [Contribution] = []
  private var failures: GroupFailure

  init(_ plan: ExportPlan, of simulations: [JobRows], _ request: PageRequest) {
    names = plan.simulations.map(\.name)
    self.request = request
    failures = GroupFailure(request)
    times = RunTimes(simulations)
    aggregator = PageAggregator(policy: request.nonFinite)
    report.notices = plan.notices
  }

  mutating func begin(_ group: PageGroup) {
    aggregator = PageAggregator(policy: request.nonFinite)
    statistics = nil
    used = []
    failures.begin(group)
  }

  mutating func visit(
    _ outcome: ContributionOutcome, denominator: ContributionOutcome? = nil, _ contribution: Contribution,
    of group: PageGroup
  ) throws(Failure) {
    guard failures.failure == nil else { return }
    do throws(Failure) {
      try add(outcome, denominator, contribution, of: group)
    } catch {
      try failures.met(error)
    }
  }

  private mutating func add(
    _ outcome: ContributionOutcome, _ denominator: ContributionOutcome?, _ contribution: Contribution,
    of group: PageGroup
  ) throws(Failure) {
    let location = PageLocation(contribution, of: group)
    var page: StoredPage
    switch outcome {
    case .failure(let error): throw Failure(error, at: location)
    case .success(nil): return
    case .success(let found?): page = found
    }
    // Particles would pile up, and have no statistics.
    if page.isPhaseSpace { page.values = [] }
    let parts = try denominator.map { (outcome) throws(Failure) in
      try PageFold.denominator(outcome, of: page, contribution, of: group)
    }
    // Means and sums have their own statistics: here they are held against each other only.
    let rule = aggregator.template == nil ? page.meaning.overTasks : aggregator.rule
    var outline = page
    if rule == .mean || rule == .sum { outline.values = [] }
    do throws(AggregateError) {
      try aggregator.add(
        outline, id: contribution.page, weight: contribution.weight, denominator: parts?.values)
    } catch {
      throw Failure(error, at: contribution, of: group)
    }
    used.append(contribution)
    guard aggregator.rule == .mean || aggregator.rule == .sum else { return }
    if statistics == nil {
      statistics = StatisticsAccumulator(rule: aggregator.rule, policy: request.nonFinite)
    }
    statistics?.add(page, weight: contribution.weight)
  }

  mutating func end(_ group: PageGroup) {
    var page = StatisticsReport.Page(group, simulation: names[group.simulation])
    page.contributions = used.count
    if let notice = failures.notice {
      page.problem = failures.failure?.message
      report.notices.append(notice)
    } else if let template = aggregator.template {
      page.quantity = template.quantity
      page.filter = template.filter
      page.rule = aggregator.rule
      let primaries = used.compactMap(\.primaries)
      page.primaries = primaries.count == used.count ? total(primaries) : nil
      let seconds = used.compactMap { times.seconds(of: $0) }
      page.seconds = seconds.count == used.count ? seconds.reduce(0, +) : nil
      if let found = statistics?.finish() ?? ratios { fill(&page, from: found) }
      page.problem = page.foundProblem
    } else {
      page.problem = "no data"
    }
    report.pages.append(page)
  }

  /// The statistics of a ratio.
  private var ratios: PageStatistics? {
    guard aggregator.rule == .ratio else { return nil }
    let combined = aggregator.finish(errors: .stderr)
    return PageStatistics(ofRatios: combined.values, errors: combined.errors, contributions: used.count)
  }

  private func fill(_ page: inout StatisticsReport.Page, from found: PageStatistics) {
    page.bins = found.bins
    page.nonZeroBins = found.nonZeroBins
    page.nonFiniteBins = found.nonFiniteBins
    page.medianError = found.relativeError?.median
    page.errorAboveHalf = found.errorAboveHalf
    page.quantile90Error = found.relativeError?.quantile90
    page.worstError = found.relativeError?.worst
    page.shareBelow5 = found.shareBelow5
    page.shareBelow10 = found.shareBelow10
    page.chiSquare = found.chiSquare?.value
    page.degreesOfFreedom = found.chiSquare?.degreesOfFreedom
    page.chiSquareProbability = found.chiSquare?.probability
    page.totalOutlier = found.outliers.first { $0.kind == .total }.map(deviation)
    page.binsOutlier = found.outliers.first { $0.kind == .bins }.map(deviation)
    if var outlier = found.outliers.min(by: { $0.probability < $1.probability }) {
      outlier.probability = TailProbability.smallest(outlier.probability, of: found.outliers.count)
      page.outlier = deviation(outlier)
    }
    page.medianVariance = found.varianceOfVariance?.median
    page.worstVariance = found.varianceOfVariance?.worst
    page.expectedVariance = found.expectedVarianceOfVariance
    page.figureOfMerit = page.seconds.flatMap { found.figureOfMerit(seconds: $0) }
    page.slope = found.slope
  }

  private func deviation(_ outlier: Outlier) -> StatisticsReport.Deviation {
    let contribution = used[outlier.index]
    let task = contribution.task.map { "task \($0)" }
    let name =
      request.combine
      ? [task, contribution.jobID].compactMap { $0 }.joined(separator: " of ")
      : task ?? "row \(contribution.page.rawValue)"
    return StatisticsReport.Deviation(contribution: name, t: outlier.t, probability: outlier.probability)
  }
}

extension StatisticsReport.Page {
  /// The reason why there are no statistics, or not all.
  fileprivate var foundProblem: String? {
    switch rule {
    case .identical?: return "the same in all, without errors"
    case .concatenation: return "phase space, without errors"
    default: break
    }
    if let nonFiniteBins, nonFiniteBins > 0 {
      return nonFiniteBins == 1 ? "1 bin not finite" : "\(Failure.count(nonFiniteBins)) bins not finite"
    }
    if nonZeroBins == 0 { return "all zero" }
    if contributions == 1 { return "one contribution, no errors" }
    // Nothing is known of how few hits scatter; ratios have no P.
    let isExpected = contributions >= BatchConsistency.fewest && rule != .ratio
    return isExpected && outlier == nil ? "too few hits for P" : nil
  }
}
