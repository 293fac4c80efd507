internal import EbbModel
internal import EbbText

/// Something that looks at the contributions of a plan's groups, one by one, in the plan's order.
protocol GroupVisitor {
  mutating func begin(_ group: PageGroup)

  /// A contribution's page, `nil` where it has no data, or why it cannot be read.
  mutating func visit(
    _ outcome: DecodedContributions.Outcome, _ contribution: Contribution, of group: PageGroup
  ) throws(Failure)

  mutating func end(_ group: PageGroup) throws(Failure)
}

extension Catalog {
  /// Shows every contribution of `groups` to `visitor`. Each page is read once; no more are held than in an export.
  func visit(
    _ groups: [PageGroup], _ request: ExportRequest, with visitor: inout some GroupVisitor
  ) async throws(Failure) {
    do {
      var pages = try await DecodedContributions(
        groups.flatMap { $0.contributions.map(\.page) }, from: store, byteLimit: request.byteLimit,
        threads: request.threads)
      try await withThrowingTaskGroup(of: DecodedContributions.Group.Element.self) { tasks in
        for group in groups {
          visitor.begin(group)
          for contribution in group.contributions {
            guard let outcome = try await pages.next(in: &tasks) else {
              preconditionFailure("the store gives fewer pages than were asked for")
            }
            try visitor.visit(outcome, contribution, of: group)
          }
          try visitor.end(group)
        }
      }
    } catch {
      throw Failure(any: error)
    }
  }
}
