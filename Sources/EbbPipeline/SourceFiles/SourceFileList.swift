internal import EbbExport
internal import EbbFiles
internal import EbbText
internal import Foundation
internal import Glibc

/// The files that arguments name: files, patterns, and folders with all the JSON in them.
struct SourceFileList {
  struct File: Sendable, Equatable {
    /// As it is to be shown and opened.
    var path: String
    /// The path without links and detours, for telling folders apart.
    var realPath: String
    /// The real path of the folder that was given, where the file was found in one.
    var root: String?
  }

  /// Deeper than anybody nests results.
  private static let deepest = 16
  private static let suffixes = [".json", ".json.gz"]

  /// No file occurs twice, whatever names it. In the order of the arguments, those of a folder by name.
  private(set) var files: [File] = []
  private var seen: Set<String> = []
  /// The number of files found, those among them that were known already.
  private var found = 0
  /// The folders that were searched: links may lead to one in many ways, and in circles. For each, whether there
  /// were files in it.
  private var folders: [FolderIdentity: Bool] = [:]

  /// Marks that tell a folder from others, whatever path leads to it.
  private struct FolderIdentity: Hashable {
    var device: UInt
    var file: UInt

    init?(_ path: String) {
      var status = stat()
      guard unsafe stat(path, &status) == 0 else { return nil }
      device = status.st_dev
      file = status.st_ino
    }
  }

  init(_ arguments: [String]) throws(Failure) {
    for argument in arguments { try add(argument) }
  }

  /// Whether `argument` is a pattern of file names rather than a name.
  static func isPattern(_ argument: String) -> Bool { argument.contains { "*?[".contains($0) } }

  /// Whether `name` is that of a result file.
  static func isSourceFile(_ name: String) -> Bool {
    suffixes.contains { name.lowercased().hasSuffix($0) }
  }

  private mutating func add(_ argument: String) throws(Failure) {
    guard Self.isPattern(argument), OutputPlace(argument) == .nothing else {
      return try addPath(argument)
    }
    let matches = Self.matches(argument)
    guard !matches.isEmpty else {
      throw Failure(
        .notFound, "no file matches \(Failure.quoted(argument)).",
        advice: "Check the pattern, and the folder it is in.")
    }
    for match in matches { try addPath(match) }
  }

  private mutating func addPath(_ path: String) throws(Failure) {
    let place = OutputPlace(path)
    guard place != .nothing else {
      throw Failure(
        .notFound, "there is no file or folder \(Failure.quoted(path)).", advice: "Check the path.")
    }
    guard place == .folder else { return add(file: path, root: nil) }
    let before = found
    try add(folder: path, root: systemRealPath(path), depth: 0)
    guard found > before else {
      throw Failure(
        .notFound, "there are no results in the folder \(Failure.quoted(path)): no .json, no .json.gz.",
        advice: "A simulation of that name in a store is meant by --db URL.")
    }
  }

  /// Searches a folder, once.
  private mutating func add(folder: String, root: String, depth: Int) throws(Failure) {
    guard depth < Self.deepest, let identity = FolderIdentity(folder) else { return }
    try Failure.checkCancellation()
    if let hasFiles = folders[identity] {
      if hasFiles { found += 1 }
      return
    }
    folders[identity] = false
    let before = found
    defer { folders[identity] = found > before }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw Failure(
        .notPermitted, "cannot read the folder \(Failure.quoted(folder)).",
        advice: "Check the rights to read it.")
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      switch OutputPlace(path) {
      case .folder: try add(folder: path, root: root, depth: depth + 1)
      case .file where Self.isSourceFile(name): add(file: path, root: root)
      default: break
      }
    }
  }

  private mutating func add(file path: String, root: String?) {
    found += 1
    let realPath = systemRealPath(path)
    guard seen.insert(realPath).inserted else { return }
    files.append(File(path: path, realPath: realPath, root: root))
  }

  /// The paths that fit a pattern of the shell's, in order.
  private static func matches(_ pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    return unsafe (0..<Int(found.gl_pathc)).compactMap { index in
      unsafe found.gl_pathv[index].map { unsafe String(cString: $0) }
    }
  }
}
