package import EbbModel

/// What the parts of a batch's index hold together.
package struct BatchOverview: Sendable {
  /// Shards of one count, and of one plan.
  package struct Shards: Sendable {
    package var count: Int
    /// The SHA-256 of the plan, where there is one.
    package var plan: String?
    /// Those that have left no part.
    package var missing = TaskNumbers()
    /// Those that began, and did not come to their end yet.
    package var unfinished = TaskNumbers()

    package var isComplete: Bool { missing.isEmpty && unfinished.isEmpty }
  }

  package var simulations = 0
  package var outputs = 0
  package var pages = 0
  package var bytes = 0
  /// What was left out and why, by job.
  package var leftOut: [(jobID: String, reasons: [String])] = []
  /// How many shards were asked for at a time; several where they were shared out anew.
  package var shards: [Shards] = []
  /// The number of batches without shards that may be at work.
  package var batchesAtWork = 0

  /// Whether no shard is missing: of those that were shared out in several ways, one is enough.
  package var isComplete: Bool { shards.isEmpty || shards.contains(where: \.isComplete) }

  init(_ entries: [BatchEntry], parts: [BatchPart], batchesAtWork: Int) {
    self.batchesAtWork = batchesAtWork
    simulations = Set(entries.map(\.jobID)).count
    for entry in entries {
      if entry.output != nil { outputs += 1 }
      pages += entry.pages ?? 0
      bytes += entry.bytes ?? 0
      if let reasons = entry.leftOut, !reasons.isEmpty { leftOut.append((entry.jobID, reasons)) }
    }
    struct Kind: Hashable {
      var count: Int
      var plan: String?
    }
    let kinds = Dictionary(grouping: parts) { Kind(count: $0.shard.count, plan: $0.shard.plan) }
    for (kind, parts) in kinds.sorted(by: {
      ($0.key.count, $0.key.plan ?? "") < ($1.key.count, $1.key.plan ?? "")
    }) {
      let there = TaskNumbers(numbers: parts.map(\.shard.number))
      let missing = TaskNumbers([1...kind.count]).subtracting(there)
      let unfinished = TaskNumbers(numbers: parts.filter { !$0.isComplete }.map(\.shard.number))
      shards.append(Shards(count: kind.count, plan: kind.plan, missing: missing, unfinished: unfinished))
    }
  }
}
