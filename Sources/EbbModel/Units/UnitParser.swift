/// Reads units as simulators and converters write them: `cm-2`, `percm2`, `/cm^2`, `1/cm^2`, `MeV/mm/(g/cm3)`,
/// `MeV mm^-1 (g^-1 cm3)^-1`, `/cm^2;MeV;deg`, `GeV cm-2 sr-1`, `fissions/cm^3`, `MeV/nucl`, with `/prim`.
///
/// A `/` divides by the factor that follows it, a `;` by the whole field that follows, in which `/` divides again. What
/// is no unit to UDUNITS and pint becomes a remark. Cost: one pass over the text, and nothing is taken for a number of more than two digits.
struct UnitParser {
  /// More factors, or parentheses in each other, than any unit has: the rest of hostile text is passed over.
  private static let maxFactors = 64
  private static let deepest = 8

  private var rest: Substring
  private var factors: [UnitFactor] = []
  private var remarks: [String] = []

  private init(_ text: String) { rest = text[...] }

  /// - Returns: the factors in the order in which they are written, and what is no unit.
  static func parse(_ text: String) -> (factors: [UnitFactor], remarks: [String]) {
    let word = text.trimmingBlanks.lowercased()
    guard !blanks.contains(word) else { return ([], []) }
    if let remark = measures[word] { return ([], [remark]) }
    var parser = UnitParser(plain(text))
    while !parser.rest.isEmpty {
      parser.product(sign: 1, depth: 0)
      // A parenthesis that nothing opened.
      if !parser.rest.isEmpty { parser.rest.removeFirst() }
    }
    return (parser.factors, parser.remarks)
  }

  /// Words for a plain number.
  private static let blanks: Set = [
    "", "1", "#", "(dimensionless)", "dimensionless", "none", "(none)", "zone number", "(nil)", "nil", "null",
  ]

  /// The converter's words for a value that is in no unit.
  private static let measures = [
    "a.u.": "arbitrary units", "rel.units": "relative", "%%": "per mille",
  ]

