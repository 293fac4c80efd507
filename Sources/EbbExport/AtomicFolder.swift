internal import Glibc

/// A folder of files that appear together when all are complete.
///
/// They are written into a hidden folder within, synced, and then moved up one by one: a process that is
/// killed before leaves at most that hidden folder. Other files in the folder stay.
struct AtomicFolder: ~Copyable {
  private let path: String
  private let overwrites: Bool
  private let temporaryPath: String
  private var names: [String] = []

  /// Creates the folder where it does not exist; its parent must.
  init(path: String, overwrites: Bool) throws(ExportError) {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard systemMakeFolder(path) || errno == EEXIST else {
      throw .notCreatable(path: path, reason: systemError())
    }
    let temporaryPath = "\(path)/.\(uniqueSuffix()).partial"
    guard systemMakeFolder(temporaryPath) else {
      throw .notCreatable(path: path, reason: systemError())
    }
    self.path = path
    self.overwrites = overwrites
    self.temporaryPath = temporaryPath
  }

  deinit {
    for name in names { systemUnlink("\(temporaryPath)/\(name)") }
    systemRemoveFolder(temporaryPath)
  }

  /// A file of the folder, to be written and finished before the next is asked for.
  mutating func file(named name: String) throws(ExportError) -> OutputFile {
    let target = "\(path)/\(name)"
    if !overwrites, systemAccess(target) { throw .exists(path: target) }
    names.append(name)
    return try OutputFile(creating: "\(temporaryPath)/\(name)", path: target)
  }

  /// Puts the files in their places, the last that was asked for at last.
  consuming func commit() throws(ExportError) {
    for name in names { try sync("\(temporaryPath)/\(name)", path: "\(path)/\(name)") }
    for name in names {
      guard systemRename("\(temporaryPath)/\(name)", "\(path)/\(name)") else {
        throw .writeFailed(path: "\(path)/\(name)", reason: systemError())
      }
    }
    try sync(path, path: path)
  }
}
