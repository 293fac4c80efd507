internal import Glibc

/// A file that appears complete or not at all.
///
/// It is written under a temporary name beside its target, synced, and renamed. Until `commit` nothing is
/// seen at the target; without it the temporary file is removed. A target that is a symbolic link is
/// followed, so that the link stays; a file that is replaced hands on who may read and write it.
package struct AtomicFile: ~Copyable {
  /// The path to write to.
  package let temporaryPath: String
  /// The target as the user named it.
  private let path: String
  /// The target with symbolic links followed.
  private let target: String
  private let overwrites: Bool

  /// Creates the temporary file, empty.
  /// - Parameter overwrites: whether an existing target may be replaced.
  package init(path: String, overwrites: Bool) throws(FileError) {
    let (target, mode) = try Self.resolve(path)
    if !overwrites, mode != nil { throw .exists(path: path) }
    let temporaryPath = TemporaryName.unique(in: folder(of: target))
    let created = FileDescriptor(
      systemOpen(temporaryPath, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666))
    guard created.isOpen else { throw .notCreatable(path: path, reason: systemError()) }
    // Some file systems have no modes to set. The owner must be able to write.
    if let mode { _ = fchmod(created.number, mode & 0o777 | 0o600) }
    self.temporaryPath = temporaryPath
    self.path = path
    self.target = target
    self.overwrites = overwrites
  }

  deinit { systemUnlink(temporaryPath) }

  /// Puts the file in its place.
  package consuming func commit() throws(FileError) {
    try fsyncPath(temporaryPath, path: path)
    try install(temporaryPath, at: target, path: path, overwrites: overwrites)
    try fsyncPath(folder(of: target), path: path)
  }

  /// The file that `path` means, following symbolic links, dangling ones too, and its mode where there is one.
  /// It must not be a folder.
  private static func resolve(
    _ path: String
  ) throws(FileError) -> (target: String, mode: mode_t?) {
    var target = path
    for _ in 0..<16 {
      guard let mode = systemMode(target) else {
        let error = errno
        guard error == ENOENT, !target.isEmpty else {
          throw .notCreatable(path: path, reason: systemError(error))
        }
        return (target, nil)
      }
      switch mode & S_IFMT {
      case S_IFREG: return (target, mode)
      case S_IFDIR: throw .notCreatable(path: path, reason: systemError(EISDIR))
      case S_IFLNK:
        guard let link = systemReadLink(target) else {
          throw .notCreatable(path: path, reason: systemError())
        }
        target = link.hasPrefix("/") ? link : folder(of: target) + "/" + link
      default: throw .notCreatable(path: path, reason: "it is no regular file")
      }
    }
    throw .notCreatable(path: path, reason: systemError(ELOOP))
  }
}

/// Gives a finished file its name. Unless it `overwrites`, what has appeared there meanwhile stays.
/// - Parameter path: the output's name for errors.
package func install(
  _ temporaryPath: String, at target: String, path: String, overwrites: Bool
) throws(FileError) {
  if overwrites {
    guard systemRename(temporaryPath, target) else {
      throw .writeFailed(path: path, reason: systemError())
    }
  } else if !systemLink(temporaryPath, target) {
    // Unlike a rename, a link does not replace what is there.
    let error = errno
    if error == EEXIST { throw .exists(path: path) }
    // Some network and FAT file systems have no links.
    guard systemMode(target) == nil, systemRename(temporaryPath, target) else {
      throw .writeFailed(path: path, reason: systemError(error))
    }
  }
}
