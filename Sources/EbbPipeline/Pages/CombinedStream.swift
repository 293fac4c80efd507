internal import EbbExport
internal import EbbModel
internal import EbbText

/// The pages of a source in which they are combined already, one by one in the plan's order: reduced and scaled as asked.
struct CombinedStream {
  private let plan: ExportPlan
  private let request: PageRequest
  private let store: any CombinedStore
  /// Whether pages are examined further, which takes standard errors.
  private let needsStandardErrors: Bool
  private let report: @Sendable (Progress) -> Void
  private var operations: PageOperations
  private var position = 0
  private var closing = PagesClosing()
  private var progress: Progress

  init(
    _ plan: ExportPlan, _ request: PageRequest, of store: any CombinedStore, needsStandardErrors: Bool,
    report: @escaping @Sendable (Progress) -> Void
  ) {
    self.plan = plan
    self.request = request
    self.store = store
    self.needsStandardErrors = needsStandardErrors
    self.report = report
    operations = PageOperations(request)
    progress = plan.progress
  }

  /// The next page, and after the last what is to be said of all.
  mutating func next() async throws(Failure) -> PageStep {
    while position < plan.groups.count {
      try Failure.checkCancellation()
      let index = position
      let group = plan.groups[index]
      position += 1
      do throws(Failure) {
        let page = try await page(group, then: position < plan.groups.count ? plan.groups[position] : nil)
        closing.pages += 1
        progress.pagesDone += 1
        report(progress)
        let exported = ExportedPage(simulation: group.simulation, estimator: group.estimator, page: page)
        return .page(StreamedPage(exported: exported, replicates: nil, group: index))
      } catch {
        guard request.keepGoing, error.kind == .brokenData else { throw error }
        closing.notices.append(Notice(.leftOut, "left out: " + error.message))
      }
    }
    closing.notices += operations.takeNotices()
    if closing.pages == 0 { throw Failure.nothing(in: plan, closing.notices) }
    return .end(closing)
  }

  private mutating func page(_ group: PageGroup, then next: PageGroup?) async throws(Failure) -> ResultPage {
    let loaded = try await store.page(group.contributions[0].page, then: next?.contributions.first?.page)
    let place = group.text
    var page = loaded.page.written(by: loaded.simulation, loaded.estimator, as: request.assumed)
    try checkErrors(of: &page, at: place)
    if request.isStrict, let first = page.findings.first { throw Failure.doubtful(first, at: place) }
    closing.findings += page.findings.map { "\(place): \($0.text)" }
    if !request.countsHits, !request.partial { page.hits = nil }
    page = try operations.reduced(page, at: PageLocation(group.contributions[0], of: group))
    return try operations.scaled(page).page
  }

  /// Takes errors of the kind that is asked for.
  private func checkErrors(of page: inout ResultPage, at place: String) throws(Failure) {
    guard page.errors != nil else { return }
    if request.errorKind == .none {
      page.errors = nil
      page.degreesOfFreedom = nil
    } else if request.errorKind != .stderr || needsStandardErrors {
      try page.checkErrors(are: request.errorKind, at: place)
    }
  }
}

extension ResultPage {
  /// Checks that the errors that a file states are of a kind: no other can be made of them.
  func checkErrors(are kind: ErrorKind, at place: String) throws(Failure) {
    guard errors != nil, errorKind != kind else { return }
    throw Failure(
      .usage, "\(place): the errors are each a \(errorLabel), and \(kind.label(of: rule)) is asked for.",
      advice: "Export it again from the store with --error \(kind.rawValue).")
  }
}

extension ResultPage {
  /// The page with what it means by the simulator that has scored it, which a file tells beside it.
  func written(
    by simulation: ResultSimulation, _ estimator: ResultEstimator, as assumed: BinMeaning?
  ) -> ResultPage {
    var page = self
    // Files do not tell what an axis is; no other but those of space are anything else.
    for index in axes.indices where !axes[index].kind.isSpatial && axes[index].kind != .other {
      page.axes[index].isDifferential = true
    }
    page.meaning = PageMeaning(
      quantity: quantity, unit: unit, metadata: metadata, axes: page.axes,
      simulator: Simulator(
        fileFormat: estimator.metadata["file_format"], name: simulation.simulator ?? ""),
      assumed: assumed)
    return page
  }
}
