internal import EbbModel

/// Contributions that were decoded while a plan was made, kept until its pages are combined: so that none is decoded
/// twice, as far as they fit.
package struct DecodedPages: Sendable {
  /// The most bytes that are kept: as much as one decoder may hold (`DecodedContributions`); what goes beyond is
  /// decoded again.
  private static let maxBytes = 64 << 20

  private var outcomes: [PageID: ContributionOutcome] = [:]
  private var bytes = 0

  package init() {}

  subscript(page: PageID) -> ContributionOutcome? { outcomes[page] }

  mutating func keep(_ outcome: ContributionOutcome, of page: PageID) {
    guard outcomes[page] == nil, bytes + outcome.bytes <= Self.maxBytes else { return }
    outcomes[page] = outcome
    bytes += outcome.bytes
  }

  /// Keeps what another has, as far as it fits.
  package mutating func keep(_ other: DecodedPages) {
    for (page, outcome) in other.outcomes { keep(outcome, of: page) }
  }

  /// Forgets all but what belongs to `groups`.
  mutating func limit(to groups: [PageGroup]) {
    guard !outcomes.isEmpty else { return }
    let kept = Set(groups.flatMap { $0.contributions.flatMap(\.reads) })
    outcomes = outcomes.filter { kept.contains($0.key) }
    bytes = outcomes.values.reduce(0) { $0 + $1.bytes }
  }
}
