package import EbbModel

/// An axis of a picture: what stands beside it, and how it runs.
package struct PlotAxis: Sendable, Equatable {
  /// With the unit: "z [cm]".
  package var label: String
  package var isLogarithmic: Bool
  /// The unit as the page has it; axes of one unit of length have the same scale.
  var unit: String

  package init(_ axis: Axis) {
    unit = axis.unit
    // Axes of positions go by their names (x, y, z), others by their labels.
    label = Self.text(axis.isDifferential ? axis.label : axis.name, unit: axis.unit)
    // "Kinetic energy per nucleon" has it already.
    if let qualifier = axis.qualifier, !label.contains(qualifier) { label += ", " + qualifier }
    isLogarithmic = axis.scale == .logarithmic
  }

  init(label: String, _ unit: Unit, isLogarithmic: Bool) {
    self.unit = unit.text
    let normalization = unit.normalization.map { ", " + $0 } ?? ""
    self.label = Self.text(label, unit: unit.text) + normalization
    self.isLogarithmic = isLogarithmic
  }

  /// The unit alone.
  var unitLabel: String { unit == "1" ? "" : Self.typeset(unit) }

  private static func text(_ label: String, unit: String) -> String {
    unit == "1" ? label : "\(label) [\(typeset(unit))]"
  }

  /// "cm^-2 MeV^-1" as "cm⁻² MeV⁻¹".
  static func typeset(_ unit: String) -> String {
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
    var isRaised = false
    var text = ""
    for character in unit {
      if character == "^" {
        isRaised = true
      } else if isRaised, let high = raised[character] {
        text.append(high)
      } else {
        isRaised = false
        text.append(character)
      }
    }
    return text
  }
}
