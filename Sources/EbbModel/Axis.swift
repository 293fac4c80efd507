/// An axis of a page, interpreted: where its bins lie and in what unit.
package struct Axis: Sendable, Equatable {
  package enum Scale: Sendable, Equatable { case linear, logarithmic }

  /// A name for options, columns and datasets: `[a-z0-9_]+`, such as "z", "energy". Unique within its page.
  package var name: String
  /// The name for people: "Position (Z)".
  package var label: String
  /// The unit in the form that UDUNITS and pint parse: "cm", "MeV"; "1" where there is none.
  package var unit: String
  /// The bin centres; on a logarithmic axis the geometric ones.
  package var centres: [Double]
  /// The n + 1 bin edges, where they are known or the centres are evenly spaced.
  package var edges: [Double]?
  package var scale: Scale
  /// Whether it is one of the page's differential axes (energy, angle, LET) rather than a position or a zone.
  package var isDifferential: Bool

  package init(
    name: String, label: String, unit: String, centres: [Double], edges: [Double]?,
    scale: Scale = .linear, isDifferential: Bool = false
  ) {
    self.name = name
    self.label = label
    self.unit = unit
    self.centres = centres
    self.edges = edges
    self.scale = scale
    self.isDifferential = isDifferential
  }
}
