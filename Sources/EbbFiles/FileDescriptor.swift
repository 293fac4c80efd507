internal import Glibc

/// Owns an open file of the operating system.
package struct FileDescriptor: ~Copyable {
  package let number: Int32

  /// - Parameter number: what `open` returned; below 0 where it failed.
  package init(_ number: Int32) { self.number = number }

  package var isOpen: Bool { number >= 0 }

  deinit { if number > STDERR_FILENO { _ = close(number) } }

  /// Closes now. An error that the file system has kept back comes out here. The three that the program was started
  /// with stay open: `closeStandardOutput` is for its end.
  package consuming func closeNow() -> Bool {
    let number = number
    discard self
    return number <= STDERR_FILENO || close(number) == 0
  }
}
