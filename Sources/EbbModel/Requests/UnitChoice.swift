/// In which unit a quantity is to be given: "LET=keV/um".
package struct UnitChoice: Sendable, Equatable {
  /// The quantities that it is for, as the user calls them.
  package var name: String
  package var unit: Unit

  /// Reads "LET=keV/um"; `nil` where the unit is none.
  package init?(_ text: String) {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { return nil }
    name = String(text[..<sign]).trimmingBlanks
    unit = Unit(source: String(text[text.index(after: sign)...]))
    guard !name.isEmpty, unit.text != "1", unit.dimension != nil, unit.qualifier == nil else { return nil }
  }

  /// The way in which it fits a page: by its name, or by a word of what it is called in captions.
  package enum Match: Sendable { case byName, byWord }

  package func match(_ page: ResultPage) -> Match? {
    let pattern = Pattern(name)
    let names = [page.quantity, page.meaning.longName] + (page.meaning.quantity?.names ?? [])
    if names.contains(where: pattern.matches) { return .byName }
    let words = page.meaning.longName.split(separator: " ").map(String.init)
    let role = page.meaning.quantity?.serves?.rawValue
    return words.contains(where: pattern.matches) || role.map(pattern.matches) == true ? .byWord : nil
  }
}
