internal import EbbModel
package import EbbText

/// Something that looks at the contributions of a plan's groups, one by one, in the plan's order.
package protocol GroupVisitor {
  /// Whether what ratios are weighted by is read for it too.
  static var readsDenominators: Bool { get }

  mutating func begin(_ group: PageGroup)

  /// A contribution's page, `nil` where it has no data, or why it cannot be read.
  /// - Parameter denominator: the same of what a ratio is weighted by, where it has such and they are read.
  mutating func visit(
    _ outcome: ContributionOutcome, denominator: ContributionOutcome?, _ contribution: Contribution,
    of group: PageGroup
  ) throws(Failure)

  mutating func end(_ group: PageGroup) async throws(Failure)
}

extension GroupVisitor {
  package static var readsDenominators: Bool { false }
}

extension Catalog {
  /// Shows every contribution of `groups` to `visitor`. Each page is read once, as in an export; no more are held than
  /// there.
  /// - Parameter decoded: those that need not be decoded.
  package func visit(
    _ groups: [PageGroup], _ request: PageRequest, decoded: DecodedPages = DecodedPages(),
    with visitor: inout some GroupVisitor
  ) async throws(Failure) {
    try requireContributions("this takes")
    let readsDenominators = type(of: visitor).readsDenominators
    let pages = groups.flatMap { $0.contributions.flatMap { readsDenominators ? $0.reads : [$0.page] } }
    try await withContributions(
      of: pages, request, decoded: decoded, bytesADecoder: Self.bytesBesidePages
    ) { reader in
      for group in groups {
        visitor.begin(group)
        // All contributions are the same; the first is asked what it is several times.
        var isInterpreted = false
        for contribution in group.contributions {
          var (outcome, denominator) = try await reader.next(
            contribution, request, denominator: readsDenominators)
          if !isInterpreted { isInterpreted = outcome.interpret() }
          try visitor.visit(outcome, denominator: denominator, contribution, of: group)
        }
        try await visitor.end(group)
      }
    }
  }
}
