/// A stored unit, taken apart: what it measures and what it is normalised to.
///
/// `text` is in the form that both UDUNITS and pint parse: `MeV/g`, `cm^-2`, `cm^-2 MeV^-1`, and `1`
/// for a plain number. "Per primary" is no unit to them, so it moves to `normalization`.
package struct Unit: Sendable, Equatable {
  package var text: String
  /// "per primary", "per nucleon", or both, joined by ", ".
  package var normalization: String?
  /// As stored: "MeV/g/prim".
  package var source: String

  package init(text: String, normalization: String? = nil, source: String) {
    self.text = text
    self.normalization = normalization
    self.source = source
  }

  /// Reads a unit as the platform's converters write it: factors after `/` or `;` divide.
  package init(source: String) {
    self.init(text: "1", source: source)
    var numerator: [String] = []
    var denominators: [String] = []
    var normalizations: [String] = []
    var divides = false
    var word = ""
    func finish() {
      let factor = word.trimmingBlanks
      word = ""
      switch factor.lowercased() {
      case "", "1", "#", "(dimensionless)", "none", "zone number": return
      case "prim", "primary", "primaries": if divides { normalizations.append("per primary") }
      case "nucleon": if divides { normalizations.append("per nucleon") }
      case _ where divides: denominators.append(Self.power(factor, -1))
      default: numerator.append(Self.power(factor, 1))
      }
    }
    for character in source {
      if character == "/" || character == ";" {
        finish()
        divides = true
      } else {
        word.append(character)
      }
    }
    finish()
    if numerator.count == 1, denominators.count == 1, denominators[0].hasSuffix("^-1") {
      text = numerator[0] + "/" + denominators[0].dropLast(3)
    } else if numerator.count == 1, denominators.count == 1,
      let caret = denominators[0].firstIndex(of: "^")
    {
      let exponent = denominators[0][caret...].dropFirst(2)
      text = "\(numerator[0])/\(denominators[0][..<caret])^\(exponent)"
    } else if !(numerator.isEmpty && denominators.isEmpty) {
      text = (numerator + denominators).joined(separator: " ")
    }
    if !normalizations.isEmpty { normalization = normalizations.joined(separator: ", ") }
  }

  /// The spellings of `factor`, raised to `sign`: "cm^2" and -1 give "cm^-2", "mm2" and -1 "mm^-2".
  private static func power(_ factor: String, _ sign: Int) -> String {
    var base = Substring(factor)
    var exponent = 1
    if let caret = factor.firstIndex(of: "^"),
      let written = Int(factor[factor.index(after: caret)...])
    {
      base = factor[..<caret]
      exponent = written
    } else if let digit = factor.last?.wholeNumberValue, factor.dropLast().allSatisfy(\.isLetter) {
      base = factor.dropLast()
      exponent = digit
    }
    let name = spellings[base.lowercased()] ?? String(base)
    return exponent * sign == 1 ? name : "\(name)^\(exponent * sign)"
  }

  private static let spellings = [
    "deg": "degree", "degrees": "degree", "radians": "radian", "rad": "radian",
  ]
}

extension String {
  var trimmingBlanks: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