  /// The text with exponents that are set high, "cm⁻²", or in braces, "cm^{-2}", in plain characters.
  private static func plain(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "{") }) else { return text }
    var plain = ""
    var isHigh = false
    for character in text {
      let low = Self.high[character]
      if let low {
        if !isHigh { plain.append("^") }
        plain.append(low)
      } else {
        switch character {
        case "{": plain.append("(")
        case "}": plain.append(")")
        case "−": plain.append("-")
        default: plain.append(character)
        }
      }
      isHigh = low != nil
    }
    return plain
  }

  private static let high: [Character: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
    "⁻": "-", "⁺": "+",
  ]

  /// Reads factors up to a closing parenthesis or the end.
  private mutating func product(sign outer: Int, depth: Int) {
    var dividesAll = false
    var dividesNext = false
    while let character = rest.first, character != ")" {
      switch character {
      case "/":
        dividesNext = true
        rest.removeFirst()
      case ";":
        dividesAll = true
        dividesNext = false
        rest.removeFirst()
        // "/cm^2;/MeV" means what "/cm^2;MeV" does.
        rest = rest.drop { $0.isWhitespace || $0 == "/" }
      case "(":
        let sign = dividesNext != dividesAll ? -outer : outer
        group(sign: sign, depth: depth)
        dividesNext = false
      case "p" where isPer():
        dividesNext = true
        rest.removeFirst(3)
      case _ where Self.begins(character):
        word(sign: dividesNext != dividesAll ? -outer : outer)
        dividesNext = false
      case _ where character.isASCII && character.isNumber:
        number(divides: dividesNext != dividesAll)
        dividesNext = false
      default: rest.removeFirst()
      }
    }
  }

  /// Whether "per" follows, as a word.
  private func isPer() -> Bool { rest.hasPrefix("per") && rest.dropFirst(3).first?.isWhitespace == true }

  /// Reads a number, "10", "10^-6" or "1e-6", which is no unit.
  private mutating func number(divides: Bool) {
    var text = String(rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") })
    rest = rest.dropFirst(text.count)
    if rest.first == "e" || rest.first == "E" {
      let sign = rest.dropFirst().prefix(1).filter { $0 == "-" || $0 == "+" }
      let digits = rest.dropFirst(1 + sign.count).prefix { $0.isASCII && $0.isNumber }
      if !digits.isEmpty {
        text += "e\(sign)\(digits)"
        rest = rest.dropFirst(1 + sign.count + digits.count)
      }
    }
    if rest.first == "^" || rest.hasPrefix("**"), let power = exponent() { text += "^\(power)" }
    if text != "1" { remark(divides ? "per \(text)" : "times \(text)") }
  }

  /// Reads "(g/cm3)", and a power after it.
  private mutating func group(sign: Int, depth: Int) {
    rest.removeFirst()
    let before = factors.count
    guard depth < Self.deepest else { return }
    product(sign: sign, depth: depth + 1)
    if rest.first == ")" { rest.removeFirst() }
    let power = exponent() ?? 1
    if power != 1 {
      for index in before..<factors.count {
        let (product, overflows) = factors[index].exponent.multipliedReportingOverflow(by: power)
        factors[index].exponent = overflows ? factors[index].exponent : product
      }
    }
  }

  private static func begins(_ character: Character) -> Bool {
    character.isLetter || "µμ%#".contains(character)
  }

  /// Reads a base with its exponent.
  private mutating func word(sign: Int) {
    var word = String(rest.prefix { Self.begins($0) || $0 == "_" })
    rest = rest[rest.index(rest.startIndex, offsetBy: word.count)...]
    // Geant4's elementary charge.
    if word == "e", rest.first == "+", rest.dropFirst().first?.isNumber != true {
      rest.removeFirst()
      word = "e+"
    }
    let power = exponent() ?? 1
    add(word, sign * power)
  }

  /// Reads "^-2", "**2", "^(2)", "-2", "2"; `nil` where none follows. One of more than two digits is passed over.
  private mutating func exponent() -> Int? {
    var ahead = rest
    if ahead.hasPrefix("**") {
      ahead = ahead.dropFirst(2)
    } else if ahead.first == "^" {
      ahead = ahead.dropFirst()
    }
    let isMarked = ahead.startIndex != rest.startIndex
    let isWrapped = isMarked && ahead.first == "("
    if isWrapped { ahead = ahead.dropFirst() }
    var isNegative = false
    if ahead.first == "-" || ahead.first == "+" {
      isNegative = ahead.first == "-"
      ahead = ahead.dropFirst()
    }
    let digits = ahead.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty else {
      if isMarked { rest = rest.dropFirst(rest.hasPrefix("**") ? 2 : 1) }
      return nil
    }
    ahead = ahead[digits.endIndex...]
    if isWrapped, ahead.first == ")" { ahead = ahead.dropFirst() }
    rest = ahead
    guard digits.count <= 2, let number = Int(digits) else { return nil }
    return isNegative ? -number : number
  }

  private mutating func add(_ word: String, _ exponent: Int) {
    guard exponent != 0, factors.count < Self.maxFactors, remarks.count < Self.maxFactors else { return }
    switch word.lowercased() {
    case "#", "none": return
    case "prim", "primary", "primaries", "history", "histories", "event", "events":
      if exponent < 0 { remark(Unit.perPrimary) }
      return
    case "nucleon", "nucl", "nucleons", "n":
      remark(exponent < 0 ? "per nucleon" : word)
      return
    case "rbe":
      remark("RBE-weighted")
      return
    case "e+":
      remark(exponent < 0 ? "per elementary charge" : "elementary charges")
      return
    default: break
    }
    if let base = UnitSymbol.canonical(word) {
      factors.append(UnitFactor(base: base, exponent: exponent))
    } else if word.count > 3, word.lowercased().hasPrefix("per"),
      let base = UnitSymbol.canonical(String(word.dropFirst(3)))
    {
      factors.append(UnitFactor(base: base, exponent: -exponent))
    } else {
      remark(exponent < 0 ? "per \(word)" : word)
    }
  }

  private mutating func remark(_ text: String) {
    if !remarks.contains(text) { remarks.append(text) }
  }
}
