private import CZlib

/// `text` as one gzip member of level 9, without a name and a time: the same bytes for the same text.
func gzip(_ text: String) -> [UInt8] {
  let bytes = Array(text.utf8)
  // RFC 1952: deflate, no flags, no time, slowest, of an unknown system, as Python writes it.
  var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]
  member += deflated(bytes)
  let checksum = unsafe bytes.withUnsafeBufferPointer {
    unsafe crc32(0, $0.baseAddress, UInt32($0.count))
  }
  for word in [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: bytes.count)] {
    for shift in stride(from: 0, to: 32, by: 8) {
      member.append(UInt8(truncatingIfNeeded: word >> UInt32(shift)))
    }
  }
  return member
}

/// The deflate stream of `bytes`, in one call: zlib says beforehand how much room it can need.
private func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var bytes = bytes
  var stream = unsafe z_stream()
  let started = unsafe deflateInit2_(
    &stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  precondition(started == Z_OK, "zlib has no memory")
  defer { unsafe deflateEnd(&stream) }
  let room = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
  return unsafe bytes.withUnsafeMutableBufferPointer { source in
    unsafe [UInt8](unsafeUninitializedCapacity: room) { target, count in
      unsafe stream.next_in = source.baseAddress
      unsafe stream.avail_in = UInt32(source.count)
      unsafe stream.next_out = target.baseAddress
      unsafe stream.avail_out = UInt32(target.count)
      let ended = unsafe deflate(&stream, Z_FINISH)
      precondition(ended == Z_STREAM_END, "zlib's bound does not hold")
      count = unsafe room - Int(stream.avail_out)
    }
  }
}
