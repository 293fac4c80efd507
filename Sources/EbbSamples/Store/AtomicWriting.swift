internal import Foundation

/// Lets `body` write a file beside `path` and renames it when it is complete.
func writeAtomically(
  to path: String, overwrite: Bool, _ body: (_ partial: String) throws -> Void
) throws(SampleError) {
  let files = FileManager.default
  guard overwrite || !files.fileExists(atPath: path) else { throw .exists(path: path) }
  let partial = path + ".partial"
  do {
    if files.fileExists(atPath: partial) { try files.removeItem(atPath: partial) }
    try body(partial)
    if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
    try files.moveItem(atPath: partial, toPath: path)
  } catch {
    // Already failing: what is left of the file goes, if it can.
    try? files.removeItem(atPath: partial)
    throw .notWritten(path: path, reason: error.localizedDescription)
  }
}
