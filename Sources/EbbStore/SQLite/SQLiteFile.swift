private import Foundation

/// Facts about a SQLite file that can be known before SQLite opens it, whose own word for most faults is "unable to
/// open".
enum SQLiteFile {
  /// The reason why the file cannot be opened, if that is plain.
  static func obstacle(at path: String) -> StoreError? {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard unsafe files.fileExists(atPath: path, isDirectory: &isFolder) else {
      let folder = URL(filePath: path).deletingLastPathComponent().path
      guard files.fileExists(atPath: folder), !files.isExecutableFile(atPath: folder) else {
        return .notReachable(url: path, reason: "there is no such file")
      }
      return .notPermitted(url: path, reason: "its folder may not be entered")
    }
    if isFolder.boolValue { return .notReachable(url: path, reason: "it is a folder") }
    // Opening a pipe would wait for somebody who writes to it.
    let attributes = try? files.attributesOfItem(atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
      return .notReachable(url: path, reason: "it is no file of data")
    }
    guard files.isReadableFile(atPath: path) else {
      return .notPermitted(url: path, reason: "the file may not be read")
    }
    return nil
  }

  /// The path so that SQLite takes it as one: no URI, no store in memory.
  static func literal(_ path: String) -> String {
    path.hasPrefix("file:") || path.hasPrefix(":") ? "./" + path : path
  }

  /// Whether the file is in WAL mode: its header says version 2 (https://www.sqlite.org/fileformat.html, 1.3.3).
  static func isInWALMode(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    guard let header = try? file.read(upToCount: 20), header.count == 20 else { return false }
    return header[18] == 2 && header[19] == 2
  }
}
