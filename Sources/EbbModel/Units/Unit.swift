/// A stored unit, taken apart: what it measures and what it is normalised to.
///
/// `text` is in the form that both UDUNITS and pint parse: `MeV/g`, `cm^-2`, `cm^-2 MeV^-1`, and `1`
/// for a plain number. What is no unit to them, "per primary", "per nucleon", "fissions", moves to `normalization`.
package struct Unit: Sendable, Equatable {
  package var text: String
  /// "per primary", "per nucleon", or several of the kind, joined by ", ".
  package var normalization: String?
  /// As stored: "MeV/g/prim".
  package var source: String

  package init(text: String, normalization: String? = nil, source: String) {
    self.text = text
    self.normalization = normalization
    self.source = source
  }

  /// Reads a unit in any form that simulators and converters write (see `UnitParser`).
  package init(source: String) {
    let (factors, remarks) = UnitParser.parse(source)
    self.init(
      text: Self.text(factors), normalization: remarks.isEmpty ? nil : remarks.joined(separator: ", "),
      source: source)
  }

  /// Prints factors: "MeV/g" where one is divided by one, else with exponents, "cm^-2 MeV^-1".
  static func text(_ factors: [UnitFactor]) -> String {
    if factors.isEmpty { return "1" }
    if factors.count == 2, factors[0].exponent > 0, factors[1].exponent < 0 {
      return factors[0].text + "/" + factors[1].inverse.text
    }
    return factors.map(\.text).joined(separator: " ")
  }

  /// The factors of `text`.
  var factors: [UnitFactor] { text == "1" ? [] : UnitParser.parse(text).factors }
}

/// A base to a power.
struct UnitFactor: Sendable, Equatable {
  var base: String
  var exponent: Int

  var inverse: UnitFactor { UnitFactor(base: base, exponent: -exponent) }

  var text: String { exponent == 1 ? base : "\(base)^\(exponent)" }
}

extension Unit {
  static let perPrimary = "per primary"

  package var isPerPrimary: Bool { normalizations.contains(Self.perPrimary) }

  private var normalizations: [String] {
    normalization?.split(separator: ",").map { String($0).trimmingBlanks } ?? []
  }

  mutating func add(normalization remark: String) {
    normalization = (normalizations + [remark]).joined(separator: ", ")
  }

  /// The normalization with "of N primaries" in the place of "per primary".
  func normalization(ofPrimaries number: String) -> String {
    (normalizations.filter { $0 != Self.perPrimary } + ["of \(number) primaries"]).joined(separator: ", ")
  }

  /// The part that is neither a unit nor of the primaries: "per nucleon", "fissions". Without it the unit says too
  /// little.
  package var qualifier: String? {
    let others = normalizations.filter { $0 != Self.perPrimary && !$0.hasSuffix(" primaries") }
    return others.isEmpty ? nil : others.joined(separator: ", ")
  }

  /// The unit with its qualifier, for people and for the heads of tables: "MeV per nucleon", "cm^-3, fissions".
  package var described: String {
    guard let qualifier else { return text }
    return text + (qualifier.hasPrefix("per ") ? " " : ", ") + qualifier
  }
}

extension String {
  var trimmingBlanks: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
