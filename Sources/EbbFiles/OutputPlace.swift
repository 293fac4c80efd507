internal import Glibc

/// The thing at a path before something is written there.
package enum OutputPlace: Sendable {
  case nothing, folder, file
  /// A pipe, a terminal, `/dev/null`: what can only be written to, and not be replaced.
  case stream

  /// Follows symbolic links.
  package init(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      self = .nothing
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFREG: self = .file
    default: self = .stream
    }
  }

  /// Finds out whether something can be written at a path, without writing anything: before work that may take long.
  /// - Parameters:
  ///   - isFolder: whether it is to be a folder, which is made with those that lead to it.
  ///   - overwrites: whether a file that is there may be replaced.
  package static func check(_ path: String, isFolder: Bool, overwrites: Bool) throws(FileError) {
    let place = OutputPlace(path)
    if !isFolder, place == .stream { return }
    if !isFolder, place == .file, !overwrites { throw .exists(path: path) }
    var outer = isFolder ? path : EbbFiles.folder(of: path)
    // A folder that is to be made is made in the innermost one that there is.
    while isFolder, OutputPlace(outer) == .nothing, EbbFiles.folder(of: outer) != outer {
      outer = EbbFiles.folder(of: outer)
    }
    guard let error = systemWhyNotWritable(outer) else { return }
    throw .notCreatable(path: path, reason: systemError(error))
  }

  /// Makes a folder, and those that lead to it, where they do not exist.
  /// - Returns: those that it has made, the outermost first.
  @discardableResult
  package static func makeFolders(_ path: String) throws(FileError) -> [String] {
    var made: [String] = []
    var folder = path.utf8.first == UInt8(ascii: "/") ? "/" : ""
    for part in path.utf8.split(separator: UInt8(ascii: "/")) {
      folder += String(decoding: part, as: UTF8.self) + "/"
      if systemMakeFolder(folder) {
        made.append(folder)
      } else {
        let error = errno
        guard OutputPlace(folder) == .folder else {
          removeFolders(made)
          throw .notCreatable(path: path, reason: systemError(error))
        }
      }
    }
    return made
  }

  /// Removes those of the folders, the outermost first, that are empty.
  package static func removeFolders(_ folders: [String]) {
    for folder in folders.reversed() { systemRemoveFolder(folder) }
  }
}
