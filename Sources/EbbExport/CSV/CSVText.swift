extension TextBlock {
  /// A text cell (RFC 4180): quoted where it must be.
  ///
  /// A cell that begins with `=`, `+`, `-` or `@` gets an apostrophe before it, so that a spreadsheet shows it
  /// and does not run it.
  package mutating func append(cell text: String) {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let shown = isFormula ? "'" + text : text
    guard isFormula || shown.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else {
      return append(shown)
    }
    append("\"")
    for character in shown { append(character == "\"" ? "\"\"" : String(character)) }
    append("\"")
  }

  /// A number cell. What is not finite is written as Data Package tables do: NaN, INF, -INF.
  mutating func append(cell value: Double) {
    if value.isFinite {
      append(finite: value)
    } else if value.isNaN {
      append("NaN")
    } else {
      append(value < 0 ? "-INF" : "INF")
    }
  }
}

/// "dose [MeV/g]"; only the name where the unit is that of a plain number.
func columnTitle(_ name: String, unit: String) -> String {
  unit == "1" ? name : "\(name) [\(unit)]"
}
