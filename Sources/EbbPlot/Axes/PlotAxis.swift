package import EbbModel

/// An axis of a picture: what stands beside it, and how it runs.
package struct PlotAxis: Sendable, Equatable {
  /// "z", "Kinetic energy per nucleon", "Dose per primary".
  var name: String
  /// The unit as the page has it; axes of one unit of length have the same scale.
  var unit: String
  package var isLogarithmic: Bool
  /// The ends that were asked for.
  package var range = PlotRange()
  /// The words that were asked for in the place of name and unit.
  package var words: String?

  package init(_ axis: Axis) {
    unit = axis.unit
    // Axes of positions go by their names (x, y, z), others by their labels.
    name = axis.isDifferential ? axis.label : axis.name
    // "Kinetic energy per nucleon" has it already.
    if let qualifier = axis.qualifier, !name.contains(qualifier) { name += ", " + qualifier }
    isLogarithmic = axis.scale == .logarithmic
  }

  /// - Parameter name: of the quantity: "Dose".
  init(name: String, _ unit: Unit, isPerPrimary: Bool, isLogarithmic: Bool) {
    self.unit = unit.text
    self.isLogarithmic = isLogarithmic
    self.name = unit.named(name, isPerPrimary: isPerPrimary)
  }

  /// "Dose per primary (MeV g⁻¹)".
  package var label: String { label(power: 0) }

  /// With the power of ten that the labels of ticks are to be multiplied by: "Dose per primary (10⁻³ MeV g⁻¹)".
  func label(power: Int) -> String {
    if let words { return power == 0 ? words : words + ", in units of " + Typeset.power(power) }
    return Typeset.label(name, unit: unit, power: power)
  }
}
