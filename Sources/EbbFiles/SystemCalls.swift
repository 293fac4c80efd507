private import CEbbFiles
package import Glibc

// The operating system's calls that take a path, each named after itself. Swift hands them a copy of the
// text that lives as long as the call, which is all the memory safety that they need.

package func systemOpen(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
  unsafe open(path, flags | O_CLOEXEC, mode)
}

package func systemUnlink(_ path: String) { _ = unsafe unlink(path) }

package func systemRename(_ old: String, _ new: String) -> Bool { unsafe rename(old, new) == 0 }

package func systemLink(_ old: String, _ new: String) -> Bool { unsafe link(old, new) == 0 }

package func systemMakeFolder(_ path: String) -> Bool { unsafe mkdir(path, 0o777) == 0 }

package func systemRemoveFolder(_ path: String) { _ = unsafe rmdir(path) }

/// The kind of file and its permissions (`st_mode`), without following a link; `nil` where there is none.
package func systemMode(_ path: String) -> mode_t? {
  var status = stat()
  return unsafe lstat(path, &status) == 0 ? status.st_mode : nil
}

/// The error number for which nothing can be made in a folder; `nil` where it can.
package func systemWhyNotWritable(_ folder: String) -> Int32? {
  var status = stat()
  guard unsafe stat(folder, &status) == 0 else { return errno }
  guard status.st_mode & S_IFMT == S_IFDIR else { return ENOTDIR }
  return unsafe access(folder, W_OK | X_OK) == 0 ? nil : errno
}

/// The bytes of a file, links followed; `nil` where there is none that can be read.
package func systemSize(_ path: String) -> Int? {
  var status = stat()
  guard unsafe stat(path, &status) == 0, unsafe access(path, R_OK) == 0 else { return nil }
  guard status.st_mode & S_IFMT == S_IFREG else {
    errno = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
    return nil
  }
  return Int(status.st_size)
}

/// The path without links and relative parts; the path itself where that cannot be. A process with other standard
/// streams finds what "/dev/stdin" is here.
package func systemRealPath(_ path: String) -> String {
  guard let real = unsafe realpath(path, nil) else { return path }
  defer { unsafe free(real) }
  return unsafe String(cString: real)
}

/// Whether two paths lead to one file, by links of either kind too; not where one of them leads to none.
package func isSameFile(_ first: String, _ second: String) -> Bool {
  var (own, other) = (stat(), stat())
  return unsafe stat(first, &own) == 0 && stat(second, &other) == 0 && own.st_ino == other.st_ino
    && own.st_dev == other.st_dev
}

/// The path that a symbolic link points at.
package func systemReadLink(_ path: String) -> String? {
  var buffer = [Int8](repeating: 0, count: Int(PATH_MAX))
  let length = unsafe readlink(path, &buffer, buffer.count)
  guard length > 0 else { return nil }
  return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Reads bytes, as many as there is room for; how many were read, 0 at the end, below 0 for an error.
package func systemRead(_ descriptor: Int32, into room: inout [UInt8]) -> Int {
  unsafe room.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
}

/// The same from a place in the file on.
package func systemRead(_ descriptor: Int32, into room: inout [UInt8], at place: Int) -> Int {
  unsafe room.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(place)) }
}

/// Writes bytes; how many were written, below 0 for an error.
package func systemWrite(_ descriptor: Int32, _ bytes: Span<UInt8>) -> Int {
  FileTrace.current?.count(bytes: bytes.count)
  return unsafe bytes.withUnsafeBytes { bytes in unsafe write(descriptor, bytes.baseAddress, bytes.count) }
}

/// The same at a place in the file.
package func systemWrite(_ descriptor: Int32, _ bytes: Span<UInt8>, at place: Int) -> Int {
  FileTrace.current?.count(bytes: bytes.count)
  return unsafe bytes.withUnsafeBytes { bytes in
    unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(place))
  }
}

/// Has the system begin to bring a part of a file to disk, without waiting: less is left for `fsyncPath` to wait for.
/// - Parameter count: the bytes of the part; 0 for all up to the end.
package func systemBeginSync(_ descriptor: Int32, from start: Int = 0, count: Int = 0) {
  // Not every file system can. The wait at the end tells what goes wrong.
  _ = ebb_begin_sync(descriptor, Int64(start), Int64(count))
}

/// The folder for temporary files: `TMPDIR`, else /tmp.
package func systemTemporaryFolder() -> String {
  unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
}

/// The operating system's text for an error number, the last one's by default.
package func systemError(_ number: Int32 = errno) -> String { unsafe String(cString: strerror(number)) }

/// Waits until what was written to a file or folder is on disk.
/// - Parameter path: the output's name for the error.
package func fsyncPath(_ place: String, path: String) throws(FileError) {
  let descriptor = FileDescriptor(systemOpen(place, O_RDONLY))
  guard descriptor.isOpen else { throw .writeFailed(path: path, reason: systemError()) }
  FileTrace.current?.countSync()
  // Some file systems cannot sync a folder, and say so.
  guard fsync(descriptor.number) == 0 || errno == EINVAL else {
    throw .writeFailed(path: path, reason: systemError())
  }
}

/// The folder of a path; "." where it names none.
package func folder(of path: String) -> String {
  // By bytes: a slash that a combining mark follows is no character "/".
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
