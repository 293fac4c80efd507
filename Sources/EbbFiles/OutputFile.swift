internal import Glibc

/// Bytes on their way to a file or to standard output, gathered into large writes.
package struct OutputFile: ~Copyable {
  private static let blockSize = 1 << 16
  /// The bytes after which the system is asked to bring them to disk, of a file that is waited for at the end: of 87 MB
  /// that took 0.1 s to compose the wait was 68 ms, and with that 4.
  private static let syncStep = 1 << 23

  private let descriptor: FileDescriptor
  /// The output's name for errors.
  private let path: String
  private var buffer: [UInt8] = []
  /// Whether somebody will wait until the file is on disk.
  private let isSynced: Bool
  private var written = 0
  /// The bytes that the system was asked to bring to disk.
  private var begun = 0

  /// Writes to a new or emptied file at `place`.
  /// - Parameters:
  ///   - path: the output's name for errors.
  ///   - isSynced: whether it will be waited for until the file is on disk.
  package init(creating place: String, path: String, isSynced: Bool = false) throws(FileError) {
    let descriptor = FileDescriptor(
      systemOpen(place, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o666))
    guard descriptor.isOpen else { throw .notCreatable(path: path, reason: systemError()) }
    self.descriptor = descriptor
    self.path = path
    self.isSynced = isSynced
  }

  private init(_ descriptor: consuming FileDescriptor, path: String) {
    self.descriptor = descriptor
    self.path = path
    isSynced = false
  }

  package static func standardOutput() -> OutputFile {
    OutputFile(FileDescriptor(STDOUT_FILENO), path: "standard output")
  }

  package mutating func write(_ bytes: [UInt8]) throws(FileError) { try write(bytes.span) }

  /// Writes `bytes`; a block or more of them goes out without a copy.
  package mutating func write(_ bytes: Span<UInt8>) throws(FileError) {
    if bytes.count >= Self.blockSize {
      try flush()
      try writeNow(bytes)
      return beginSync(after: bytes.count)
    }
    unsafe bytes.withUnsafeBufferPointer { bytes in unsafe buffer.append(contentsOf: bytes) }
    if buffer.count >= Self.blockSize { try flush() }
  }

  /// Writes what is left and closes: an error that the file system has kept back comes out here.
  package consuming func finish() throws(FileError) {
    try flush()
    let path = path
    guard descriptor.closeNow() else { throw .writeFailed(path: path, reason: systemError()) }
  }

  private mutating func flush() throws(FileError) {
    try writeNow(buffer.span)
    beginSync(after: buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Takes note of bytes that were written.
  private mutating func beginSync(after count: Int) {
    written += count
    guard isSynced, written - begun >= Self.syncStep else { return }
    systemBeginSync(descriptor.number, from: begun, count: written - begun)
    begun = written
  }

  /// Waits where another program has made a shared terminal or pipe non-blocking.
  private func waitUntilWritable() -> Bool {
    var waited = pollfd(fd: descriptor.number, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&waited, 1, -1) > 0 || errno == EINTR
  }

  private func writeNow(_ bytes: Span<UInt8>) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = systemWrite(descriptor.number, bytes.extracting(droppingFirst: written))
      if count < 0 {
        if errno == EINTR || errno == EAGAIN && waitUntilWritable() { continue }
        throw errno == EPIPE ? .closedPipe : .writeFailed(path: path, reason: systemError())
      }
      written += count
    }
  }
}

/// Writes a command's answer to standard output, whole.
package func writeStandardOutput(_ text: String) throws(FileError) {
  var output = OutputFile.standardOutput()
  try output.write(Array(text.utf8))
  try output.finish()
}

/// Closes standard output, at the program's end: what the file system has kept back, such as that a network's disk is
/// full, comes out here.
package func closeStandardOutput() throws(FileError) {
  guard close(STDOUT_FILENO) == 0 || errno == EINTR else {
    throw .writeFailed(path: "standard output", reason: systemError())
  }
}
