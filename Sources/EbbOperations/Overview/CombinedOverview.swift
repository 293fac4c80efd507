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

  mutating func add(_ loaded: LoadedPage) {
    let page = loaded.page
    var shown = SimulationOverview.Page(
      number: page.number, contributions: page.contributions, primaries: page.primaries,
      content: .page(PageInterpretation(page)), denominator: page.denominator)
    shown.findings = page.findings
    let name = loaded.estimator.title
    if overview.estimators.last?.name != name {
      overview.estimators.append(SimulationOverview.Estimator(name: name, contributions: 1, pages: []))
    }
    overview.estimators[overview.estimators.count - 1].pages.append(shown)
  }
}
