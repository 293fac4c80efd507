internal import Foundation

/// `index.json` in the folder of a batch: of each job its file or folder, pages, bytes and SHA-256, and what was
/// left out and why.
///
/// It is replaced as a whole after each job. Before a job's output appears, the index says so (`writing`): when
/// the process is killed between the two, the next one takes the job in without exporting it again. It states no
/// times, so that the same results give the same bytes.
package struct BatchIndex: Sendable {
  package static let fileName = "index.json"

  /// What is read of the file.
  private struct Document: Decodable {
    var ebb: String
    var jobs: [BatchEntry]
    var writing: BatchEntry?
  }

  private let folder: String
  private let creator: String
  /// By job, then output, each with its line of the file.
  private var entries: [(entry: BatchEntry, text: String)] = []
  private var writing: BatchEntry?
  /// Whether the file says what is here.
  private var isSaved = true

  /// Reads the index of `folder`, where there is one. Entries whose files are gone or have changed are dropped.
  /// - Parameter overwrites: whether an index that cannot be read may be replaced.
  package init(of folder: String, creator: String, overwrites: Bool) throws(ExportError) {
    self.folder = folder.hasSuffix("/") ? folder : folder + "/"
    self.creator = creator
    let path = self.folder + Self.fileName
    guard OutputPlace(path) != .nothing else { return }
    let text = try? Data(contentsOf: URL(filePath: path))
    guard let document = text.flatMap({ try? JSONDecoder().decode(Document.self, from: $0) }),
      (document.jobs + [document.writing].compactMap { $0 }).allSatisfy(\.isSafe)
    else {
      if overwrites, OutputPlace(path) == .file { return }
      throw .noIndex(path: path)
    }
    for entry in document.jobs where entry.isPresent(in: self.folder) { insert(entry) }
    isSaved = entries.count == document.jobs.count && document.writing == nil
    if let written = try document.writing?.measured(in: self.folder) { insert(written) }
  }

  /// The names, without suffix, that jobs have in this folder.
  package var names: [String: String] {
    let named = entries.compactMap { entry, _ in
      entry.output.map { (entry.jobID, $0.split(separator: ".").first.map(String.init) ?? $0) }
    }
    return Dictionary(named) { first, _ in first }
  }

  /// Says that the job's output is about to appear at `target`.
  package mutating func begin(
    _ jobID: String, _ target: ExportTarget, format: String, pages: Int, leftOut: [String]
  ) throws(ExportError) {
    let entry = BatchEntry(jobID: jobID, target: target, format: format, pages: pages, leftOut: leftOut)
    remove(entry)
    writing = entry
    // What is there already is replaced: found after a kill, it could be the old or the new.
    try save(withWriting: OutputPlace(folder + (entry.output ?? "")) == .nothing)
  }

  /// Says that the output is there.
  package mutating func finish() throws(ExportError) {
    guard let entry = writing else { preconditionFailure("no job has begun") }
    writing = nil
    if let written = try entry.measured(in: folder) { insert(written) }
    try save()
  }

  /// Says that the output did not appear.
  package mutating func abandon() {
    guard writing != nil else { return }
    writing = nil
    // It is the last attempt of a run that fails anyway, and the next one can do without.
    try? save()
  }

  /// Takes in what a job has at `target`, complete, unless the index has it.
  package mutating func keep(
    _ jobID: String, _ target: ExportTarget, format: String
  ) throws(ExportError) {
    let entry = BatchEntry(jobID: jobID, target: target, format: format, pages: nil, leftOut: [])
    guard !entries.contains(where: { $0.entry.output == entry.output }),
      let found = try entry.measured(in: folder)
    else { return }
    remove(entry)
    insert(found)
    try save()
  }

  /// Says that nothing came out of a job, unless it has an output of before.
  package mutating func leaveOut(_ jobID: String, because reason: String) throws(ExportError) {
    let entry = BatchEntry(jobID: jobID, leftOut: reason)
    guard !entries.contains(where: { $0.entry.jobID == jobID && $0.entry.output != nil }) else { return }
    remove(entry)
    insert(entry)
    try save()
  }

  /// Writes what has not been written yet.
  package mutating func close() throws(ExportError) {
    if !isSaved { try save() }
  }

  private mutating func insert(_ entry: BatchEntry) {
    let key = (entry.jobID, entry.output ?? "")
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      let other = entries[middle].entry
      if (other.jobID, other.output ?? "") < key { low = middle + 1 } else { high = middle }
    }
    entries.insert((entry, entry.text), at: low)
    isSaved = false
  }

  /// Removes what is said of the same output, and that nothing came out of the job.
  private mutating func remove(_ entry: BatchEntry) {
    let count = entries.count
    entries.removeAll { other, _ in
      other.output.map { $0 == entry.output } ?? (other.jobID == entry.jobID)
    }
    if entries.count != count { isSaved = false }
  }

  /// Where there is no folder, nothing has come out yet, and nothing is written; nor is an index of nothing.
  private mutating func save(withWriting: Bool = false) throws(ExportError) {
    isSaved = false
    guard OutputPlace(folder) == .folder else { return }
    let path = folder + Self.fileName
    let announced = withWriting ? writing : nil
    if entries.isEmpty, announced == nil {
      systemUnlink(path)
    } else {
      var file = try TextFile(.file(path: path), options: ExportOptions(overwrites: true))
      try file.write(text(announcing: announced))
      try file.commit()
    }
    isSaved = true
  }

  private func text(announcing announced: BatchEntry?) -> [UInt8] {
    var text = TextBlock()
    text.append("{\n  \"ebb\": ")
    text.append(json: creator)
    if let announced { text.append(",\n  \"writing\": \(announced.text)") }
    text.append(",\n  \"jobs\": [")
    for (index, entry) in entries.enumerated() {
      text.append(index > 0 ? ",\n    " : "\n    ")
      text.append(entry.text)
    }
    text.append("\n  ]\n}\n")
    return text.bytes
  }
}
