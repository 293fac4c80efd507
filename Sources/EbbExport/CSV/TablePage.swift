internal import EbbModel
internal import EbbText

/// A page of a table, and what it is a page of.
struct TablePage {
  var page: ResultPage
  let estimator: ResultEstimator
  let simulation: ResultSimulation

  init(_ exported: ExportedPage, of outline: ExportOutline) {
    page = exported.page
    simulation = outline.simulations[exported.simulation]
    estimator = simulation.estimators[exported.estimator]
  }

  /// Whether the bins are the same, one by one, so that both fit into the same rows. Particles are no bins.
  func hasBins(of other: TablePage) -> Bool {
    !page.isPhaseSpace && !other.page.isPhaseSpace
      && page.axes.elementsEqual(other.page.axes) {
        $0.name == $1.name && $0.describedUnit == $1.describedUnit && $0.centres == $1.centres
          && $0.edges == $1.edges
      }
  }

  /// A description of the page where it does not fit: "mesh, page 0 (z [cm]: 400 bins from 0.025 to 19.975)".
  func bins(namingSimulation: Bool) -> String {
    let axes = page.axes.map { axis in
      let (count, title) = (axis.centres.count, columnTitle(axis.name, unit: axis.describedUnit))
      guard let first = axis.centres.first, let last = axis.centres.last else { return title }
      return "\(title): \(count) \(count == 1 ? "bin" : "bins") from \(first) to \(last)"
    }
    let shape = page.isPhaseSpace ? "phase space" : axes.isEmpty ? "no axes" : axes.joined(separator: ", ")
    let name = "\(estimator.title), page \(page.number) (\(shape))"
    return namingSimulation ? "\(simulation.name), \(name)" : name
  }
}
