package import EbbModel
internal import Foundation

/// A selection of an estimator's pages: `0`, `1-3,5`, or a pattern on the quantity, the filter, or both as Ebb writes them:
/// `FLUENCE (Protons)`, `3 FLUENCE (Protons)`, `DOSE (page 0)`.
package struct PageSelection: Sendable, Equatable, CustomStringConvertible {
  private enum Kind: Sendable, Equatable {
    case numbers([ClosedRange<Int>])
    /// - Parameter number: where it stands beside the name.
    case name(Pattern, number: Int?)
  }

  /// As it was written.
  package let description: String
  private let kind: Kind

  /// - Returns: `nil` for numbers that make no sense, such as `3-1`.
  package init?(_ text: String) {
    description = text
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || "-,".contains($0)) })
    else {
      let (name, number) = Self.named(text)
      kind = .name(Pattern(name), number: number)
      return
    }
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard 1...2 ~= ends.count, let low = ends[0], let high = ends[ends.count - 1], low <= high
      else { return nil }
      ranges.append(low...high)
    }
    kind = .numbers(ranges)
  }

  /// Whether only a page's name can tell.
  package var isName: Bool {
    if case .name = kind { return true }
    return false
  }

  /// Whether the page's number is meant; `nil` where only its name can tell.
  package func matches(number: Int) -> Bool? {
    switch kind {
    case .numbers(let ranges): ranges.contains { $0.contains(number) }
    case .name(_, let own): own.flatMap { $0 == number ? nil : false }
    }
  }

  package func matches(quantity: String, filter: String?) -> Bool {
    guard case .name(let pattern, _) = kind else { return false }
    return pattern.matches(quantity)
      || filter.map { pattern.matches($0) || pattern.matches("\(quantity) (\($0))") } == true
  }

  /// Whether the page of a name is meant.
  package func matches(_ page: PageName) -> Bool {
    matches(number: page.number) ?? matches(quantity: page.quantity, filter: page.filter)
  }

  /// Takes the number away that a list, "3 FLUENCE (Protons)", or a denominator, "DOSE (page 0)", states beside a name.
  private static func named(_ text: String) -> (name: String, number: Int?) {
    let words = text.split(separator: " ", maxSplits: 1)
    if words.count == 2, let number = Int(words[0]), words[1].first?.isLetter == true {
      return (String(words[1]), number)
    }
    if text.hasSuffix(")"), let open = text.range(of: " (page "),
      let number = Int(text[open.upperBound...].dropLast())
    {
      return (String(text[..<open.lowerBound]), number)
    }
    return (text, nil)
  }
}
