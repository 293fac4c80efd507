/// The normalization of a page's values, by its `page_normalized`: the number that the converter writes of each.
package enum PageNormalization: Sendable, Equatable {
  /// Nothing is said.
  case unstated
  /// 0: the same in every contribution (material, density).
  case identical
  /// 1: counts, not per primary.
  case sum
  /// 2: divided by the primaries.
  case perPrimary
  /// 3: averages of what was scored.
  case average
  /// 4: phase space.
  case list
  /// A word that no converter writes.
  case unknown(String)

  /// - Parameter text: that of `page_normalized`, where a page has it.
  package init(_ text: String?) {
    self =
      switch text {
      case nil, "None": .unstated
      case "0": .identical
      case "1": .sum
      case "2": .perPrimary
      case "3": .average
      case "4": .list
      case let text?: .unknown(text)
      }
  }

  package var isKnown: Bool { if case .unknown = self { false } else { true } }

  /// Whether pages that state these can be contributions to one: older rows of what is per primary or an average state
  /// nothing, or the other.
  package func agrees(with other: PageNormalization) -> Bool {
    let meanings: [PageNormalization] = [.unstated, .perPrimary, .average]
    return self == other || meanings.contains(self) && meanings.contains(other)
  }
}

extension Metadata {
  /// The page's `page_normalized`.
  package var normalization: PageNormalization { PageNormalization(self["page_normalized"]) }

  /// The quantity that is scored, where scorers may be called anything: the page's `dettyp`; `nil` where it is not there,
  /// or says nothing.
  package var detectorType: String? {
    self["dettyp"].flatMap { $0 == "None" || $0.isEmpty ? nil : $0 }
  }
}
