internal import Glibc

/// A folder of files that appear together when all are complete.
///
/// They are written into a hidden folder within, synced, and then moved up one by one: a process that is
/// killed before leaves at most that hidden folder. Other files in the folder stay. Without `commit`, a folder
/// that was not there before is gone again.
struct AtomicFolder: ~Copyable {
  private let path: String
  private let overwrites: Bool
  private let isNew: Bool
  private let temporaryPath: String
  private var names: [String] = []

  /// Creates the folder where it does not exist; its parent must.
  init(path: String, overwrites: Bool) throws(ExportError) {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let isNew = systemMakeFolder(path)
    guard isNew || errno == EEXIST else {
      throw .notCreatable(path: path, reason: systemError())
    }
    let temporaryPath = "\(path)/.\(uniqueSuffix()).partial"
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
    if isNew { systemRemoveFolder(path) }
  }

  /// A file of the folder, to be written and finished before the next is asked for.
  mutating func file(named name: String) throws(ExportError) -> OutputFile {
    let target = "\(path)/\(name)"
    if let mode = systemMode(target) {
      if !overwrites { throw .exists(path: target) }
      if mode & S_IFMT == S_IFDIR { throw .notCreatable(path: target, reason: systemError(EISDIR)) }
    }
    names.append(name)
    return try OutputFile(creating: "\(temporaryPath)/\(name)", path: target)
  }

  /// Puts the files in their places, the last that was asked for at last.
  consuming func commit() throws(ExportError) {
    for name in names { try sync("\(temporaryPath)/\(name)", path: "\(path)/\(name)") }
    for (index, name) in names.enumerated() {
      let target = "\(path)/\(name)"
      do throws(ExportError) {
        try place("\(temporaryPath)/\(name)", at: target, path: target, overwrites: overwrites)
      } catch {
        // Those that replaced nothing go again.
        if !overwrites { for name in names[..<index] { systemUnlink("\(path)/\(name)") } }
        throw error
      }
    }
    try sync(path, path: path)
  }
}
