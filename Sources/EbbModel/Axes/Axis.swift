/// An axis of a page, interpreted: what it is of, where its bins lie and in what unit.
package struct Axis: Sendable, Equatable {
  package enum Scale: Sendable, Equatable { case linear, logarithmic }

  /// A name for options, columns and datasets: `[a-z0-9_]+`, such as "z", "energy". Unique within its page.
  package var name: String
  /// The name for people: "Position (Z)".
  package var label: String
  /// The unit in the form that UDUNITS and pint parse: "cm", "MeV"; "1" where there is none.
  package var unit: String
  /// The part that is no unit to them: "per nucleon".
  package var qualifier: String?
  /// The bin centres; on a logarithmic axis the geometric ones.
  package var centres: [Double]
  /// The n + 1 bin edges, where they are known or the centres are evenly or geometrically spaced.
  package var edges: [Double]?
  package var scale: Scale
  /// Whether it is one of the page's differential axes (energy, angle, LET) rather than a position or a zone.
  package var isDifferential: Bool
  package var kind: AxisKind

  /// - Parameter kind: by name and label where it is not given.
  package init(
    name: String, label: String, unit: String, qualifier: String? = nil, centres: [Double], edges: [Double]?,
    scale: Scale = .linear, isDifferential: Bool = false, kind: AxisKind? = nil
  ) {
    self.name = name
    self.label = label
    self.unit = unit
    self.qualifier = qualifier
    self.centres = centres
    self.edges = edges
    self.scale = scale
    self.isDifferential = isDifferential
    self.kind =
      kind ?? AxisKind.named(short: name, label: label, unit: unit, isDifferential: isDifferential)
  }

  /// The unit with what is none: "MeV per nucleon".
  package var describedUnit: String {
    Unit(text: unit, normalization: qualifier, source: unit).described
  }
}
