internal import EbbModel
internal import Glibc

/// Spectra as E·Φ(E), by the logarithm of the energy: equal areas are equal amounts where the energy's scale is
/// logarithmic.
enum Lethargy {
  /// The page with what each bin holds over the width of its logarithm, ln(E₂/E₁), as values.
  ///
  /// A density is first multiplied by the width of its bin, so what is drawn is exact however wide bins are. A lowest
  /// bin that begins at 0 has no such width: its density is multiplied by the energy of its centre.
  /// - Returns: `nil` for a page that is not over one axis of energies, or whose bins hold neither amounts nor densities.
  static func applied(to page: ResultPage) -> ResultPage? {
    guard page.axes.count == 1, let axis = page.axes.first,
      [.energy, .energyPerNucleon, .energyPerMassUnit].contains(axis.kind),
      let meaning = page.meaning.overAxis(axis)
    else { return nil }
    let factors = axis.centres.indices.map { index -> Double in
      guard let edges = axis.edges, edges[index] > 0 else {
        return meaning == .density ? axis.centres[index] : .nan
      }
      let width = log(edges[index + 1] / edges[index])
      return meaning == .density ? (edges[index + 1] - edges[index]) / width : 1 / width
    }
    var shown = page
    shown.values = zip(page.values, factors).map { $0 * $1 }
    shown.errors = page.errors.map { zip($0, factors).map { $0 * $1 } }
    if meaning == .density { shown.unit = page.unit.multiplied(by: axis.unit) }
    return shown
  }
}
