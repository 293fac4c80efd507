internal import EbbFiles

/// The records of `index.json` and of a folder's journals together, held against what is there.
///
/// Where two tell of the same output, the one counts whose SHA-256 is that of the output in place. That is known from
/// its stamp; only where no stamp fits is the output read again. So of two processes that export the same job at
/// once, whose files replace each other, the one is listed that came last.
struct BatchMerge {
  /// Writers of records, those first whose word on why nothing came out counts more.
  enum Source {
    case own
    /// A process that is gone: what it announced it may have done.
    case left
    case index
    /// A process that may be at work: what it has announced may appear at any time, and is its own to tell.
    case atWork
  }

  /// The records of one output.
  private struct Claims {
    var done: [BatchRecord] = []
    var writing: [BatchRecord] = []
  }

  private let place: String
  private var outputs: [String: Claims] = [:]
  private var leftOut: [String: BatchEntry] = [:]

  /// - Parameter place: the folder, with its slash.
  init(in place: String) { self.place = place }

  /// Adds what a journal says. Those that count more are added first.
  mutating func add(_ records: BatchRecords, from source: Source) {
    for (output, said) in records.outputs {
      if let done = said.done { outputs[output, default: Claims()].done.append(done) }
      if let writing = said.writing, source != .atWork {
        outputs[output, default: Claims()].writing.append(writing)
      }
    }
    leftOut.merge(records.leftOut) { first, _ in first }
  }

  mutating func add(_ index: IndexFile) {
    var records = BatchRecords()
    for entry in index.jobs { records.add(BatchRecord(state: .done, entry: entry, stamp: nil)) }
    if let entry = index.writing { records.add(BatchRecord(state: .writing, entry: entry, stamp: nil)) }
    add(records, from: .index)
  }

  /// The entries that are true, by job and then output. Looks at each output once, and reads those again that no
  /// stamp fits. What cannot be read is not listed.
  func entries() -> [BatchEntry] {
    var entries = outputs.values.compactMap(entry)
    let jobs = Set(entries.map(\.jobID))
    entries += leftOut.values.filter { !jobs.contains($0.jobID) }
    return entries.sorted { ($0.jobID, $0.output ?? "") < ($1.jobID, $1.output ?? "") }
  }

  private func entry(_ claims: Claims) -> BatchEntry? {
    guard let some = claims.done.first?.entry ?? claims.writing.first?.entry, let now = some.stamp(in: place)
    else {
      return nil
    }
    // What a process announced that is gone: either what was there before is still there, or it has been replaced.
    let announced = claims.writing.filter { $0.stamp != now }
    // Whose stamp fits tells the sums; who else tells of those sums may tell more.
    if let fitting = claims.done.first(where: { $0.stamp == now && $0.entry.isPresent(in: place) })?.entry {
      let told = Self.fullest(claims.done.filter { $0.entry.hasSums(of: fitting) })
      return Self.completed(told ?? fitting, by: announced)
    }
    if announced.isEmpty, claims.done.allSatisfy({ $0.stamp == nil }), let entry = Self.fullest(claims.done),
      entry.isPresent(in: place)
    {
      return entry
    }
    guard let found = try? BatchRecord.measuring(some.unmeasured, in: place)?.entry else { return nil }
    let told = Self.fullest(claims.done.filter { $0.entry.hasSums(of: found) })
    return Self.completed(told ?? found, by: announced)
  }

  /// The entry of an output that was only found, completed by what the process announced that made it.
  private static func completed(_ entry: BatchEntry, by announced: [BatchRecord]) -> BatchEntry {
    guard entry.pages == nil, announced.count == 1, var made = announced.first?.entry else { return entry }
    made.takeSums(of: entry)
    return made
  }

  /// The entry that says most, among several that are all true.
  private static func fullest(_ records: [BatchRecord]) -> BatchEntry? {
    (records.first { $0.entry.pages != nil } ?? records.first)?.entry
  }
}
