extension TextBlock {
  /// A text cell (RFC 4180): quoted where it must be, also where a reader could take it for a comment.
  ///
  /// A cell that begins with `=`, `+`, `-` or `@` gets an apostrophe before it, so that a spreadsheet shows it
  /// and does not run it. Scalars are looked at, not characters: `\r\n` is one character, and so is a comma
  /// that a combining mark follows.
  package mutating func append(cell text: String, delimiter: Unicode.Scalar = ",") {
    let scalars = text.unicodeScalars
    let isFormula = scalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    guard isFormula || scalars.contains(where: { $0 == delimiter || "\"\r\n#".unicodeScalars.contains($0) })
    else { return append(text) }
    append(isFormula ? "\"'" : "\"")
    for scalar in scalars { append(scalar == "\"" ? "\"\"" : String(scalar)) }
    append("\"")
  }

  /// A number cell. What is not finite is written as Data Package tables do: NaN, INF, -INF.
  /// - Parameter decimal: what stands before the fraction.
  package mutating func append(cell value: Double, decimal: Unicode.Scalar = ".") {
    if value.isFinite {
      let start = count
      append(finite: value)
      if decimal != "." { replace(".", with: decimal, from: start) }
    } else if value.isNaN {
      append("NaN")
    } else {
      append(value < 0 ? "-INF" : "INF")
    }
  }
}

/// "dose [MeV/g]"; only the name where the unit is that of a plain number.
package func columnTitle(_ name: String, unit: String) -> String {
  unit == "1" ? name : "\(name) [\(unit)]"
}
