/// The dose that levels in percent are of.
package enum LevelReference: Sendable, Equatable {
  /// The height of the plateau or the peak with the noise of its bins smoothed out; of doses to volumes D2.
  case smooth
  /// The highest point of the curve, or the highest bin.
  case maximum
  /// A dose in the page's unit.
  case value(Double)

  /// Reads "smooth", "max" and "2.5".
  package init?(_ text: String) {
    switch text {
    case "smooth": self = .smooth
    case "max": self = .maximum
    default:
      guard let dose = Double(text), dose.isFinite, dose > 0 else { return nil }
      self = .value(dose)
    }
  }

  /// The dose that is told.
  package var dose: Double? {
    if case .value(let dose) = self { dose } else { nil }
  }
}

extension LevelReference: CustomStringConvertible {
  /// The text that it is read from.
  package var description: String {
    switch self {
    case .smooth: "smooth"
    case .maximum: "max"
    case .value(let dose): plainNumber(dose)
    }
  }
}
