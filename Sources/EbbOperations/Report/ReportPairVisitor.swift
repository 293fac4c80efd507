internal import EbbPipeline
internal import EbbReport
internal import EbbText

/// Shows every contribution of two simulations to the report of its side and to the comparison of both.
struct ReportPairVisitor: GroupVisitor {
  static let readsDenominators = true

  /// A group that passes.
  struct Entry: Equatable {
    var side: Int
    /// Its place in the audit's plan of its side.
    var place: Int
    /// The step of the comparison that it is for.
    var step: Int?
    /// Whether it has passed before, for another step.
    var isAgain = false
  }

  /// Of A and B; `nil` where there is nothing to visit.
  var sides: [ReportVisitor?]
  /// The reasons why a side has no report.
  var failures: [Failure?]
  var comparison: PassingComparison?
  /// What the data of the file's pictures may still take, by whichever side is first.
  private(set) var limit: LiveLimit
  private let entries: [Entry]
  /// The place of the next among these.
  private var next = 0

  init(
    _ sides: [ReportVisitor?], _ failures: [Failure?], _ comparison: PassingComparison?, _ limit: LiveLimit,
    _ entries: [Entry]
  ) {
    self.sides = sides
    self.failures = failures
    self.comparison = comparison
    self.limit = limit
    self.entries = entries
  }

  /// The order in which groups pass: that of the steps, and before each the groups of its side that come earlier and are of
  /// no step; so that a side passes in its own order where pairs do.
  /// - Parameters:
  ///   - counts: of the groups of each side.
  ///   - steps: the sides and places of the groups that are compared.
  static func entries(_ counts: [Int], steps: [(side: Int, place: Int)]) -> [Entry] {
    var entries: [Entry] = []
    var hasPassed = counts.map { [Bool](repeating: false, count: $0) }
    var isCompared = hasPassed
    for step in steps { isCompared[step.side][step.place] = true }
    var next = counts.map { _ in 0 }
    func pass(_ side: Int, upTo place: Int) {
      while next[side] < place {
        if !isCompared[side][next[side]] { entries.append(Entry(side: side, place: next[side])) }
        next[side] += 1
      }
    }
    for (index, step) in steps.enumerated() {
      pass(step.side, upTo: step.place)
      entries.append(
        Entry(side: step.side, place: step.place, step: index, isAgain: hasPassed[step.side][step.place]))
      hasPassed[step.side][step.place] = true
    }
    for side in counts.indices { pass(side, upTo: counts[side]) }
    return entries
  }

  private var entry: Entry { entries[next - 1] }

  mutating func begin(_ group: PageGroup) {
    next += 1
    let entry = entry
    guard failures[entry.side] == nil else { return }
    if !entry.isAgain { sides[entry.side]?.begin(group, at: entry.place) }
    comparison?.begin(group, entry.step)
  }

  mutating func visit(
    _ outcome: ContributionOutcome, denominator: ContributionOutcome?, _ contribution: Contribution,
    of group: PageGroup
  ) throws(Failure) {
    let entry = entry
    guard failures[entry.side] == nil else { return }
    do throws(Failure) {
      if !entry.isAgain {
        try sides[entry.side]?.visit(outcome, denominator: denominator, contribution, of: group)
      }
      try comparison?.visit(outcome, denominator: denominator, contribution)
    } catch {
      try leaveOut(error)
    }
  }

  mutating func end(_ group: PageGroup) async throws(Failure) {
    let entry = entry
    let side = entry.side
    guard failures[side] == nil else { return }
    var comparison = comparison.take()
    var combined: (page: LoadedPage?, notices: ArraySlice<Notice>) = (nil, [])
    var audited: AuditedJob.Group?
    if !entry.isAgain, var own = sides[side].take() {
      own.figures.limit = limit
      do throws(Failure) {
        combined = try await own.finish(group) { page, audited, countsAreRestored in
          comparison?.look(page, audited, countsAreRestored: countsAreRestored)
        }
      } catch {
        try leaveOut(error)
        return
      }
      limit = own.figures.limit
      audited = own.audit.groups.last
      sides[side] = own
    }
    try await comparison?.end(combined, audited)
    self.comparison = comparison
  }

  /// Leaves a side out, and with it the comparison.
  private mutating func leaveOut(_ error: Failure) throws(Failure) {
    guard error.leavesOut else { throw error }
    let side = entry.side
    failures[side] = error
    sides[side] = nil
    comparison = nil
  }
}

extension Failure {
  /// Whether the other simulations of a report go on without the one that has failed.
  package var leavesOut: Bool { kind == .notFound || kind == .brokenData }
}
