package import EbbModel

/// The pages that a listing is to hold; what is empty or `nil` selects all.
package struct PageSearch: Sendable {
  package var estimators: [Pattern] = []
  package var pages: [PageSelection] = []
  /// A quantity as people call it: its name, or a word of what it is called in captions, as LET is in "dose-averaged LET".
  package var quantity: String?
  /// The unit, or one that can be converted to it.
  package var unit: Unit?
  /// The most bytes that a page's text may have.
  package var byteLimit = PageRequest.defaultByteLimit
  package var threads = 1

  package init() {}

  package var isEmpty: Bool { estimators.isEmpty && pages.isEmpty && quantity == nil && unit == nil }

  /// Whether a page's row does not tell: of filters and units only pages know.
  var readsPages: Bool { unit != nil || pages.contains(where: \.isName) }

  /// A row that was found, with what its page says of itself, where it was read.
  package struct Found: Sendable {
    package var page: Owned<PageRow>
    package var facts: PageInterpretation?

    package init(page: Owned<PageRow>, facts: PageInterpretation?) {
      self.page = page
      self.facts = facts
    }
  }

  func matches(estimator name: String) -> Bool {
    let bare = String(name.reversed().drop { $0 == "_" }.reversed())
    return estimators.isEmpty || estimators.contains { $0.matches(name) || $0.matches(bare) }
  }

  /// Whether the page's row fits as far as it tells; `nil` where only the page can tell.
  func matches(_ row: PageRow, simulator: Simulator?) -> Bool? {
    guard pages.isEmpty || pages.contains(where: { $0.matches(number: row.number) ?? true }) else {
      return false
    }
    if let quantity {
      guard let name = row.name else { return nil }
      let entry = QuantityCatalogue.entry([name], unit: Unit(source: ""), simulator: simulator)
      guard Self.matches(quantity, [name] + (entry?.names ?? []), entry?.longName) else { return false }
    }
    return readsPages ? nil : true
  }

  /// Whether a page that was read fits.
  func matches(_ facts: PageInterpretation, number: Int) -> Bool {
    if let quantity {
      let names = [facts.quantity] + (facts.meaning.quantity?.names ?? [])
      guard Self.matches(quantity, names, facts.meaning.longName) else { return false }
    }
    if let unit, facts.meaning.unit.factor(to: unit) == nil { return false }
    return pages.isEmpty
      || pages.contains {
        $0.matches(number: number) ?? $0.matches(quantity: facts.quantity, filter: facts.filter)
      }
  }

  /// Whether a quantity is one of those that are asked for: a pattern on one of its names, on what it is called, or on a word
  /// of that.
  package static func matches(_ asked: String, _ names: [String], _ longName: String?) -> Bool {
    let pattern = Pattern(asked)
    let words = (longName ?? "").split { " -".contains($0) }.map(String.init)
    return (names + words + [longName ?? ""]).contains(where: pattern.matches)
  }
}
