internal import EbbCodec
internal import EbbFiles
internal import EbbStore
internal import Glibc
internal import Synchronization

/// The texts of compressed files that hold several pages, kept where a page can be read by its range.
///
/// A gzip member can only be inflated from its beginning. The contributions to a page come from many files, so that
/// either every file would be inflated again for each of its pages, or the texts of all of them be held. They are
/// inflated once, when they are looked through, and written to a temporary file without a name, which is gone with
/// the program. It lies in TMPDIR, else in /var/tmp, which is a disk where /tmp may be memory; it takes no more than
/// half of what is free there, so that others find room too.
final class InflatedTexts: Sendable {
  private struct State {
    /// `nil` before the first text, and where no file can be made.
    var descriptor: Int32?
    var isOpened = false
    /// The place where the next text begins, and how far they may go, in bytes.
    var end = 0
    var limit = 0
  }

  private let folders: [String]
  private let maxBytes: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - folders: where the file may be made; the first in which it can is taken.
  ///   - maxBytes: the most that it may hold.
  init(in folders: [String] = InflatedTexts.folders, maxBytes: Int = .max) {
    self.folders = folders
    self.maxBytes = maxBytes
  }

  deinit {
    state.withLock { state in
      if let descriptor = state.descriptor { _ = close(descriptor) }
    }
  }

  /// The folders for temporary files that are large.
  static var folders: [String] {
    let named = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) }
    return [named, "/var/tmp", "/tmp"].compactMap(\.self).filter { !$0.isEmpty }
  }

  /// Keeps a copy of `text`.
  /// - Returns: where it begins; `nil` where there is no room for it.
  func append(_ text: borrowing TextBuffer) -> Int? {
    guard let (descriptor, offset) = reserve(text.count) else { return nil }
    var isWritten = true
    unsafe text.read { bytes in
      var done = 0
      while done < bytes.count {
        let count = unsafe pwrite(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, offset + done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          isWritten = false
          return
        }
        done += count
      }
    }
    return isWritten ? offset : nil
  }

  /// The bytes of `range`, which was written.
  func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    guard let descriptor = state.withLock({ $0.descriptor }) else {
      throw .fileNotReadable(path: "a temporary file", reason: "it is closed")
    }
    var done = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { room, count in
      while done < range.count {
        let read = unsafe pread(
          descriptor, room.baseAddress.map { unsafe $0 + done }, range.count - done, range.lowerBound + done)
        if read < 0, errno == EINTR { continue }
        guard read > 0 else { break }
        done += read
      }
      count = done
    }
    guard done == range.count else {
      throw .fileNotReadable(path: "a temporary file", reason: "it ends early")
    }
    return bytes
  }

  private func reserve(_ bytes: Int) -> (descriptor: Int32, offset: Int)? {
    state.withLock { state in
      if !state.isOpened {
        state.isOpened = true
        for folder in folders where state.descriptor == nil {
          if let (descriptor, limit) = Self.open(in: folder) {
            state.descriptor = descriptor
            state.limit = min(limit, maxBytes)
          }
        }
      }
      guard let descriptor = state.descriptor, bytes <= state.limit - state.end else { return nil }
      defer { state.end += bytes }
      return (descriptor, state.end)
    }
  }

  /// Makes a file that nobody else can open.
  /// - Returns: its descriptor, and half of the bytes that are free beside it.
  private static func open(in folder: String) -> (descriptor: Int32, limit: Int)? {
    let path = folder + "/ebb-" + String(UInt64.random(in: .min ... .max), radix: 16)
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    _ = unsafe unlink(path)
    var status = statvfs()
    guard unsafe fstatvfs(descriptor, &status) == 0 else {
      _ = close(descriptor)
      return nil
    }
    let (free, overflows) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
      by: Int(clamping: status.f_frsize))
    return (descriptor, overflows ? .max : free / 2)
  }
}
