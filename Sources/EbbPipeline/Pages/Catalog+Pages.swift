package import EbbModel
package import EbbText

/// The door to pages: every operation that looks at aggregated pages comes by here.
extension Catalog {
  /// Reads, decodes, combines, reduces and scales the pages of a plan, in its order; each once, and no more of them at
  /// a time than fit into the bytes in flight (`DecodedContributions`). Cancelling the task ends it.
  /// - Parameters:
  ///   - keepsReplicates: whether each page comes with its contributions, or groups of them.
  ///   - witness: sees each contribution, and gives each page its findings.
  ///   - report: hears after each contribution how far it is.
  ///   - body: gets what gives the next page.
  /// - Throws: what `body` throws, and where a page cannot be read or combined (without `keepGoing`), or none came.
  package func withPages<Value>(
    _ plan: ExportPlan, _ request: PageRequest, keepsReplicates: Bool = false,
    witness: (any PageWitness)? = nil,
    report: @escaping @Sendable (Progress) -> Void = { _ in },
    _ body: (_ next: () async throws -> PageStep) async throws -> Value
  ) async throws(Failure) -> Value {
    if let combined {
      var stream = CombinedStream(
        plan, request, of: combined, needsStandardErrors: keepsReplicates, report: report)
      do {
        return try await body { try await stream.next() }
      } catch {
        throw Failure(any: error)
      }
    }
    var stream = PageStream(
      plan, request, replicates: keepsReplicates ? ReplicateLimits() : nil, witness: witness, report: report)
    let pages = plan.groups.flatMap { $0.contributions.flatMap(\.reads) }
    return try await withContributions(
      of: pages, request, decoded: plan.decoded,
      bytesADecoder: keepsReplicates ? Self.bytesBesidePages : DecodedContributions.bytesADecoder
    ) { reader in
      try await body { try await stream.next(from: &reader) }
    }
  }

  /// The same for a caller that says of a page, when it asks for it, onto which bins it is put.
  /// - Parameter replicates: how much of each page's contributions comes with it.
  package func withPages<Value>(
    _ plan: ExportPlan, _ request: PageRequest, replicates: ReplicateLimits,
    witness: (any PageWitness)? = nil,
    _ body: (_ next: (_ target: PageTarget?) async throws -> PageStep) async throws -> Value
  ) async throws(Failure) -> Value {
    try requireContributions("this comparison takes")
    var stream = PageStream(plan, request, replicates: replicates, witness: witness) { _ in }
    let pages = plan.groups.flatMap { $0.contributions.flatMap(\.reads) }
    return try await withContributions(
      of: pages, request, decoded: plan.decoded, bytesADecoder: Self.bytesBesidePages
    ) { reader in
      try await body { try await stream.next(from: &reader, onto: $0) }
    }
  }

  /// The most bytes a decoder that are read ahead for a caller that holds pages or sums besides: so few that a contribution of
  /// 200³ bins waits until the one before it was folded, which takes a tenth of the time.
  static let bytesBesidePages = 24 << 20

  /// Gives the pages of `simulations` that `request` selects, one by one, to `body`.
  /// - Parameter witness: makes of the plan what sees each contribution.
  /// - Returns: what is to be said of them.
  package func forEachPage(
    of simulations: [Simulation], _ request: PageRequest, keepsReplicates: Bool = false,
    witness: (ExportPlan) -> (any PageWitness)? = { _ in nil },
    _ body: (LoadedPage) async throws(Failure) -> Void
  ) async throws(Failure) -> [Notice] {
    let plan = try await plan(of: simulations, request)
    let closing = try await withPages(
      plan, request, keepsReplicates: keepsReplicates, witness: witness(plan)
    ) { next in
      while true {
        switch try await next() {
        case .page(let streamed): try await body(LoadedPage(streamed, of: plan))
        case .end(let closing): return closing
        }
      }
    }
    return plan.notices + closing.notices
  }

  /// Reads the same pages and holds all at once, so its memory grows with them.
  package func pages(
    of simulations: [Simulation], _ request: PageRequest,
    witness: (ExportPlan) -> (any PageWitness)? = { _ in nil }
  ) async throws(Failure) -> (pages: [LoadedPage], notices: [Notice]) {
    var pages: [LoadedPage] = []
    let notices = try await forEachPage(of: simulations, request, witness: witness) { pages.append($0) }
    return (pages, notices)
  }
}
