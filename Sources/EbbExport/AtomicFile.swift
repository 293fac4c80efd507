internal import Glibc

/// A file that appears complete or not at all.
///
/// It is written under a temporary name beside its target, synced, and renamed. Until `commit` nothing is
/// seen at the target; without it the temporary file is removed. A target that is a symbolic link is
/// followed, so that the link stays.
struct AtomicFile: ~Copyable {
  /// Where to write.
  let temporaryPath: String
  /// The target as the user named it.
  private let path: String
  /// The target with symbolic links followed.
  private let target: String
  private let overwrites: Bool

  /// Creates the temporary file, empty.
  /// - Parameter overwrites: whether an existing target may be replaced.
  init(path: String, overwrites: Bool) throws(ExportError) {
    let target = try Self.resolve(path)
    if !overwrites, systemAccess(target) { throw .exists(path: path) }
    let (folder, name) = split(target)
    // Names may have 255 bytes; the target's own may take all of them.
    let temporaryPath = "\(folder)/.\(name.prefix(50)).\(uniqueSuffix()).partial"
    let created = FileDescriptor(
      systemOpen(temporaryPath, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666))
    guard created.isOpen else { throw .notCreatable(path: path, reason: systemError()) }
    self.temporaryPath = temporaryPath
    self.path = path
    self.target = target
    self.overwrites = overwrites
  }

  deinit { systemUnlink(temporaryPath) }

  /// Puts the file in its place.
  consuming func commit() throws(ExportError) {
    try sync(temporaryPath, path: path)
    if overwrites {
      guard systemRename(temporaryPath, target) else {
        throw .writeFailed(path: path, reason: systemError())
      }
    } else if !systemLink(temporaryPath, target) {
      // Unlike a rename, a link does not replace what has appeared there meanwhile.
      let error = errno
      if error == EEXIST { throw .exists(path: path) }
      // Some network and FAT file systems have no links.
      guard !systemAccess(target), systemRename(temporaryPath, target) else {
        throw .writeFailed(path: path, reason: systemError(error))
      }
    }
    try sync(split(target).folder, path: path)
  }

  /// The file that `path` means, following symbolic links, dangling ones too. It must not be a folder.
  private static func resolve(_ path: String) throws(ExportError) -> String {
    var target = path
    for _ in 0..<16 {
      switch systemKind(target) {
      case nil, S_IFREG: return target
      case S_IFDIR: throw .notCreatable(path: path, reason: systemError(EISDIR))
      case S_IFLNK:
        guard let link = systemReadLink(target) else {
          throw .notCreatable(path: path, reason: systemError())
        }
        target = link.hasPrefix("/") ? link : split(target).folder + "/" + link
      default: throw .notCreatable(path: path, reason: "it is no regular file")
      }
    }
    throw .notCreatable(path: path, reason: systemError(ELOOP))
  }
}
