internal import CZlib

/// Gzip members made by zlib, and zlib's reading of them: what the inflater is held against.
package enum Gzip {
  /// How zlib looks for matches.
  package enum Strategy: Int32, Sendable, CaseIterable {
    case `default` = 0
    case filtered
    case huffmanOnly
    case runLength
    case fixedCodes
  }

  /// The optional fields of a member's header (RFC 1952 §2.3).
  package struct Header: Sendable {
    package var extra: [UInt8]?
    package var name: String?
    package var comment: String?
    package var hasChecksum = false
    /// FTEXT, and the reserved bits, which must be zero.
    package var moreFlags: UInt8 = 0

    package init(
      extra: [UInt8]? = nil, name: String? = nil, comment: String? = nil, hasChecksum: Bool = false,
      moreFlags: UInt8 = 0
    ) {
      self.extra = extra
      self.name = name
      self.comment = comment
      self.hasChecksum = hasChecksum
      self.moreFlags = moreFlags
    }

    package var bytes: [UInt8] {
      var flags = moreFlags
      if hasChecksum { flags |= 2 }
      if extra != nil { flags |= 4 }
      if name != nil { flags |= 8 }
      if comment != nil { flags |= 16 }
      var bytes: [UInt8] = [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255]
      if let extra { bytes += littleEndian(UInt32(extra.count), 2) + extra }
      if let name { bytes += Array(name.utf8) + [0] }
      if let comment { bytes += Array(comment.utf8) + [0] }
      if hasChecksum { bytes += littleEndian(crc(bytes), 2) }
      return bytes
    }
  }

  /// One member that holds `text`.
  package static func member(
    _ text: [UInt8], level: Int32 = 9, strategy: Strategy = .default, header: Header = Header()
  ) -> [UInt8] {
    member(text, deflated: deflated(text, level: level, strategy: strategy), header: header)
  }

  package static func member(_ text: String) -> [UInt8] { member(Array(text.utf8)) }

  /// One member of blocks that are given; `text` is what they hold.
  package static func member(
    _ text: [UInt8], deflated: [UInt8], header: Header = Header()
  ) -> [UInt8] {
    header.bytes + deflated + littleEndian(crc(text), 4)
      + littleEndian(UInt32(truncatingIfNeeded: text.count), 4)
  }

  /// Raw deflate blocks.
  package static func deflated(
    _ text: [UInt8], level: Int32 = 9, strategy: Strategy = .default
  ) -> [UInt8] {
    var stream = unsafe z_stream()
    let status = unsafe deflateInit2_(
      &stream, level, Z_DEFLATED, -15, 8, strategy.rawValue, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK)
    defer { unsafe deflateEnd(&stream) }
    var blocks = [UInt8](repeating: 0, count: Int(unsafe deflateBound(&stream, UInt(text.count))))
    var source = text
    let length = unsafe source.withUnsafeMutableBufferPointer { source in
      unsafe blocks.withUnsafeMutableBufferPointer { target in
        unsafe stream.next_in = source.baseAddress
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = UInt32(target.count)
        let status = unsafe deflate(&stream, Z_FINISH)
        precondition(status == Z_STREAM_END)
        return Int(unsafe stream.total_out)
      }
    }
    return Array(blocks[..<length])
  }

  /// A deflate block of bytes as they are, up to 65,535, which is not the last (RFC 1951 §3.2.4).
  package static func storedBlock(_ bytes: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt32(bytes.count), 2)
    return [0] + length + length.map { ~$0 } + bytes
  }

  /// The text of a member, and how many bytes follow it; `nil` where zlib refuses it.
  /// - Parameter limit: the most bytes that the text may have.
  package static func text(of member: [UInt8], limit: Int) -> (text: [UInt8], unread: Int)? {
    inflated(member, windowBits: 15 + 16, limit: limit).outcome
  }

  /// What zlib says of a member that it refuses.
  package static func refusal(of member: [UInt8], limit: Int) -> String? {
    inflated(member, windowBits: 15 + 16, limit: limit).message
  }

  /// The same of raw deflate blocks, behind which nothing may follow.
  package static func text(deflated blocks: [UInt8], limit: Int) -> [UInt8]? {
    inflated(blocks, windowBits: -15, limit: limit).outcome.flatMap { $0.unread == 0 ? $0.text : nil }
  }

  private static func inflated(
    _ member: [UInt8], windowBits: Int32, limit: Int
  ) -> (outcome: (text: [UInt8], unread: Int)?, message: String?) {
    var stream = unsafe z_stream()
    let status = unsafe inflateInit2_(
      &stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK)
    defer { unsafe inflateEnd(&stream) }
    var text = [UInt8](repeating: 0, count: limit + 1)
    var source = member
    let outcome: (count: Int, unread: Int)? = unsafe source.withUnsafeMutableBufferPointer { source in
      unsafe text.withUnsafeMutableBufferPointer { target in
        unsafe stream.next_in = source.baseAddress
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = UInt32(target.count)
        let status = unsafe inflate(&stream, Z_FINISH)
        guard status == Z_STREAM_END else { return nil }
        return unsafe (Int(stream.total_out), Int(stream.avail_in))
      }
    }
    let message = unsafe stream.msg.map { unsafe String(cString: $0) }
    return (outcome.map { (Array(text[..<$0.count]), $0.unread) }, message)
  }

  package static func crc(_ bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      UInt32(unsafe crc32(0, buffer.baseAddress, UInt32(buffer.count)))
    }
  }

  /// The lowest `count` bytes of `value`, lowest first.
  package static func littleEndian(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}
