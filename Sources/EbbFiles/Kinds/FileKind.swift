internal import Glibc

/// The kind of a file by its first bytes, as far as they tell: for sentences on files that were given as something else.
///
/// The bytes are those of the formats' own documents; what has none is told by whether it is text.
package enum FileKind: Sendable, Equatable {
  case empty, json, hdf5, sqlite, gzip
  /// What people have beside results, and give in their place.
  case foreign(Foreign)
  case text, binary

  package struct Foreign: Sendable, Equatable {
    /// With its article: "a PDF document".
    package var name: String
    /// What to do with it, where that leads to results.
    package var advice: String?
  }

  /// The bytes that are looked at.
  package static let startLength = 512

  /// - Parameter start: the first bytes of a file, all of a shorter one.
  package init(_ start: [UInt8]) {
    if start.isEmpty {
      self = .empty
    } else if let known = Self.known.first(where: { start.has($0.signature, at: $0.offset) }) {
      self = known.kind
    } else {
      self = Self.text(start)
    }
  }

  /// - Returns: `nil` where the file cannot be read, or is none of bytes, such as a folder or a pipe.
  package init?(ofFile path: String) {
    guard OutputPlace(path) == .file else { return nil }
    let file = FileDescriptor(systemOpen(path, O_RDONLY | O_NONBLOCK))
    guard file.isOpen else { return nil }
    var start = [UInt8](repeating: 0, count: Self.startLength)
    let count = systemRead(file.number, into: &start, at: 0)
    guard count >= 0 else { return nil }
    self.init(Array(start.prefix(count)))
  }

  /// Whether nothing that begins so is JSON, not even a damaged one.
  package var isNeverJSON: Bool {
    switch self {
    case .foreign, .hdf5, .sqlite, .gzip, .binary: true
    case .empty, .json, .text: false
    }
  }

  /// What to do with it, where that is known.
  package var advice: String? {
    if case .foreign(let kind) = self { kind.advice } else { nil }
  }

  /// The kind as it stands after "it looks like": "a PDF document".
  package var name: String {
    switch self {
    case .empty: "nothing: it is empty"
    case .json: "JSON"
    case .hdf5: "HDF5"
    case .sqlite: "a SQLite database"
    case .gzip: "gzip"
    case .foreign(let kind): kind.name
    case .text: "text"
    case .binary: "data of a kind that is not known here"
    }
  }

  private static let known: [(signature: [UInt8], offset: Int, kind: FileKind)] = [
    bytes([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], .hdf5),
    bytes(Array("SQLite format 3\0".utf8), .sqlite),
    bytes([0x1f, 0x8b], .gzip),
    foreign("!<arch>\ndebian", "a Debian package"),
    foreign("!<arch>", "a library (ar)"),
    foreign("%PDF", "a PDF document"),
    foreign([0x89, 0x50, 0x4e, 0x47], "a PNG picture"),
    foreign([0xff, 0xd8, 0xff], "a JPEG picture"),
    foreign([0x50, 0x4b, 0x03, 0x04], "a ZIP archive or a workbook (.xlsx)", "Unpack an archive."),
    foreign([0x28, 0xb5, 0x2f, 0xfd], "a file compressed by zstd", "Decompress it: zstd -d."),
    foreign([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "a file compressed by xz", "Decompress it: xz -d."),
    foreign("BZh", "a file compressed by bzip2", "Decompress it: bzip2 -d."),
    foreign("ustar", at: 257, "a tar archive", "Unpack it: tar -xf."),
    foreign("PGDMP", "a dump of PostgreSQL", "Restore it into a server (pg_restore), and name that by --db."),
    foreign(
      "--\n-- PostgreSQL database", "a dump of PostgreSQL",
      "Restore it into a server (psql), and name that by --db."),
    foreign(
      "PRAGMA foreign_keys", "a dump of SQLite",
      "Make a database of it (sqlite3 NEW.sqlite < FILE), for --db."),
    // As pymchelper knows the files of SHIELD-HIT12A from 2016 on.
    foreign("xSH12A", "an output of SHIELD-HIT12A (.bdo)", "Convert it: convertmc json."),
    foreign("PAR1", "a Parquet table", reexport),
    foreign("NRRD", "an NRRD image", reexport),
    foreign("MCPL", "particles (MCPL)", reexport),
    foreign("DICM", at: 128, "a DICOM file", reexport),
    foreign([0x7f, 0x45, 0x4c, 0x46], "a program"),
    foreign([0xff, 0xfe], "a text in UTF-16", "Save it as UTF-8."),
    foreign([0xfe, 0xff], "a text in UTF-16", "Save it as UTF-8."),
    foreign(
      [0xef, 0xbb, 0xbf], "a text with a byte order mark, which JSON does not begin with",
      "Save it as UTF-8 without one."),
  ]

  private static let reexport = "What it was made of is what can be given."

  private static func bytes(
    _ signature: [UInt8], _ kind: FileKind
  ) -> (signature: [UInt8], offset: Int, kind: FileKind) { (signature, 0, kind) }

  private static func foreign(
    _ signature: [UInt8], _ name: String, _ advice: String? = nil
  ) -> (signature: [UInt8], offset: Int, kind: FileKind) {
    (signature, 0, .foreign(Foreign(name: name, advice: advice)))
  }

  private static func foreign(
    _ signature: String, at offset: Int = 0, _ name: String, _ advice: String? = nil
  ) -> (signature: [UInt8], offset: Int, kind: FileKind) {
    (Array(signature.utf8), offset, .foreign(Foreign(name: name, advice: advice)))
  }

  /// The kind of what begins with no bytes that are known: by its first character, or by those that no text has.
  private static func text(_ start: [UInt8]) -> FileKind {
    let isControl = start.contains { $0 < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].contains($0) }
    let words = start.filter { ![0x09, 0x0a, 0x0d, 0x20].contains($0) }
    switch words.first {
    case UInt8(ascii: "{"): return .json
    // A list, and no section of settings or link.
    case UInt8(ascii: "[") where words.count == 1 || "{[]\"-0123456789".utf8.contains(words[1]): return .json
    case UInt8(ascii: "<") where !isControl:
      let start = String(decoding: words.prefix(13), as: UTF8.self).lowercased()
      let isPage = ["<!doctypehtml", "<html"].contains(where: start.hasPrefix)
      return .foreign(
        isPage
          ? Foreign(
            name: "a page of HTML, such as a login page that was saved in place of results",
            advice: "Fetch it again, logged in.") : Foreign(name: "XML", advice: nil))
    default: return isControl ? .binary : .text
    }
  }
}

extension [UInt8] {
  /// Whether `bytes` stand at an offset.
  fileprivate func has(_ bytes: [UInt8], at offset: Int) -> Bool {
    count >= offset + bytes.count && self[offset..<offset + bytes.count].elementsEqual(bytes)
  }
}
