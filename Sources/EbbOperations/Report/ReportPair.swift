package import EbbModel
package import EbbPipeline
internal import EbbReport
package import EbbText

/// Tells all of two simulations, and how the second differs from the first. The pages of both pass once, side by side: each
/// goes to the report of its simulation and to the comparison.
package struct ReportPair: Sendable {
  package struct Contents {
    /// Of A and B, or why one is left out.
    package var sides: [Result<ReportContents, Failure>]
    /// `nil` unless both have pages: what has none differs in everything.
    package var comparison: ReportComparison.Contents?
  }

  private let request: CompareRequest
  private let catalog: Catalog
  private var report: Report { Report(request.pages, of: catalog) }

  /// - Parameter request: how pages are combined, and held against each other.
  package init(_ request: CompareRequest, of catalog: Catalog) {
    self.request = request
    self.catalog = catalog
  }

  /// - Parameters:
  ///   - a: the result that is held to be right.
  ///   - b: the other.
  ///   - file: where the figures are laid aside.
  /// - Throws: where neither can be read further, or what is to be paired is not there. What one side lacks, or is broken
  ///   in it, leaves that side out.
  package func run(
    _ a: Simulation, _ b: Simulation, into file: inout ReportFile
  ) async throws(Failure) -> Contents {
    if catalog.combined != nil { return try await ofExports(a, b, into: &file) }
    var readings: [ReportReading?] = []
    var failures: [Failure?] = []
    for simulation in [a, b] {
      do throws(Failure) {
        readings.append(try await report.begin(simulation, PageFigures(in: file, sharers: 2)))
        failures.append(nil)
      } catch {
        guard error.leavesOut else { throw error }
        readings.append(nil)
        failures.append(error)
      }
    }
    let comparison = try await comparison(&readings, in: file)
    if comparison != nil, PassingComparison.takesCombined(request) {
      for side in readings.indices { readings[side]?.visitor.keep(request.replicates) }
    }
    var visitor = try await visit(&readings, failures, comparison, file.limit)
    file.limit = visitor.limit
    var sides: [Result<ReportContents, Failure>] = []
    var onAll: [Notice] = []
    for side in readings.indices {
      guard var reading = readings[side], let seen = visitor.sides[side].take() else {
        if let failure = visitor.failures[side] { sides.append(.failure(failure)) }
        continue
      }
      reading.visitor = seen
      do throws(Failure) {
        sides.append(.success(try await report.contents(of: &reading)))
        // What is said of each alike is said once.
        onAll += reading.noticesOnAll.filter { !onAll.contains($0) }
      } catch {
        guard error.leavesOut else { throw error }
        sides.append(.failure(error))
      }
      readings[side] = nil
    }
    return try await contents(sides, &visitor.comparison, onAll)
  }

  private func contents(
    _ sides: [Result<ReportContents, Failure>], _ comparison: inout PassingComparison?, _ onAll: [Notice]
  ) async throws(Failure) -> Contents {
    let withPages = sides.count { side in (try? side.get()).map { !$0.pages.isEmpty } ?? false }
    guard withPages == 2 else { return Contents(sides: sides, comparison: nil) }
    return Contents(sides: sides, comparison: try await comparison?.contents(onAll))
  }

  // MARK: Contributions

  /// What is compared, as far as both have results.
  private func comparison(
    _ readings: inout [ReportReading?], in file: ReportFile
  ) async throws(Failure) -> PassingComparison? {
    var plans: [ExportPlan] = []
    var entries: [[PagePairing.Entry]] = []
    for (side, names) in [request.pairs.map(\.a), request.pairs.map(\.b)].enumerated() {
      guard let reading = readings[side], reading.obstacle == nil else { return nil }
      var pages = request.pages
      pages.resamples = request.resamples
      pages = ComparedSide.request(pages, names)
      var plan = reading.plan
      if !PassingComparison.takesCombined(request) {
        plan = try await catalog.plan(of: [reading.stored], pages, decoded: reading.decoded)
      }
      let outline = try await ComparedSide.Outline(plan, pages, names, of: catalog)
      plan = outline.plan ?? plan
      readings[side]?.decoded.keep(plan.takeDecoded())
      plans.append(plan)
      entries.append(outline.entries)
    }
    return PassingComparison(ReportComparison(request, in: file), plans, try pairing(entries).steps)
  }

  /// Has the contributions of both pass.
  private func visit(
    _ readings: inout [ReportReading?], _ failures: [Failure?], _ comparison: PassingComparison?,
    _ limit: LiveLimit
  ) async throws(Failure) -> ReportPairVisitor {
    let groups = readings.map { $0?.groups ?? [] }
    let places = groups.map { groups in
      Dictionary(groups.enumerated().map { ($1.key, $0) }) { first, _ in first }
    }
    // An audit's plan has all groups.
    let steps = (comparison?.steps ?? []).enumerated().map { index, step in
      (side: step.side, place: comparison.flatMap { places[step.side][$0.plan.groups[index].key] } ?? 0)
    }
    let entries = ReportPairVisitor.entries(groups.map(\.count), steps: steps)
    var decoded = DecodedPages()
    var visitors: [ReportVisitor?] = []
    for side in readings.indices {
      if let own = readings[side]?.takeDecoded() { decoded.keep(own) }
      visitors.append(readings[side]?.visitor)
    }
    var visitor = ReportPairVisitor(visitors, failures, comparison, limit, entries)
    let passing = entries.map { entry in
      groups[entry.side][entry.place].weighted(as: entry.step.flatMap { comparison?.plan.groups[$0] })
    }
    try await catalog.visit(passing, request.pages, decoded: decoded, with: &visitor)
    return visitor
  }

  // MARK: Exports

  /// The same of what exports hold, which is combined already.
  private func ofExports(
    _ a: Simulation, _ b: Simulation, into file: inout ReportFile
  ) async throws(Failure) -> Contents {
    var readings: [CombinedReading] = []
    var entries: [[PagePairing.Entry]] = []
    for (simulation, names) in [(a, request.pairs.map(\.a)), (b, request.pairs.map(\.b))] {
      let plan = try await catalog.plan(of: [simulation], request.pages)
      entries.append(try await ComparedSide.Outline(plan, request.pages, names, of: catalog).entries)
      readings.append(CombinedReading(simulation, plan, PageFigures(in: file, sharers: 2)))
    }
    let steps = try pairing(entries).steps
    let plans = readings.map(\.plan)
    var comparison = PassingComparison(
      ReportComparison(request, in: file), plans, steps, areContributions: false)
    let order = ReportPairVisitor.entries(plans.map(\.groups.count), steps: steps.map { ($0.side, $0.place) })
    let plan = ExportPlan.interleaved(plans, in: order.map { ($0.side, $0.place) })
    var limit = file.limit
    // Errors of another kind than standard errors compare nothing, and are refused.
    let closing = try await catalog.withPages(plan, request.pages, keepsReplicates: true) { next in
      while true {
        switch try await next() {
        case .page(let streamed):
          let entry = order[streamed.group]
          let page = LoadedPage(streamed, of: plan)
          if !entry.isAgain {
            readings[entry.side].figures.limit = limit
            try await readings[entry.side].add(page, at: entry.place)
            limit = readings[entry.side].figures.limit
          }
          if let step = entry.step { try await comparison.add(page, of: step) }
        case .end(let closing): return closing
        }
      }
    }
    file.limit = limit
    var sides: [Result<ReportContents, Failure>] = []
    for side in readings.indices {
      sides.append(.success(try await readings[side].contents(request.pages, [])))
    }
    var passed: PassingComparison? = comparison
    return try await contents(sides, &passed, closing.notices)
  }

  private func pairing(_ entries: [[PagePairing.Entry]]) throws(Failure) -> PagePairing {
    request.pairs.isEmpty
      ? PagePairing(entries[0], entries[1]) : try PagePairing(entries[0], entries[1], by: request.pairs)
  }
}
