internal import EbbStore
internal import Glibc

/// A file of results, opened to be read by ranges.
struct SourceFile: ~Copyable {
  /// Marks by which a file is known to be the one that was looked through.
  struct Identity: Sendable, Hashable {
    var device: UInt
    var file: UInt
    var bytes: Int
    var seconds: Int
    var nanoseconds: Int
  }

  let identity: Identity
  private let path: String
  private let descriptor: Int32

  /// - Parameter path: also what errors say.
  init(_ path: String) throws(StoreError) {
    // A pipe is not waited for: what cannot be read twice is refused.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.error(path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = Glibc.close(descriptor)
      throw .fileNotReadable(path: path, reason: "it is no regular file")
    }
    self.path = path
    self.descriptor = descriptor
    identity = Identity(
      device: status.st_dev, file: status.st_ino, bytes: status.st_size,
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  deinit { _ = Glibc.close(descriptor) }

  /// Reads from `offset` on until `room` is full.
  func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(StoreError) {
    var done = 0
    while done < room.count {
      let count = unsafe pread(
        descriptor, room.baseAddress.map { unsafe $0 + done }, room.count - done, offset + done)
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.error(path)
      }
      guard count > 0 else { throw .fileChanged(path: path) }
      done += count
    }
  }

  /// The bytes of `range`.
  func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    var failure: StoreError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { room, count in
      do throws(StoreError) {
        try unsafe read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(room))
        count = range.count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// The error of the operating system's last call.
  private static func error(_ path: String) -> StoreError {
    let number = errno
    let reason = unsafe String(cString: strerror(number))
    return number == EACCES || number == EPERM
      ? .notPermitted(url: path, reason: reason) : .fileNotReadable(path: path, reason: reason)
  }
}
