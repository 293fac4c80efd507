extension Axis {
  /// The place of a bin, for people: "z = 15.375 cm".
  package func place(of bin: Int) -> String {
    let rounded = (centres[bin] * 1e4).rounded() / 1e4
    // What four decimals do not show has three digits.
    let isShown = rounded != 0 && abs(rounded) < 1e9 || centres[bin] == 0
    let value =
      !isShown
      ? threeDigits(centres[bin])
      : rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
    return "\(name) = \(value)" + (unit == "1" ? "" : " " + unit)
  }

  /// Whether of two axes the second runs from left to right in a picture: along z, as the beam does; else the first.
  package static func isTurned(_ first: Axis, _ second: Axis) -> Bool { second.name == "z" }
}
