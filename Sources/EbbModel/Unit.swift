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
    var factors: [Factor] = []
    var normalizations: [String] = []
    var divides = false
    var word = ""
    func finish() {
      let factor = word.trimmingBlanks
      word = ""
      switch factor.lowercased() {
      case "", "1", "#", "(dimensionless)", "none", "zone number": return
      case "prim", "primary", "primaries": if divides { normalizations.append("per primary") }
      case "nucleon", "nucl": if divides { normalizations.append("per nucleon") }
      default: factors.append(Factor(factor, divides: divides))
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
    text = Self.text(factors)
    if !normalizations.isEmpty { normalization = normalizations.joined(separator: ", ") }
  }

  static func text(_ factors: [Factor]) -> String {
    if factors.isEmpty { return "1" }
    if factors.count == 2, factors[0].exponent > 0, factors[1].exponent < 0 {
      return factors[0].text + "/" + factors[1].inverse.text
    }
    return factors.map(\.text).joined(separator: " ")
  }

  /// A base to a power.
  struct Factor {
    var base: String
    var exponent: Int

    /// Reads "cm^2", "mm2", "MeV"; an exponent beyond two digits is none.
    init(_ word: String, divides: Bool) {
      var base = Substring(word)
      exponent = 1
      if let caret = word.firstIndex(of: "^"), caret > word.startIndex,
        let written = Int(word[word.index(after: caret)...]), -99...99 ~= written
      {
        base = word[..<caret]
        exponent = written
      } else if word.count > 1, let digit = word.last, digit.isASCII, let written = digit.wholeNumberValue,
        word.dropLast().allSatisfy(\.isLetter)
      {
        base = word.dropLast()
        exponent = written
      }
      self.base = Unit.spellings[base.lowercased()] ?? String(base)
      if divides { exponent = -exponent }
    }

    var inverse: Factor {
      var inverse = self
      inverse.exponent = -exponent
      return inverse
    }

    var text: String { exponent == 1 ? base : "\(base)^\(exponent)" }
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
