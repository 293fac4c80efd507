internal import EbbFiles
internal import EbbPipeline
package import EbbText

/// The archive that simulations are put into, and how.
package struct ArchiveRequest: Sendable {
  /// The file's path.
  package let path: String
  /// Whether a simulation that is there is replaced.
  package var replaces = false
  /// Whether all of it is held against the store at the end.
  package var verifies = false

  /// - Parameter path: a path, or `sqlite:///PATH`.
  /// - Throws: where no file can be there, before anything is read.
  package init(path: String) throws(Failure) {
    var path = path
    if path.hasPrefix("sqlite:///") { path.removeFirst("sqlite:///".count) }
    guard path != "-", !path.contains("://"), path != ":memory:", !path.isEmpty else {
      throw Failure(
        .usage, "an archive is a SQLite file, and \(Failure.quoted(path)) is none.",
        advice: "Name a file with -o jobs.sqlite.")
    }
    if Answer.isFolder(path) {
      throw Failure(
        .outputNotCreatable, "\(Failure.quoted(path)) is a folder.",
        advice: "Name a file in it with -o \(path.hasSuffix("/") ? path : path + "/")jobs.sqlite.")
    }
    self.path = path
    do throws(FileError) {
      try OutputPlace.check(path, isFolder: false, overwrites: true)
    } catch {
      throw Failure(error)
    }
  }
}
