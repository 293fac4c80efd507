internal import Glibc

/// A folder of files that appear together when all are complete.
///
/// A new folder is written under a temporary name beside its place, and renamed when it is complete. In a folder
/// that exists, the files are written into a hidden folder within, and then moved up one by one, in the order in
/// which they were asked for; where files are replaced, the last of them is removed first. So the presence of the
/// last file says that all are there, whenever a process is killed. Other files in the folder stay.
package struct AtomicFolder: ~Copyable {
  private let path: String
  private let overwrites: Bool
  private let isNew: Bool
  private let temporaryPath: String
  private var names: [String] = []

  /// Creates the temporary folder. The parent must exist.
  package init(path: String, overwrites: Bool) throws(FileError) {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    let isNew = systemMode(path) == nil
    if !isNew { TemporaryName.sweep(path) }
    let temporaryPath = TemporaryName.unique(in: isNew ? folder(of: path) : path)
    guard systemMakeFolder(temporaryPath) else {
      throw .notCreatable(path: path, reason: systemError())
    }
    self.path = path
    self.isNew = isNew
    self.overwrites = overwrites
    self.temporaryPath = temporaryPath
  }

  deinit {
    for name in names { systemUnlink("\(temporaryPath)/\(name)") }
    systemRemoveFolder(temporaryPath)
  }

  /// A file of the folder, to be written and finished before the next is asked for.
  package mutating func file(named name: String) throws(FileError) -> OutputFile {
    let target = "\(path)/\(name)"
    if let mode = systemMode(target) {
      if !overwrites { throw .exists(path: target) }
      if mode & S_IFMT == S_IFDIR { throw .notCreatable(path: target, reason: systemError(EISDIR)) }
    }
    names.append(name)
    return try OutputFile(creating: "\(temporaryPath)/\(name)", path: target, isSynced: true)
  }

  /// Puts the files in their places, the last that was asked for at last.
  /// - Parameter isWhole: asked just before files are replaced: whether what is there by now is to stay.
  package consuming func commit(unless isWhole: () -> Bool = { false }) throws(FileError) {
    for name in names { try fsyncPath("\(temporaryPath)/\(name)", path: "\(path)/\(name)") }
    if isNew {
      // The names within it too.
      try fsyncPath(temporaryPath, path: path)
      if systemRename(temporaryPath, path) { return try fsyncPath(folder(of: path), path: path) }
      let error = errno
      guard [EEXIST, ENOTEMPTY, ENOTDIR].contains(error) else {
        throw .writeFailed(path: path, reason: systemError(error))
      }
      // What has appeared there meanwhile stays, unless it is a folder whose files are to be replaced.
      guard overwrites, OutputPlace(path) == .folder else { throw .exists(path: path) }
    }
    if isWhole() { throw .exists(path: path) }
    if overwrites, let last = names.last { systemUnlink("\(path)/\(last)") }
    for (index, name) in names.enumerated() {
      let target = "\(path)/\(name)"
      do throws(FileError) {
        try install("\(temporaryPath)/\(name)", at: target, path: target, overwrites: overwrites)
      } catch {
        // Those that replaced nothing go again.
        if !overwrites { for name in names[..<index] { systemUnlink("\(path)/\(name)") } }
        throw error
      }
    }
    try fsyncPath(path, path: path)
  }
}
