internal import EbbModel

/// A selection of an estimator's pages: `0`, `1-3,5`, or a pattern on the quantity or the filter.
package struct PageSelection: Sendable, Equatable, CustomStringConvertible {
  private enum Kind: Sendable, Equatable {
    case numbers([ClosedRange<Int>])
    case name(Pattern)
  }

  /// As it was written.
  package let description: String
  private let kind: Kind

  /// - Returns: `nil` for numbers that make no sense, such as `3-1`.
  package init?(_ text: String) {
    description = text
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || "-,".contains($0)) })
    else {
      kind = .name(Pattern(text))
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
  package var isName: Bool { matches(number: 0) == nil }

  /// Whether the page's number is meant; `nil` where only its name can tell.
  package func matches(number: Int) -> Bool? {
    guard case .numbers(let ranges) = kind else { return nil }
    return ranges.contains { $0.contains(number) }
  }

  package func matches(quantity: String, filter: String?) -> Bool {
    guard case .name(let pattern) = kind else { return false }
    return pattern.matches(quantity) || filter.map(pattern.matches) == true
  }
}
