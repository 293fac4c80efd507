private import CZlib

/// A gzip member (RFC 1952) made of a zlib stream (RFC 1950), which holds the same deflated bytes.
enum GzipMember {
  /// The member that holds `bytes`. Costs a copy of what `deflate` makes of them.
  static func member(of bytes: [UInt8], deflatedBy deflate: FastDeflate.Stream) -> [UInt8] {
    // Compressed by deflate, no name, no time, unknown system.
    var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    member += deflated(bytes, by: deflate)
    for part in [checksum(bytes.span), UInt32(truncatingIfNeeded: bytes.count)] {
      member += (0..<4).map { UInt8(truncatingIfNeeded: part >> (8 * $0)) }
    }
    return member
  }

  /// The deflated bytes alone (RFC 1951): a zlib stream without its two bytes of header and four of checksum.
  static func deflated(_ bytes: [UInt8], by deflate: FastDeflate.Stream) -> ArraySlice<UInt8> {
    deflate(bytes).dropFirst(2).dropLast(4)
  }

  /// The CRC-32 of gzip and zip, by zlib.
  /// - Parameter before: that of the bytes before these.
  static func checksum(_ bytes: Span<UInt8>, after before: UInt32 = 0) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe UInt32(truncatingIfNeeded: crc32_z(UInt(before), bytes.baseAddress, bytes.count))
    }
  }
}
