package import EbbFiles

/// The reason why the index of a batch's folder cannot be read or written.
package enum IndexError: Error, Equatable, Sendable {
  /// It is damaged, or not one; `reason` says how.
  case noIndex(path: String, reason: String)
  /// It may not be read.
  case notPermitted(path: String)
  /// It could not be read; `reason` is the operating system's text.
  case notReadable(path: String, reason: String)
  /// The thing with its name is no file; `reason` is "is a folder" or the like.
  case inTheWay(path: String, reason: String)
  /// Another process has it for itself, longer than that takes; `path` is its lock.
  case busy(path: String)
  /// Writing it, or reading what it lists, failed.
  case file(FileError)

  /// The result of `body`; errors of files are thrown as those of an index.
  static func ofFiles<Value: ~Copyable>(
    _ body: () throws(FileError) -> Value
  ) throws(IndexError) -> Value {
    do throws(FileError) {
      return try body()
    } catch {
      throw .file(error)
    }
  }
}
