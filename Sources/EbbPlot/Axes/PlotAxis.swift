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
    var remarks = (unit.normalization ?? "").split(separator: ",").map { String($0.drop { $0 == " " }) }
    var primaries = isPerPrimary ? " per primary" : ""
    remarks.removeAll { remark in
      if remark == "per primary" {
        primaries = " per primary"
        return true
      }
      let words = remark.split(separator: " ")
      guard words.count == 3, words[0] == "of", words[2] == "primaries" else { return false }
      primaries = " of \(Typeset.count(String(words[1]))) primaries"
      return true
    }
    self.name = ([name + primaries] + remarks).joined(separator: ", ")
  }

  /// "Dose per primary (MeV g⁻¹)".
  package var label: String { label(power: 0) }

  /// With the power of ten that the labels of ticks are to be multiplied by: "Dose per primary (10⁻³ MeV g⁻¹)".
  func label(power: Int) -> String {
    if let words { return power == 0 ? words : words + ", in units of " + Typeset.power(power) }
    let parts = [power == 0 ? "" : Typeset.power(power), Typeset.unit(unit)].filter { !$0.isEmpty }
    return parts.isEmpty ? name : name + " (" + parts.joined(separator: " ") + ")"
  }
}
