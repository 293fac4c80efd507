/// What the value of a bin is of: it decides what several bins come to together.
package enum BinContent: Sendable, Equatable {
  /// An amount within the bin (counts, energy): bins add up.
  case amount
  /// A density (dose, fluence) or an average (LET, mean energy): bins are averaged by their volumes.
  case density
  /// The number of a material or a zone: bins have nothing in common.
  case code
}

extension StoredPage {
  /// By the page's rule, then its name, then its unit.
  ///
  /// What is summed over tasks is an amount. What is the same in all tasks and has no unit is a code. An
  /// average says so in its name. Else the unit tells: one that divides by something other than primaries, as
  /// `MeV/g` and `cm^-2` do, is a density, and so is `Gy`, which is J/kg; `MeV` and a plain number are amounts.
  package var binContent: BinContent {
    let names = [metadata["dettyp"], quantity].compactMap { $0?.uppercased() }
    let unit = Unit(source: unit)
    let rule = AggregationRule(pageNormalized: metadata["page_normalized"])
    if rule == .sum { return .amount }
    if names.contains(where: { Self.codes.contains($0) }) { return .code }
    if rule == AggregationRule.none, unit.text == "1" { return .code }
    if names.contains(where: { name in Self.averages.contains { name.hasPrefix($0) } }) { return .density }
    return unit.divides || Self.densityUnits.contains(unit.text) ? .density : .amount
  }

  private static let codes: Set = ["MATERIAL", "MEDIUM", "MEDIUM#", "ZONE", "ZONE#"]
  private static let averages = ["AVG", "AVERAGE", "MEAN", "DLET", "TLET", "LET", "RHO", "DENSITY"]
  private static let densityUnits: Set = ["Gy", "Sv"]
}
