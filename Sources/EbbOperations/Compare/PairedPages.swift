internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// The pages of two results, side by side: of each pair that of A and then that of B, and no more than these are held.
///
/// Where both are of one store, which can be read in one order alone, their plans are read as one; else each side is a
/// stream of its own.
struct PairedPages {
  private let a: ComparedSide
  private let b: ComparedSide
  private let outlines: [ComparedSide.Outline]
  private let isOneStore: Bool
  private let request: CompareRequest
  private let steps: [PairStep]
  /// The notices on both, once they were read.
  private(set) var notices: [Notice] = []

  /// - Parameter isOneStore: whether both sides are simulations of one store.
  init(
    _ a: ComparedSide, _ b: ComparedSide, isOneStore: Bool, _ request: CompareRequest
  ) async throws(Failure) {
    var request = request
    request.pages.resamples = request.resamples
    request.pages.namesJobs = true
    self.request = request
    (self.a, self.b, self.isOneStore) = (a, b, isOneStore)
    let first = try await a.outline(request.pages, request.pairs.map(\.a))
    let second = try await b.outline(request.pages, request.pairs.map(\.b))
    outlines = [first, second]
    let pairing =
      request.pairs.isEmpty
      ? PagePairing(first.entries, second.entries)
      : try PagePairing(first.entries, second.entries, by: request.pairs)
    steps = pairing.steps
    var failed = FailedTasks()
    for plan in outlines.compactMap(\.plan) { failed.add(plan.failedTasks) }
    notices = failed.notices + outlines.flatMap { $0.plan?.noticesButFailed ?? [] }
  }

  /// Gives each pair to `body`: both pages, or the one that the other result lacks or that was left out.
  mutating func read(
    _ body: (_ a: LoadedPage?, _ b: LoadedPage?) async throws -> Void
  ) async throws(Failure) {
    var readers = (a: reader(0), b: reader(1))
    if isOneStore, case .simulations(let catalog, _) = a, let first = outlines[0].plan,
      let second = outlines[1].plan
    {
      let plan = ExportPlan.interleaved([first, second], in: steps.map { ($0.side, $0.place) })
      var reader = PlannedPages(plan, Array(steps.indices))
      try await catalog.withPages(
        plan, request.pages, replicates: request.replicates, witness: auditor(plan)
      ) { next in
        try await walk({ _, target in try await reader.next(target, next) }, body)
        try await reader.finish(next)
      }
      notices += reader.notices
      return
    }
    do {
      switch (readers.a, readers.b) {
      case (.plan(let catalog, var first), .plan(let other, var second)):
        try await catalog.withPages(
          first.plan, request.pages, replicates: request.replicates, witness: auditor(first.plan)
        ) { next in
          try await other.withPages(
            second.plan, request.pages, replicates: request.replicates, witness: auditor(second.plan)
          ) { following in
            try await walk(
              { side, target in
                side == 0 ? try await first.next(target, next) : try await second.next(target, following)
              }, body)
            try await second.finish(following)
          }
          try await first.finish(next)
        }
        readers = (.plan(catalog, first), .plan(other, second))
      case (.plan(let catalog, var first), .file(var second)):
        try await catalog.withPages(
          first.plan, request.pages, replicates: request.replicates, witness: auditor(first.plan)
        ) { next in
          try await walk(
            { side, target in side == 0 ? try await first.next(target, next) : try await second.next() }, body
          )
          try await first.finish(next)
        }
        readers = (.plan(catalog, first), .file(second))
      case (.file(var first), .plan(let catalog, var second)):
        try await catalog.withPages(
          second.plan, request.pages, replicates: request.replicates, witness: auditor(second.plan)
        ) { next in
          try await walk(
            { side, target in side == 0 ? try await first.next() : try await second.next(target, next) }, body
          )
          try await second.finish(next)
        }
        readers = (.file(first), .plan(catalog, second))
      case (.file(var first), .file(var second)):
        try await walk({ side, _ in side == 0 ? try await first.next() : try await second.next() }, body)
        readers = (.file(first), .file(second))
      }
    } catch {
      throw Failure(any: error)
    }
    for reader in [readers.a, readers.b] { notices += try reader.closing() }
  }

