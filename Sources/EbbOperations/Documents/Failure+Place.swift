internal import EbbExport
internal import EbbFiles
internal import EbbPipeline
package import EbbText

extension Failure {
  /// Refuses a place where nothing can be written, before anything is read.
  static func checkPlace(_ target: ExportTarget, overwrites: Bool) throws(Failure) {
    do throws(FileError) {
      switch target {
      case .standardOutput: return
      case .file(let path): try OutputPlace.check(path, isFolder: false, overwrites: overwrites)
      case .folder(let path): try OutputPlace.check(path, isFolder: true, overwrites: overwrites)
      }
    } catch {
      throw Failure(error)
    }
  }
}

extension Answer {
  /// Refuses an output where nothing can be written, before anything is read: a file, or standard output where `path` is
  /// "-".
  package static func check(_ path: String, overwrites: Bool) throws(Failure) {
    try Failure.checkPlace(path == "-" ? .standardOutput : .file(path: path), overwrites: overwrites)
  }

  /// Whether a path is a folder, or by its last character is to be one.
  package static func isFolder(_ path: String) -> Bool { path.hasSuffix("/") || OutputPlace(path) == .folder }

  /// Makes the folder of a file, where there is none.
  package static func makeFolder(of path: String) throws(Failure) {
    do throws(FileError) {
      try OutputPlace.makeFolders(folder(of: path))
    } catch {
      throw Failure(error)
    }
  }

  /// The same of a folder.
  package static func check(folder path: String) throws(Failure) {
    try Failure.checkPlace(path == "-" ? .standardOutput : .folder(path: path), overwrites: true)
  }
}
