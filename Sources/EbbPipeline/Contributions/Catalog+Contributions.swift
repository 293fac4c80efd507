internal import EbbModel
internal import EbbText

/// Gives contributions one after another, decoded, within `Catalog.withContributions`.
struct ContributionReader {
  private var contributions: DecodedContributions
  /// Tasks of the scope in which it decodes, which it does not outlive.
  private var tasks: DecodedContributions.Group

  fileprivate init(_ contributions: DecodedContributions, _ tasks: DecodedContributions.Group) {
    self.contributions = contributions
    self.tasks = tasks
  }

  /// The next contribution; asked for no more often than there are pages.
  mutating func next() async throws -> ContributionOutcome {
    guard let outcome = try await contributions.next(in: &tasks) else {
      preconditionFailure("more pages are asked for than were planned")
    }
    return outcome
  }

  /// The next contribution as its plan knows it, and before it what it is weighted by.
  /// - Parameter denominator: whether denominators are among what was asked for.
  mutating func next(
    _ contribution: Contribution, _ request: PageRequest, denominator isRead: Bool
  ) async throws -> (outcome: ContributionOutcome, denominator: ContributionOutcome?) {
    let denominator = isRead && contribution.denominator != nil ? try await next() : nil
    let outcome = try await next()
    return (
      outcome.written(by: contribution.simulator, as: request.assumed),
      denominator?.written(by: contribution.simulator, as: nil)
    )
  }
}

extension Catalog {
  /// Opens the data of `pages`, which `body` reads in that order. The one place where decoders work.
  /// - Parameters:
  ///   - decoded: those that need not be decoded.
  ///   - bytesADecoder: the most bytes a decoder that are read ahead.
  func withContributions<Value>(
    of pages: [PageID], _ request: PageRequest, decoded: DecodedPages = DecodedPages(),
    bytesADecoder: Int = DecodedContributions.bytesADecoder,
    _ body: (inout ContributionReader) async throws -> Value
  ) async throws(Failure) -> Value {
    do {
      let contributions = try await DecodedContributions(
        pages, from: store, byteLimit: request.byteLimit, threads: request.threads, decoded: decoded,
        bytesADecoder: bytesADecoder)
      return try await withThrowingTaskGroup(of: DecodedContributions.Group.Element.self) { tasks in
        var reader = ContributionReader(contributions, tasks)
        return try await body(&reader)
      }
    } catch {
      throw Failure(any: error)
    }
  }
}
