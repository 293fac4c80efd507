internal import EbbModel

/// The keys that every record of an export has, so that a reader that looks at the first ones only knows all.
struct RecordKeys {
  private static let members = [
    "schema", "simulation", "estimator", "task", "page", "quantity", "filter", "unit", "normalization",
    "value", "error", "hits",
  ]

  /// Whether contributions stand on their own, with the task that each is of.
  let hasTasks: Bool
  let hasHits: Bool
  /// The keys of all pages' axes, and of particles' numbers.
  let places: [String]

  init(_ outline: ExportOutline, hasHits: Bool) {
    hasTasks = outline.simulations.contains { $0.estimators.contains { $0.task != nil } }
    self.hasHits = hasHits
    var places = outline.hasParticles ? PhaseSpace.columns.map(\.name) : []
    for axes in outline.axisNames {
      for name in Self.keys(ofAxes: axes) where !places.contains(name) { places.append(name) }
    }
    self.places = places
  }

  /// The keys of a page's axes. An axis may be called like another member; one that came twice would be lost.
  func names(ofAxes axes: [String]) -> [String] { Self.keys(ofAxes: axes) }

  private static func keys(ofAxes axes: [String]) -> [String] {
    var names = UniqueNames()
    for name in members { _ = names.unique(name) }
    return axes.map { names.unique($0) }
  }
}
