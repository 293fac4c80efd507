internal import EbbFiles
internal import EbbText
internal import Foundation

/// `index.json` as it is on disk: its entries, each on a line.
struct IndexFile: Sendable {
  /// An entry is some 400 bytes: two million jobs.
  private static let longest = 1 << 30

  private struct Document: Decodable {
    var ebb: String
    var jobs: [BatchEntry]
    /// The entry that versions without journals announced before its output appeared.
    var writing: BatchEntry?
  }

  private(set) var jobs: [BatchEntry] = []
  private(set) var writing: BatchEntry?

  /// Reads the file at `path`; where there is none, it lists nothing.
  /// - Parameter overwrites: whether a file that is damaged, or that may not be read, counts as none, to be replaced.
  init(reading path: String, overwrites: Bool) throws(IndexError) {
    do throws(IndexError) {
      guard let bytes = try Self.bytes(of: path) else { return }
      let document = try Self.document(bytes, path: path)
      (jobs, writing) = (document.jobs, document.writing)
    } catch {
      switch error {
      case .noIndex, .notPermitted: if !overwrites || OutputPlace(path) != .file { throw error }
      default: throw error
      }
    }
  }

  private static func bytes(of path: String) throws(IndexError) -> [UInt8]? {
    do throws(FileObstacle) {
      return try contents(of: path, atMost: longest)
    } catch {
      switch error {
      case .missing: return nil
      case .notPermitted: throw .notPermitted(path: path)
      case .folder: throw .inTheWay(path: path, reason: "is a folder")
      case .special: throw .inTheWay(path: path, reason: "is no file, but a pipe or a device")
      case .tooLong: throw .noIndex(path: path, reason: "it is longer than \(longest) bytes")
      case .failed(let reason): throw .notReadable(path: path, reason: reason)
      }
    }
  }

  private static func document(_ bytes: [UInt8], path: String) throws(IndexError) -> Document {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .noIndex(path: path, reason: "it is not UTF-8")
    }
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: Data(bytes))
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw .noIndex(path: path, reason: bytes.isEmpty ? "it is empty" : "it is not whole JSON")
    } catch {
      throw .noIndex(path: path, reason: "it is JSON of another kind")
    }
    guard (document.jobs + [document.writing].compactMap { $0 }).allSatisfy(\.isSafe) else {
      throw .noIndex(path: path, reason: "it names files outside of its folder")
    }
    return document
  }

  /// Replaces the file at `path` by one that lists `entries`; by none where there are none. Costs one writing of all
  /// of it, and two syncs.
  static func write(_ entries: [BatchEntry], to path: String, creator: String) throws(FileError) {
    guard !entries.isEmpty else {
      systemUnlink(path)
      return try fsyncPath(folder(of: path), path: path)
    }
    var file = try TextFile(.file(path: path), options: ExportOptions(overwrites: true))
    var text = TextBlock()
    text.append("{\n  \"ebb\": ")
    text.append(json: creator)
    text.append(",\n  \"schema\": \(SchemaVersion.current),\n  \"jobs\": [")
    for (index, entry) in entries.enumerated() {
      text.append(index > 0 ? ",\n    " : "\n    ")
      text.append(entry.text)
      if text.isFull {
        try file.write(text)
        text.clear()
      }
    }
    text.append("\n  ]\n}\n")
    try file.write(text)
    try file.commit()
  }
}
