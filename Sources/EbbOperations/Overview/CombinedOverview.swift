internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Gathers the overview of an export page by page.
struct CombinedOverview {
  var overview: SimulationOverview

  init(_ simulation: Simulation, _ plan: ExportPlan) {
    overview = SimulationOverview(
      simulation: simulation, tasks: plan.simulations.first?.tasks.map(\.task) ?? [], estimators: [],
      notices: [])
  }

  mutating func add(_ loaded: LoadedPage) { add(Self.page(loaded), of: loaded.estimator.title) }

  /// - Parameter name: of the page's estimator.
  mutating func add(_ page: SimulationOverview.Page, of name: String) {
    if overview.estimators.last?.name != name {
      overview.estimators.append(SimulationOverview.Estimator(name: name, contributions: 1, pages: []))
    }
    overview.estimators[overview.estimators.count - 1].pages.append(page)
  }

  /// What an overview tells of a page.
  static func page(_ loaded: LoadedPage) -> SimulationOverview.Page {
    let page = loaded.page
    var shown = SimulationOverview.Page(
      number: page.number, contributions: page.contributions, primaries: page.primaries,
      content: .page(PageInterpretation(page)), denominator: page.denominator)
    shown.findings = page.findings
    return shown
  }
}
