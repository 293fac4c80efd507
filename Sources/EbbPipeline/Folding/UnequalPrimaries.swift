package import EbbModel
package import EbbText

/// Pages whose contributions have so unequal primaries that their errors are known worse than their number says.
package struct UnequalPrimaries: Sendable {
  /// The share of n − 1 degrees of freedom below which it is said.
  private static let fewest = 2.0 / 3

  private var pages = 0
  private var freedom = Double.infinity

  package init() {}

  package mutating func look(at page: ResultPage) {
    guard let found = page.degreesOfFreedom, found < Self.fewest * Double(page.contributions - 1) else {
      return
    }
    pages += 1
    freedom = min(freedom, found)
  }

  /// The warning; `nil` without such a page.
  package var notice: Notice? {
    guard pages > 0 else { return nil }
    let rounded = (freedom * 10).rounded() / 10
    return Notice(
      .warning,
      "contributions have very unequal primaries (\(pages == 1 ? "1 page" : "\(pages) pages")): errors rest on the largest "
        + "ones, with \(rounded) degrees of freedom at least. Intervals by --error ci68 or ci95 allow for that."
    )
  }
}
