internal import EbbModel
package import EbbText

/// Something that looks at the contributions of a plan's groups, one by one, in the plan's order.
package protocol GroupVisitor {
  mutating func begin(_ group: PageGroup)

  /// A contribution's page, `nil` where it has no data, or why it cannot be read.
  mutating func visit(
    _ outcome: ContributionOutcome, _ contribution: Contribution, of group: PageGroup
  ) throws(Failure)

  mutating func end(_ group: PageGroup) throws(Failure)
}

extension Catalog {
  /// Shows every contribution of `groups` to `visitor`. Each page is read once; no more are held than in an export.
  package func visit(
    _ groups: [PageGroup], _ request: ExportRequest, with visitor: inout some GroupVisitor
  ) async throws(Failure) {
    let pages = groups.flatMap { $0.contributions.map(\.page) }
    try await withContributions(of: pages, request) { reader in
      for group in groups {
        visitor.begin(group)
        for contribution in group.contributions {
          try visitor.visit(
            try await reader.next().written(by: contribution.simulator, as: request.assumed), contribution,
            of: group)
        }
        try visitor.end(group)
      }
    }
  }
}
