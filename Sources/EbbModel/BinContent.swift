/// What the value of a bin is of: it decides what several bins come to together.
package enum BinContent: Sendable, Equatable {
  /// An amount within the bin (counts, energy): bins add up.
  case amount
  /// A density (dose, fluence) or an average (LET, mean energy): bins are averaged by their volumes.
  case density
  /// The number of a material or a zone: bins have nothing in common.
  case code
}

extension BinContent {
  /// By the page's rule, then its name, then its unit.
  ///
  /// What is summed over tasks is an amount. What is the same in all tasks and has no unit is a code. An
  /// average says so in its name. Else the unit tells: one that divides by something other than primaries, as
  /// `MeV/g` and `cm^-2` do, is a density, and so is `Gy`, which is J/kg; `MeV` and a plain number are amounts.
  fileprivate init(_ quantity: String, _ unit: Unit, _ metadata: Metadata) {
    let names = [metadata["dettyp"], quantity].compactMap { $0?.uppercased() }
    let rule = AggregationRule(pageNormalized: metadata["page_normalized"])
    if rule == .sum {
      self = .amount
    } else if names.contains(where: { Self.codes.contains($0) })
      || rule == AggregationRule.none && unit.text == "1"
    {
      self = .code
    } else if names.contains(where: { name in Self.averages.contains { name.hasPrefix($0) } }) {
      self = .density
    } else {
      self = unit.divides || Self.densityUnits.contains(unit.text) ? .density : .amount
    }
  }

  private static let codes: Set = ["MATERIAL", "MEDIUM", "MEDIUM#", "ZONE", "ZONE#"]
  private static let averages = ["AVG", "AVERAGE", "MEAN", "DLET", "TLET", "LET", "RHO", "DENSITY"]
  private static let densityUnits: Set = ["Gy", "Sv"]
}

extension StoredPage {
  package var binContent: BinContent { BinContent(quantity, Unit(source: unit), metadata) }
}

extension ResultPage {
  package var binContent: BinContent { BinContent(quantity, unit, metadata) }
}
