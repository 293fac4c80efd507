internal import EbbFiles
package import EbbModel
internal import EbbText

/// `index.json` in the folder of a batch: of each job its file or folder, pages, bytes and SHA-256, and what was
/// left out and why. It states no times, so that the same results give the same bytes.
///
/// While a batch runs, it appends to a journal of its own (see `BatchJournal`): a line before a job's output appears,
/// a line when it is there. At its end, and when it fails or is interrupted, the journal is merged into `index.json`
/// under a lock, as are those of processes that were killed; so several batches into one folder lose nothing of each
/// other. A job costs two lines and no sync beside those of its output; a batch costs two readings and writings of
/// `index.json`, however many jobs it has, and, where it replaces files, two more for each batch that ends meanwhile.
///
/// A shard's batch has a journal that stays (see `BatchPart`), and leaves `index.json` to `merge`, which `ebb index` calls:
/// shards do not wait for each other.
///
/// Losses: a process that is killed loses nothing, as the next batch finds its journal. Where it was killed between
/// the two lines, what is there now is measured. A machine that loses its power may lose the last lines of a journal:
/// an output may be there then that is not listed, and the next `--skip-existing` lists it with its sums, without its
/// pages. An output is never listed that is not there whole, as the line that says so is written after output and
/// folder are synced, and what will be replaced is taken from `index.json` before, synced. (Where another batch that
/// has made the same output ends in the very moment in which this one replaces it, it may be listed as it was until
/// this one has done so.)
package struct BatchIndex: Sendable {
  package static let fileName = "index.json"

  private let folder: String
  private let path: String
  private let creator: String
  private let overwrites: Bool
  private let jobs: Set<String>
  private let shard: Shard?
  private var journal: BatchJournal
  /// The records that the journal holds, and will hold when there is a folder to write it in.
  private var own = BatchRecords()
  private var unwritten: [BatchRecord] = []
  /// The job whose output is about to appear.
  private var writing: BatchRecord?
  /// The `index.json` that was there when it was looked at last.
  private var seen: FileStamp?
  /// All that is known to be there, by output: of this batch, of those before, and of others at work.
  private var known: [String: BatchEntry] = [:]
  private var jobsWithOutput: Set<String> = []
  /// Reasons why nothing came out, by job.
  private var leftOut: [String: BatchEntry] = [:]

  /// Reads what there is of `folder`, and merges what processes have left that were killed. Entries whose files are
  /// gone or have changed are dropped.
  /// - Parameters:
  ///   - overwrites: whether an index that cannot be read may be replaced, and outputs are.
  ///   - jobs: those of this batch. When it overwrites, their outputs are taken from `index.json` until its end.
  ///   - shard: the shard that they are; its folder is made, so that it leaves a part also where it has no jobs.
  package init(
    of folder: String, creator: String, overwrites: Bool, jobs: Set<String>, shard: Shard? = nil
  ) async throws(IndexError) {
    self.init(folder, creator: creator, overwrites: overwrites, jobs: jobs, shard: shard)
    if let shard { try begin(shard) }
    seen = FileStamp(of: path)
    var found = try look()
    let isTrue = shard != nil || found.isMerged
    if !isTrue || (shard == nil ? found.entries : found.index.jobs).contains(where: isReplaced) {
      found = try await withdraw()
    }
    for entry in found.entries { know(entry) }
    if shard != nil { try adopt(found.entries) }
  }

  private init(_ folder: String, creator: String, overwrites: Bool, jobs: Set<String>, shard: Shard?) {
    self.folder = folder.hasSuffix("/") ? folder : folder + "/"
    path = self.folder + Self.fileName
    self.creator = creator
    self.overwrites = overwrites
    self.jobs = jobs
    self.shard = shard
    journal =
      if let shard { BatchJournal(of: shard, in: self.folder) } else { BatchJournal(in: self.folder) }
  }

  /// Reads what runs of the shard have done before, and says that it has begun again.
  private mutating func begin(_ shard: Shard) throws(IndexError) {
    own = BatchPart(reading: folder + BatchPart.path(of: shard))?.records ?? BatchRecords()
    try IndexError.ofFiles { () throws(FileError) in
      try OutputPlace.makeFolders(folder + BatchPart.folderName)
      try journal.append(BatchPart.Mark(shard: shard.text, plan: shard.plan, state: .began))
    }
  }

  /// Takes into the shard's part what `index.json` says of its jobs, and what a run that was killed has done last.
  private mutating func adopt(_ entries: [BatchEntry]) throws(IndexError) {
    for entry in entries {
      guard let output = entry.output, jobs.contains(entry.jobID), own.outputs[output]?.done?.entry != entry
      else { continue }
      record(BatchRecord(state: .done, entry: entry, stamp: entry.stamp(in: folder)))
    }
    try flush()
  }

  /// Merges the parts of all shards, and the journals of batches without shards, into `index.json`. Costs a look at each
  /// output, and a reading of those that were replaced since.
  package static func merge(
    _ folder: String, creator: String
  ) async throws(IndexError) -> BatchOverview {
    let index = BatchIndex(folder, creator: creator, overwrites: false, jobs: [], shard: nil)
    let lock = try await index.lock()
    let found = try index.look()
    try index.save(found.entries, over: found, holding: lock)
    return BatchOverview(found.entries, parts: found.parts, batchesAtWork: found.atWork)
  }

  /// The names, without suffix, that jobs have in this folder.
  package var names: [String: String] {
    let named = known.values.compactMap { entry in
      entry.output.map { (entry.jobID, $0, entry.name) }
    }
    return Dictionary(named.sorted { $0.1 < $1.1 }.map { ($0.0, $0.2) }) { first, _ in first }
  }

  /// Says that the job's output is about to appear at `target`. What is there is no longer listed then.
  package mutating func begin(
    _ jobID: String, _ target: ExportTarget, format: String, pages: Int, leftOut: [String],
    findings: [String] = []
  ) async throws(IndexError) {
    var entry = BatchEntry(jobID: jobID, target: target, format: format, pages: pages, leftOut: leftOut)
    if !findings.isEmpty { entry.findings = findings }
    let record = BatchRecord(state: .writing, entry: entry, stamp: entry.stamp(in: folder))
    writing = record
    self.record(record)
    try flush()
    try await withdraw(record)
  }

  /// Says that the output is there, with its SHA-256, which costs a reading of the output.
  package mutating func finish() async throws(IndexError) {
    guard let begun = writing else { preconditionFailure("no job has begun") }
    if let written = try measured(begun.entry) {
      record(written)
      know(written.entry)
      try flush()
    } else {
      own.abandon(begun.entry.output ?? "")
    }
    try await withdraw(begun)
    writing = nil
  }

  /// Takes the output that is being replaced from `index.json`, where another batch that has ended has listed it.
  private mutating func withdraw(_ begun: BatchRecord) async throws(IndexError) {
    guard begun.stamp != nil, overwrites || begun.entry.folder != nil, FileStamp(of: path) != seen else {
      return
    }
    _ = try await withdraw()
  }

  /// Says that the output did not appear. The journal need not say so: what is there then is as it was.
  package mutating func abandon() {
    guard let entry = writing?.entry else { return }
    writing = nil
    own.abandon(entry.output ?? "")
    // The folder may be one that goes again, as nothing came out.
    if own.isEmpty { journal.remove() }
  }

  /// Takes in what a job has at `target`, complete, unless it is listed. Costs a reading of the output.
  package mutating func keep(
    _ jobID: String, _ target: ExportTarget, format: String
  ) throws(IndexError) {
    let entry = BatchEntry(jobID: jobID, target: target, format: format, pages: nil, leftOut: [])
    guard known[entry.output ?? ""] == nil, let found = try measured(entry) else {
      return
    }
    record(found)
    know(found.entry)
    try flush()
  }

  /// Says that nothing came out of a job, unless it has an output of before.
  package mutating func leaveOut(_ jobID: String, because reason: String) throws(IndexError) {
    let entry = BatchEntry(jobID: jobID, leftOut: reason)
    guard !jobsWithOutput.contains(jobID), leftOut[jobID] != entry else { return }
    record(BatchRecord(state: .done, entry: entry, stamp: nil))
    know(entry)
    try flush()
  }

  /// Merges the journal into `index.json`. Where there is no folder nothing has come out, and nothing is written.
  ///
  /// Costs a look at each output that is listed, and a reading of those that another process has replaced. Of a shard
  /// it costs a line.
  /// - Parameter isComplete: whether the batch came to its end.
  package mutating func close(isComplete: Bool = true) async throws(IndexError) {
    if let shard {
      guard isComplete else { return }
      try flush()
      return try IndexError.ofFiles { () throws(FileError) in
        try journal.append(BatchPart.Mark(shard: shard.text, plan: shard.plan, state: .ended))
        try journal.sync()
      }
    }
    guard !own.isEmpty, OutputPlace(folder) == .folder else { return }
    let lock = try await lock()
    let found = try look()
    try save(found.entries, over: found, holding: lock)
    own = BatchRecords()
    journal.remove()
  }

  private var lockPath: String { folder + FolderLock.fileName }

  /// The records of the folder's index and journals, held against what is there.
  private struct Found {
    var index: IndexFile
    var entries: [BatchEntry]
    /// The journals of processes that are gone.
    var left: [BatchJournal.Found]
    /// How many processes may be at work.
    var atWork: Int
    var parts: [BatchPart]

    /// Whether `index.json` says nothing that is not so, and no process has left a journal.
    var isMerged: Bool {
      guard left.isEmpty, index.writing == nil else { return false }
      let said = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
      return index.jobs.allSatisfy { said[$0.key] == $0 }
    }
  }

  /// The record of an output that is complete, with its lengths and sums.
  private func measured(_ entry: BatchEntry) throws(IndexError) -> BatchRecord? {
    try IndexError.ofFiles { () throws(FileError) in try BatchRecord.measuring(entry, in: folder) }
  }

  private func lock() async throws(IndexError) -> FolderLock {
    do throws(FileError) {
      if let lock = try await FolderLock.acquire(in: folder) { return lock }
    } catch {
      throw .file(error)
    }
    throw .busy(path: lockPath)
  }

  private func look() throws(IndexError) -> Found {
    let index = try IndexFile(reading: path, overwrites: overwrites)
    // A shard looks after its own jobs alone.
    let others = shard == nil ? journal.others() : []
    let parts = shard == nil ? BatchPart.all(in: folder) : []
    var merge = BatchMerge(in: folder)
    merge.add(own, from: .own)
    for journal in others where journal.isLeft { merge.add(journal.records(), from: .left) }
    for part in parts { merge.add(part.records, from: .atWork) }
    merge.add(index)
    for journal in others where !journal.isLeft { merge.add(journal.records(), from: .atWork) }
    let left = others.filter(\.isLeft)
    return Found(
      index: index, entries: merge.entries(), left: left, atWork: others.count - left.count, parts: parts)
  }

  /// Whether the entry is of what this batch replaces.
  private func isReplaced(_ entry: BatchEntry) -> Bool {
    guard let output = entry.output else { return false }
    return overwrites && jobs.contains(entry.jobID) || output == writing?.entry.output
  }

  /// Merges what processes have left, and takes what this batch replaces from `index.json` into its journal.
  private mutating func withdraw() async throws(IndexError) -> Found {
    let lock = try await lock()
    let found = try look()
    for entry in found.entries { know(entry) }
    for entry in found.entries where isReplaced(entry) {
      guard own.outputs[entry.output ?? ""]?.done?.entry != entry else { continue }
      record(BatchRecord(state: .done, entry: entry, stamp: entry.stamp(in: folder)))
      if let writing, writing.entry.output == entry.output, entry.stamp(in: folder) == writing.stamp {
        record(writing)
      }
    }
    try flush()
    let entries = found.entries.filter { !isReplaced($0) }
    // What only the journal says from now on outlives a loss of power.
    if entries.count < found.entries.count { try IndexError.ofFiles(journal.sync) }
    try save(entries, over: found, holding: lock)
    seen = FileStamp(of: path)
    return found
  }

  /// Makes `entries` the index, unless it is that already; then the journals that are merged can go. Costs a writing of
  /// the whole index, so it is done at a batch's end, not for each job.
  private func save(
    _ entries: [BatchEntry], over found: Found, holding lock: borrowing FolderLock
  ) throws(IndexError) {
    if entries != found.index.jobs || found.index.writing != nil {
      try IndexError.ofFiles { () throws(FileError) in
        try IndexFile.write(entries, to: path, creator: creator)
      }
    }
    for journal in found.left { journal.remove() }
  }

  private mutating func know(_ entry: BatchEntry) {
    if let output = entry.output {
      known[output] = entry
      jobsWithOutput.insert(entry.jobID)
      leftOut[entry.jobID] = nil
    } else {
      leftOut[entry.jobID] = entry
    }
  }

  private mutating func record(_ record: BatchRecord) {
    own.add(record)
    unwritten.append(record)
  }

  /// Appends to the journal what it does not say yet, once there is a folder.
  private mutating func flush() throws(IndexError) {
    guard !unwritten.isEmpty, OutputPlace(folder) == .folder else { return }
    do throws(FileError) {
      try journal.append(unwritten)
    } catch {
      throw .file(error)
    }
    unwritten = []
  }
}
