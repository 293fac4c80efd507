internal import Glibc

/// A file's length in bytes, and its SHA-256 (FIPS 180-4).
package struct FileDigest: Sendable, Equatable {
  /// The bytes of a file that are held at a time.
  private static let blockSize = 1 << 18

  package let bytes: Int
  package let sha256: String

  package init(bytes: Int, sha256: String) {
    self.bytes = bytes
    self.sha256 = sha256
  }

  package init(of path: String) throws(FileError) {
    let file = FileDescriptor(systemOpen(path, O_RDONLY))
    guard file.isOpen else { throw .notReadable(path: path, reason: systemError()) }
    var hash = SHA256()
    var block = [UInt8](repeating: 0, count: Self.blockSize)
    var bytes = 0
    while true {
      let count = systemRead(file.number, into: &block)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw .notReadable(path: path, reason: systemError())
      }
      hash.update(block.span.extracting(first: count))
      bytes += count
    }
    self.bytes = bytes
    sha256 = hash.finish()
  }
}