  private func auditor(_ plan: ExportPlan) -> any PageWitness { PageAuditor(plan, request.pages) }

  /// The pages of a side, to be read in the order of its steps.
  private func reader(_ side: Int) -> SideReader {
    let own = steps.indices.filter { steps[$0].side == side }
    let places = own.map { steps[$0].place }
    switch side == 0 ? a : b {
    case .simulations(let catalog, _):
      guard var plan = outlines[side].plan, !own.isEmpty else { return .file(FilePages(nil, own, places)) }
      plan.groups = places.map { [groups = plan.groups] in groups[$0] }
      return .plan(catalog, PlannedPages(plan, own))
    case .export(let file): return .file(FilePages(file, own, places))
    }
  }

  /// Goes through the pairs in order.
  /// - Parameter next: the next page of a side.
  private func walk(
    _ next: (_ side: Int, _ target: PageTarget?) async throws -> (step: Int, page: LoadedPage)?,
    _ body: (_ a: LoadedPage?, _ b: LoadedPage?) async throws -> Void
  ) async throws {
    /// Pages that came earlier than those before them, which were left out: by the stream.
    var early: [(step: Int, page: LoadedPage)?] = [nil, nil]
    var pairs = PassingPairs()
    var groups = [0, 0]
    for (index, step) in steps.enumerated() {
      let stream = isOneStore ? 0 : step.side
      let group = groups[stream]
      groups[stream] += 1
      if early[stream] == nil {
        let axes = request.resamples ? pairs.waiting(for: step.pair)?.page.axes : nil
        early[stream] = try await next(
          step.side, step.side == 1 ? axes.map { PageTarget(group: group, axes: $0) } : nil)
      }
      guard let found = early[stream], found.step == index else { continue }
      early[stream] = nil
      for pair in pairs.add(found.page, of: step) { try await body(pair.a, pair.b) }
    }
    for pair in pairs.finish() { try await body(pair.a, pair.b) }
  }
}

/// The pages of one side, in the order of its steps.
private enum SideReader {
  case plan(Catalog, PlannedPages)
  case file(FilePages)

  /// The notices on them.
  /// - Throws: where none could be read.
  func closing() throws(Failure) -> [Notice] {
    switch self {
    case .plan(_, let pages): pages.notices
    case .file(let pages): try pages.closing()
    }
  }
}

/// The pages of a plan, each with its step.
private struct PlannedPages {
  let plan: ExportPlan
  /// Those of the plan's groups.
  private let steps: [Int]
  private var closing: PagesClosing?

  var notices: [Notice] { closing?.notices ?? [] }

  init(_ plan: ExportPlan, _ steps: [Int]) {
    self.plan = plan
    self.steps = steps
  }

  /// - Returns: `nil` after the last.
  mutating func next(
    _ target: PageTarget?, _ next: (_ target: PageTarget?) async throws -> PageStep
  ) async throws -> (step: Int, page: LoadedPage)? {
    guard closing == nil else { return nil }
    switch try await next(target) {
    case .page(let streamed): return (steps[streamed.group], LoadedPage(streamed, of: plan))
    case .end(let end):
      closing = end
      return nil
    }
  }

  /// Takes the closing value.
  mutating func finish(_ next: (_ target: PageTarget?) async throws -> PageStep) async throws {
    while try await self.next(nil, next) != nil {}
  }
}

/// The pages of an export, or none.
private struct FilePages {
  private let file: ExportedResult?
  private let steps: [Int]
  private var reader: ExportedPageReader?

  init(_ file: ExportedResult?, _ steps: [Int], _ places: [Int]) {
    self.file = file
    self.steps = steps
    reader = file?.reader(of: places)
  }

  /// - Returns: `nil` after the last.
  mutating func next() async throws(Failure) -> (step: Int, page: LoadedPage)? {
    guard let found = try await reader?.next() else { return nil }
    try file?.check(found.page)
    return (steps[found.place], found.page)
  }

  func closing() throws(Failure) -> [Notice] { try reader?.closing() ?? [] }
}
