internal import Glibc

/// The reason why a file cannot be read whole.
package enum FileObstacle: Error, Equatable {
  case missing, notPermitted, folder, special
  case tooLong(limit: Int)
  /// `reason` is the operating system's text.
  case failed(reason: String)

  /// As the operating system has just said.
  fileprivate static var last: FileObstacle {
    switch errno {
    case ENOENT, ENOTDIR: .missing
    case EACCES, EPERM: .notPermitted
    default: .failed(reason: systemError())
    }
  }
}

/// Reads a regular file whole, symbolic links followed. Nothing else is opened: a pipe would wait for its writer.
/// - Parameter limit: the most bytes that are held.
package func contents(of path: String, atMost limit: Int) throws(FileObstacle) -> [UInt8] {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { throw .last }
  switch status.st_mode & S_IFMT {
  case S_IFREG: break
  case S_IFDIR: throw .folder
  default: throw .special
  }
  let file = FileDescriptor(systemOpen(path, O_RDONLY | O_NONBLOCK))
  guard file.isOpen else { throw .last }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = systemRead(file.number, into: &block)
    if count == 0 { return bytes }
    if count < 0 {
      if errno == EINTR { continue }
      throw .last
    }
    guard bytes.count + count <= limit else { throw .tooLong(limit: limit) }
    bytes += block[..<count]
  }
}
