/// The reason why a file or folder could not be written.
package enum FileError: Error, Equatable, Sendable {
  /// It exists and may not be replaced.
  case exists(path: String)
  /// It cannot be created; `reason` is the operating system's text.
  case notCreatable(path: String, reason: String)
  /// Writing failed part of the way: disk full, quota, a library's own error.
  case writeFailed(path: String, reason: String)
  /// The file that was written cannot be read again.
  case notReadable(path: String, reason: String)
  /// Standard output is a terminal, and there is more than its screen holds.
  case beyondScreen
  /// Standard output was closed by its reader.
  case closedPipe
}
