internal import EbbFiles
internal import EbbModel
internal import Foundation
internal import Glibc

/// The journal of a process in the folder of a batch: a hidden file that is only ever appended to, one line of JSON
/// (see `BatchRecord`) for each step of a job. Its name says whose it is, as temporary names do.
///
/// Each line is one write, and says all by itself: one that was torn by a full disk or a lost machine is passed over.
/// Lines are not synced as they come. A line outlives its process, but a machine that loses its power may lose the last
/// lines: then an output may be there that no line tells of, and never the other way, as a line that says so follows
/// the syncing of the output and its folder.
struct BatchJournal: Sendable {
  private static let suffix = ".journal"
  /// A line is some 500 bytes: two million jobs.
  private static let longest = 1 << 30

  private let path: String
  /// The folder's name for errors.
  private let folder: String
  /// Whether the last write was cut short.
  private var isTorn = false

  /// Whether it stays when its batch has ended.
  private let isKept: Bool

  /// A new one, which comes to be with its first line.
  init(in folder: String) {
    self.folder = folder
    path = TemporaryName.unique(in: String(folder.dropLast()), suffix: Self.suffix)
    isKept = false
  }

  /// That of a shard, which goes on where the run before has ended (see `BatchPart`).
  init(of shard: Shard, in folder: String) {
    self.folder = folder
    path = folder + BatchPart.path(of: shard)
    isKept = true
    // A run that was killed may have left half of a line.
    isTorn = systemMode(path) != nil
  }

  /// Appends lines in one write, 400 bytes or so each.
  mutating func append(_ records: [BatchRecord]) throws(FileError) {
    guard !records.isEmpty else { return }
    try append(records.flatMap(\.line))
  }

  /// Appends a line that says where the shard is.
  mutating func append(_ mark: BatchPart.Mark) throws(FileError) { try append(mark.line()) }

  private mutating func append(_ lines: [UInt8]) throws(FileError) {
    // Opened each time: on a network's file system closing is what shows the lines to other machines.
    let file = FileDescriptor(systemOpen(path, O_WRONLY | O_APPEND | O_CREAT, mode: 0o666))
    let name = folder + BatchIndex.fileName
    guard file.isOpen else { throw .notCreatable(path: name, reason: systemError()) }
    let bytes = isTorn ? [UInt8(ascii: "\n")] + lines : lines
    isTorn = true
    var written = 0
    while written < bytes.count {
      let count = systemWrite(file.number, bytes.span.extracting(droppingFirst: written))
      if count < 0 {
        if errno == EINTR { continue }
        throw .writeFailed(path: name, reason: systemError())
      }
      written += count
    }
    guard file.closeNow() else { throw .writeFailed(path: name, reason: systemError()) }
    isTorn = false
  }

  /// Waits until what was appended is on disk.
  func sync() throws(FileError) { try fsyncPath(path, path: folder + BatchIndex.fileName) }

  func remove() {
    if !isKept { systemUnlink(path) }
  }

  /// A journal that another process, or an earlier batch of this one, has in the folder.
  struct Found: Sendable {
    fileprivate let path: String
    /// Whether its process is surely gone.
    let isLeft: Bool

    /// The journal's records; none where it cannot be read, or is no file.
    func records() -> BatchRecords {
      var records = BatchRecords()
      guard systemMode(path).map({ $0 & S_IFMT == S_IFREG }) == true,
        let bytes = try? contents(of: path, atMost: BatchJournal.longest)
      else { return records }
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        if let record = BatchRecord(line: line) { records.add(record) }
      }
      return records
    }

    func remove() { systemUnlink(path) }
  }

  /// The others of the folder, in the order of their names.
  func others() -> [Found] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix(".") && $0.hasSuffix(Self.suffix) && folder + $0 != path }.sorted()
      .map { Found(path: folder + $0, isLeft: TemporaryName.isLeft($0, suffix: Self.suffix)) }
  }
}
