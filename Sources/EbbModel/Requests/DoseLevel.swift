/// A dose to ask the volume of: in the page's unit, or in percent of a dose such as the largest.
package enum DoseLevel: Sendable, Equatable {
  case dose(Double)
  case percentOfMaximum(Double)

  /// Reads "2" and "95%".
  package init?(_ text: String) {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text), number.isFinite, number >= 0
    else { return nil }
    self = isPercent ? .percentOfMaximum(number) : .dose(number)
  }
}
