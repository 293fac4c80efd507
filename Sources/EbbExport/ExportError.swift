/// Why an export could not be written.
package enum ExportError: Error, Equatable, Sendable {
  /// The output exists and may not be replaced.
  case exists(path: String)
  /// The output cannot be created; `reason` is the operating system's text.
  case notCreatable(path: String, reason: String)
  /// Writing failed part of the way: disk full, quota, a library's own error.
  case writeFailed(path: String, reason: String)
  /// What was written cannot be read again.
  case notReadable(path: String, reason: String)
  /// A page that the format cannot hold; `reason` is what it has or is.
  case unsuitable(format: String, reason: String)
  /// Two pages that cannot stand side by side in a table: what each is and has for axes.
  case differingAxes(String, String)
  /// The index of a batch's folder is damaged, or not one; `reason` says how.
  case noIndex(path: String, reason: String)
  /// The index of a batch's folder may not be read.
  case indexNotPermitted(path: String)
  /// The index of a batch's folder could not be read; `reason` is the operating system's text.
  case indexNotReadable(path: String, reason: String)
  /// What has the name of the index of a batch's folder is no file; `reason` is "is a folder" or the like.
  case indexInTheWay(path: String, reason: String)
  /// Another process has the index of a batch's folder for itself, longer than that takes; `path` is its lock.
  case indexBusy(path: String)
  /// Standard output was closed by its reader.
  case closedPipe
}
