internal import EbbModel
internal import EbbPipeline

/// The digests of all pages that each task or job has results in, and how much they prove: the same in two, they drew the
/// same random numbers.
struct SourceDigests: Sendable {
  struct Source: Sendable {
    /// Over all its pages, in the plan's order.
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    var nonZero = 0
    /// The same of those that are no whole numbers.
    var fractionDigits = 0

    fileprivate mutating func add(_ facts: PageFacts, isEvidence: Bool) {
      digest = (digest ^ facts.digest) &* 0xbf58_476d_1ce4_e5b9
      digest ^= digest >> 29
      guard isEvidence else { return }
      nonZero += facts.nonZero
      fractionDigits += facts.fractionDigits
    }
  }

  /// Fewer numbers that are not 0 may be the same by chance, unless they have many digits.
  private static let minValues = 8

  private(set) var sources: [ContributionSource: Source] = [:]

  /// Pages in which all contributions have the same, whatever random numbers they draw, prove nothing, unless all pages
  /// are so.
  init(_ job: AuditedJob) {
    let groups = job.groups.filter { $0.rule != AggregationRule.identical && !$0.facts.isEmpty }
    let areTold = groups.contains { !$0.isSameThroughout }
    for group in groups {
      let isEvidence = !(areTold && group.isSameThroughout)
      for (contribution, facts) in group.facts {
        sources[ContributionSource(contribution), default: Source()].add(facts, isEvidence: isEvidence)
      }
    }
  }

  /// Tasks that agree in all pages, each as proof enough. What all tasks have may be so whatever they draw: that takes
  /// numbers of many digits.
  var identical: [[ContributionSource]] {
    let same = Dictionary(grouping: sources.keys) { sources[$0]?.digest ?? 0 }.values
    return same.filter { group in
      guard group.count > 1, let first = sources[group[0]] else { return false }
      return Self.isProof(first, ofAll: group.count == sources.count)
    }
    .map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  static func isProof(_ source: Source, ofAll: Bool) -> Bool {
    source.fractionDigits >= PageFacts.evidence
      || !ofAll && source.fractionDigits > 0 && source.nonZero >= minValues
  }
}

extension AuditedJob.Group {
  /// Whether several contributions have the same values, or the same counts per primary, throughout: as of a geometry, or
  /// where each primary is counted once.
  var isSameThroughout: Bool {
    let parts = facts
    guard parts.count > 1, let first = parts.first else { return false }
    func scale(_ part: (contribution: Contribution, facts: PageFacts)) -> Double {
      rule == .sum ? part.facts.total / Double(max(1, part.contribution.primaries ?? 1)) : part.facts.total
    }
    let usual = scale(first)
    return parts.allSatisfy { abs(scale($0) - usual) <= 1e-9 * abs(usual) }
  }
}
