internal import Glibc
internal import Synchronization

/// Bytes that are laid aside on disk, one piece behind another, and read again piece by piece, in a file without a name: it
/// is gone with this value, and with the process, however that ends.
package final class SpoolFile: Sendable {
  private let file: FileDescriptor
  /// The path for errors.
  private let folder: String
  private let end = Atomic<Int>(0)

  /// Makes the file in `folder`, and where that cannot be in the folder for temporary files.
  package init(in folder: String) throws(FileError) {
    var place = folder
    var file = Self.open(in: place)
    if !file.isOpen {
      place = systemTemporaryFolder()
      file = Self.open(in: place)
    }
    guard file.isOpen else { throw .notCreatable(path: place, reason: systemError()) }
    self.file = file
    self.folder = place
  }

  private static func open(in folder: String) -> FileDescriptor {
    let path = TemporaryName.unique(in: folder)
    let file = FileDescriptor(systemOpen(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o600))
    if file.isOpen { systemUnlink(path) }
    return file
  }

  /// Lays bytes aside behind those that are there.
  /// - Returns: where they lie.
  package func append(_ bytes: Span<UInt8>) throws(FileError) -> Range<Int> {
    let start = end.wrappingAdd(bytes.count, ordering: .relaxed).oldValue
    var done = 0
    while done < bytes.count {
      let count = systemWrite(file.number, bytes.extracting(droppingFirst: done), at: start + done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .writeFailed(path: folder, reason: systemError()) }
      done += count
    }
    return start..<start + bytes.count
  }

  /// Reads bytes that were laid aside.
  package func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    while bytes.count < range.count {
      var block = [UInt8](repeating: 0, count: range.count - bytes.count)
      let count = systemRead(file.number, into: &block, at: range.lowerBound + bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .notReadable(path: folder, reason: systemError()) }
      if count == range.count { return block }
      bytes += block[..<count]
    }
    return bytes
  }
}
