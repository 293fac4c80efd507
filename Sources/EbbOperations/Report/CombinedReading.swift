internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// An export whose report is in the making, without an audit of contributions: what was found when it was made stands with its
/// pages.
struct CombinedReading {
  let plan: ExportPlan
  var figures: PageFigures
  private let simulation: Simulation
  /// What is told of each page beside its figure.
  private var pages: [(place: Int, shown: SimulationOverview.Page, statistics: StatisticsReport.Page)] = []

  init(_ simulation: Simulation, _ plan: ExportPlan, _ figures: PageFigures) {
    self.simulation = simulation
    self.plan = plan
    self.figures = figures
  }

  /// Takes a page.
  /// - Parameter place: its place in the plan: pages may come in another order.
  mutating func add(_ loaded: LoadedPage, at place: Int) async throws(Failure) {
    pages.append((place, CombinedOverview.page(loaded), StatisticsReport.Page(loaded)))
    try await figures.add(loaded.page, of: loaded.estimator, at: place)
  }

  /// All that there is to tell, once the pages have passed.
  /// - Parameter notices: on these.
  mutating func contents(_ request: PageRequest, _ notices: [Notice]) async throws(Failure) -> ReportContents
  {
    let written = try await figures.finish()
    var overview = CombinedOverview(simulation, plan)
    var statistics = StatisticsReport()
    for page in pages.sorted(by: { $0.place < $1.place }) {
      overview.add(page.shown, of: page.statistics.estimator)
      statistics.pages.append(page.statistics)
    }
    return ReportContents(
      overview: overview.overview, findings: nil, pages: written, statistics: statistics,
      record: Recording.Sources(simulation, plan, statistics: statistics, request: request).record,
      input: nil, notices: plan.notices + notices + figures.notices)
  }
}
