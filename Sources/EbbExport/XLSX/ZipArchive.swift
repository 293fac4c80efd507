internal import EbbFiles
internal import EbbText

/// A zip archive being written, member after member ("APPNOTE.TXT - .ZIP File Format Specification", PKWARE, 6.3).
///
/// Sizes and checksums stand after each member and at the end, so that members are written as they come. All have the time
/// that the format begins at, so that the same content is the same bytes.
struct ZipArchive: ~Copyable {
  private struct Member: Sendable {
    var name: String
    var start: Int
    var checksum: UInt32
    var size: Int
    var compressedSize: Int
  }

  private var file: TextFile
  private var length = 0
  private var members: [Member] = []

  init(_ output: ExportTarget, options: ExportOptions) throws(FileError) {
    file = try TextFile(output, options: options)
  }

  /// Whether another member of a few hundred megabytes still has its place in 32 bits.
  var hasRoom: Bool { length < 3 << 30 && members.count < 60_000 }

  /// Writes a member; `body` gives its bytes block by block.
  /// - Parameter level: zlib's.
  mutating func add<E: Error>(
    _ name: String, level: Int,
    _ body: (_ write: (Span<UInt8>) throws(FileError) -> Void) throws(E) -> Void
  ) throws {
    let start = length
    var header: [UInt8] = []
    header.append(littleEndian: UInt32(0x0403_4B50))
    Self.append(version: 20, to: &header)
    for _ in 0..<3 { header.append(littleEndian: UInt32(0)) }
    header.append(littleEndian: UInt16(name.utf8.count))
    header.append(littleEndian: UInt16(0))
    try write(header + Array(name.utf8))

    var deflate = DeflateStream(level: level)
    var checksum: UInt32 = 0
    var (size, compressed) = (0, 0)
    var output: [UInt8] = []
    try body { (bytes) throws(FileError) in
      checksum = GzipMember.checksum(bytes, after: checksum)
      size += bytes.count
      deflate.append(bytes, to: &output)
      if output.count > 1 << 16 {
        compressed += output.count
        try write(output)
        output.removeAll(keepingCapacity: true)
      }
    }
    deflate.finish(to: &output)
    compressed += output.count
    var descriptor: [UInt8] = []
    descriptor.append(littleEndian: UInt32(0x0807_4B50))
    descriptor.append(littleEndian: checksum)
    descriptor.append(littleEndian: UInt32(compressed))
    descriptor.append(littleEndian: UInt32(size))
    try write(output + descriptor)
    members.append(
      Member(name: name, start: start, checksum: checksum, size: size, compressedSize: compressed))
  }

  /// Writes a member that is at hand.
  mutating func add(_ name: String, _ text: String, level: Int) throws {
    try add(name, level: level) { (write) throws(FileError) in try write(text.utf8.span) }
  }

  /// Writes the directory of the members and puts the file in its place.
  consuming func commit() throws(FileError) {
    let start = length
    for member in members {
      var entry: [UInt8] = []
      entry.append(littleEndian: UInt32(0x0201_4B50))
      entry.append(littleEndian: UInt16(20))
      Self.append(version: 20, to: &entry)
      entry.append(littleEndian: member.checksum)
      entry.append(littleEndian: UInt32(member.compressedSize))
      entry.append(littleEndian: UInt32(member.size))
      entry.append(littleEndian: UInt16(member.name.utf8.count))
      // No extra field, comment, disk or attributes.
      for _ in 0..<4 { entry.append(littleEndian: UInt16(0)) }
      entry.append(littleEndian: UInt32(0))
      entry.append(littleEndian: UInt32(member.start))
      try write(entry + Array(member.name.utf8))
    }
    let size = length - start
    var end: [UInt8] = []
    end.append(littleEndian: UInt32(0x0605_4B50))
    end.append(littleEndian: UInt32(0))
    for _ in 0..<2 { end.append(littleEndian: UInt16(members.count)) }
    end.append(littleEndian: UInt32(size))
    end.append(littleEndian: UInt32(start))
    end.append(littleEndian: UInt16(0))
    try write(end)
    try file.commit()
  }

  /// The version needed, the flags (sizes follow, names are UTF-8), deflate, and the first day of 1980.
  private static func append(version: UInt16, to bytes: inout [UInt8]) {
    for part in [version, 0x0808, 8, 0, 0x0021] { bytes.append(littleEndian: part) }
  }

  private mutating func write(_ bytes: [UInt8]) throws(FileError) {
    try file.write(bytes)
    length += bytes.count
  }
}
