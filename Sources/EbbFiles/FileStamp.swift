internal import Glibc

/// Marks by which a file is told from another that takes its place: its number in the file system, its length, and
/// when it was last written.
///
/// A file that is renamed into place was there beside the one that it replaces, and so has another number.
package struct FileStamp: Sendable, Equatable {
  private let number: UInt64
  private let seconds: Int64
  private let nanoseconds: Int64
  private let bytes: Int64

  /// Follows symbolic links; `nil` where there is no regular file.
  package init?(of path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    number = UInt64(status.st_ino)
    seconds = Int64(status.st_mtim.tv_sec)
    nanoseconds = Int64(status.st_mtim.tv_nsec)
    bytes = Int64(status.st_size)
  }

  /// Reads what `text` says.
  package init?(text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 4, let number = UInt64(parts[0]), let seconds = Int64(parts[1]),
      let nanoseconds = Int64(parts[2]), let bytes = Int64(parts[3])
    else { return nil }
    (self.number, self.seconds, self.nanoseconds, self.bytes) = (number, seconds, nanoseconds, bytes)
  }

  package var text: String { "\(number):\(seconds):\(nanoseconds):\(bytes)" }
}
