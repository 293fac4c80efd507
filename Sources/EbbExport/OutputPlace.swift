internal import Glibc

/// What there is at a path before something is written there.
package enum OutputPlace: Sendable {
  case nothing, folder, other

  /// Follows symbolic links.
  package init(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      self = .nothing
      return
    }
    self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .other
  }

  /// Makes a folder, and those that lead to it, where they do not exist.
  package static func makeFolders(_ path: String) throws(ExportError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += part + "/"
      guard systemMakeFolder(made) || OutputPlace(made) == .folder else {
        throw .notCreatable(path: path, reason: systemError())
      }
    }
  }
}
