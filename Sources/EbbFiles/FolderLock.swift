internal import Foundation
internal import Glibc

/// The right to replace `index.json` of a folder, held by one process while it merges journals into it.
///
/// It is a file, `.index.lock`, that names its process and is taken away at the end. Whoever finds it waits. When a
/// process dies with it, the kernel's lock on it (`flock`) is free, and the next on the same machine takes it over.
/// Where files cannot be locked, as on some network file systems, that the process is gone is told by its number.
/// A file of another machine, which neither may tell of, is taken over when it is older than any merging takes.
package struct FolderLock: ~Copyable {
  package static let fileName = ".index.lock"

  /// After how many seconds the file of another machine counts as left. To merge 100,000 entries takes seconds;
  /// the rest is for outputs that must be read again.
  private static let longestMerge = 600

  private let path: String
  private let file: FileDescriptor

  deinit { if Self.isAt(path, file.number) { systemUnlink(path) } }

  /// Waits for the lock of a folder.
  /// - Returns: `nil` where another process has had it all the time: longer than any merging takes, or, in a task
  ///   that is cancelled, for half a second.
  package static func acquire(in place: String) async throws(FileError) -> FolderLock? {
    let clock = ContinuousClock()
    var end = clock.now + .seconds(longestMerge + 60)
    var isHurried = false
    var pause = Duration.milliseconds(2)
    while true {
      if let lock = try attempt(in: place) { return lock }
      if Task.isCancelled, !isHurried {
        isHurried = true
        end = min(end, clock.now + .milliseconds(500))
      }
      if clock.now > end { return nil }
      let time = pause
      // In a task of its own: in one that is cancelled, sleep is no pause.
      await Task.detached { try? await Task.sleep(for: time) }.value
      pause = min(pause * 2, .milliseconds(50))
    }
  }

  /// - Returns: `nil` where another process has it, or had until now.
  package static func attempt(in place: String) throws(FileError) -> FolderLock? {
    let path = place + fileName
    let file = FileDescriptor(systemOpen(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK))
    guard file.isOpen else {
      // Another user's, who will take it away.
      if errno == EACCES { return nil }
      guard errno == ENOENT else { throw .notCreatable(path: path, reason: systemError()) }
      return try create(path, in: place)
    }
    let owner = text(file.number)
    guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
      if errno != EWOULDBLOCK, isLeft(owner, file.number, isFree: false) {
        takeAway(path, of: owner, in: place)
      }
      return nil
    }
    guard isAt(path, file.number), isLeft(owner, file.number, isFree: true) else { return nil }
    guard name(file.number, in: place) else { throw .writeFailed(path: path, reason: systemError()) }
    return FolderLock(path: path, file: file)
  }

  /// Creates the file, already locked and with its process' name in it.
  private static func create(_ path: String, in place: String) throws(FileError) -> FolderLock? {
    let temporary = TemporaryName.unique(in: folder(of: path))
    guard let file = try created(temporary, in: place, path: path) else { return nil }
    let isLinked = systemLink(temporary, path)
    let error = errno
    systemUnlink(temporary)
    if isLinked { return FolderLock(path: path, file: file) }
    if error == EEXIST { return nil }
    // Some network and FAT file systems have no links. For a moment the file is there without a name in it, which
    // is nobody's that is known to be gone.
    guard let file = try created(path, in: place, path: path) else { return nil }
    return FolderLock(path: path, file: file)
  }

  /// - Returns: `nil` where there is one already.
  private static func created(
    _ name: String, in place: String, path: String
  ) throws(FileError) -> FileDescriptor? {
    let file = FileDescriptor(systemOpen(name, O_RDWR | O_CREAT | O_EXCL, mode: 0o666))
    guard file.isOpen else {
      if errno == EEXIST { return nil }
      throw .notCreatable(path: path, reason: systemError())
    }
    // Whoever may write into the folder may take over what is left. Some file systems have no modes.
    _ = fchmod(file.number, 0o666)
    // Whoever looks whether it is left lets go at once. Where files cannot be locked, that it is there must do.
    _ = flock(file.number, LOCK_EX)
    guard Self.name(file.number, in: place) else {
      let error = errno
      systemUnlink(name)
      throw .writeFailed(path: path, reason: systemError(error))
    }
    return file
  }

  /// Writes whose it is.
  private static func name(_ file: Int32, in place: String) -> Bool {
    let name = Array(TemporaryName.unique(in: "").utf8.dropFirst())
    return ftruncate(file, 0) == 0 && lseek(file, 0, SEEK_SET) == 0
      && systemWrite(file, name.span) == name.count
  }

  private static func text(_ file: Int32) -> String {
    var room = [UInt8](repeating: 0, count: 256)
    guard lseek(file, 0, SEEK_SET) == 0 else { return "" }
    let count = systemRead(file, into: &room)
    return String(decoding: room.prefix(max(0, count)), as: UTF8.self)
  }

  /// Whether the process whose file it is is gone.
  /// - Parameter isFree: whether no process of this machine has locked the file.
  private static func isLeft(_ owner: String, _ file: Int32, isFree: Bool) -> Bool {
    if isFree, TemporaryName.isOfThisSystem(owner) { return true }
    if TemporaryName.isLeft(owner) { return true }
    var status = stat()
    return unsafe fstat(file, &status) == 0 && status.st_mtim.tv_sec < time(nil) - longestMerge
  }

  private static func isAt(_ path: String, _ file: Int32) -> Bool {
    var (own, there) = (stat(), stat())
    return unsafe fstat(file, &own) == 0 && lstat(path, &there) == 0 && own.st_ino == there.st_ino
      && own.st_dev == there.st_dev
  }

  /// Takes away the file of a process that is gone, without the kernel's lock. What another one has put there
  /// meanwhile goes back.
  private static func takeAway(_ path: String, of owner: String, in place: String) {
    let temporary = TemporaryName.unique(in: folder(of: path))
    guard systemRename(path, temporary) else { return }
    let file = FileDescriptor(systemOpen(temporary, O_RDONLY))
    if file.isOpen, text(file.number) != owner { _ = systemLink(temporary, path) }
    systemUnlink(temporary)
  }
}
