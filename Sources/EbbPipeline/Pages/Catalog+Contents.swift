internal import EbbCodec
internal import EbbModel
internal import EbbStore
package import EbbText

extension Catalog {
  /// The name, unit and axes of each group's page, from its first contribution with data.
  package func contents(
    of groups: [PageGroup], _ request: PageRequest
  ) async throws(Failure) -> [PageContent] {
    var decoded = DecodedPages()
    return try await contents(of: groups, request, &decoded)
  }

  /// The same of the groups of a plan, which keeps what was decoded for it.
  package func contents(
    of plan: inout ExportPlan, _ request: PageRequest
  ) async throws(Failure) -> [PageContent] {
    try await contents(of: plan.groups, request, &plan.decoded)
  }

  /// - Parameter decoded: what need not be read, and gets what was.
  func contents(
    of groups: [PageGroup], _ request: PageRequest, _ decoded: inout DecodedPages
  ) async throws(Failure) -> [PageContent] {
    if let combined { return try await contents(of: groups, request, in: combined) }
    let firsts = groups.map { group in group.contributions.first { $0.compressedBytes > 0 } }
    let known = decoded
    return try await withContributions(of: firsts.compactMap { $0?.page }, request, decoded: known) {
      reader in
      var contents: [PageContent] = []
      for (group, first) in zip(groups, firsts) {
        guard let first else {
          contents.append(.empty)
          continue
        }
        let outcome = try await reader.next()
        decoded.keep(outcome, of: first.page)
        contents.append(
          Self.content(
            outcome.written(by: first.simulator, as: request.assumed), at: PageLocation(first, of: group)))
      }
      return contents
    }
  }

  /// The same of pages that are combined already, which are read whole, one at a time.
  private func contents(
    of groups: [PageGroup], _ request: PageRequest, in combined: any CombinedStore
  ) async throws(Failure) -> [PageContent] {
    var contents: [PageContent] = []
    for group in groups {
      try Failure.checkCancellation()
      do throws(Failure) {
        let loaded = try await combined.page(group.contributions[0].page, then: nil)
        let page = loaded.page.written(by: loaded.simulation, loaded.estimator, as: request.assumed)
        contents.append(.page(PageInterpretation(page)))
      } catch {
        guard error.kind == .brokenData else { throw error }
        contents.append(.broken(error))
      }
    }
    return contents
  }

  /// The content of a contribution as it was read.
  package static func content(
    _ outcome: ContributionOutcome, at location: PageLocation
  ) -> PageContent {
    switch outcome {
    case .failure(let error): .broken(Failure(error, at: location))
    case .success(nil): .empty
    case .success(let page?): .page(page.interpretation)
    }
  }
}
