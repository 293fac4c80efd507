private import CZlib

/// `text` as one gzip member of level 9, without a name and a time: the same bytes for the same text.
func gzip(_ text: String) -> [UInt8] { gzip(Array(text.utf8)) }

func gzip(_ bytes: [UInt8]) -> [UInt8] {
  let checksum = unsafe bytes.withUnsafeBufferPointer {
    unsafe crc32(0, $0.baseAddress, UInt32($0.count))
  }
  return header + deflated(bytes) + trailer(checksum: checksum, length: bytes.count)
}

/// RFC 1952: deflate, no flags, no time, slowest, of an unknown system, as Python writes it.
private let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]

private func trailer(checksum: UInt, length: Int) -> [UInt8] {
  [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: length)].flatMap { word in
    stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
  }
}

/// The deflate stream of `bytes`, in one call: zlib says beforehand how much room it can need.
private func deflated(_ bytes: [UInt8], flush: Int32 = Z_FINISH) -> [UInt8] {
  var bytes = bytes
  var stream = unsafe z_stream()
  let started = unsafe deflateInit2_(
    &stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  precondition(started == Z_OK, "zlib has no memory")
  defer { unsafe deflateEnd(&stream) }
  // A flush adds an empty block, of at most six bytes.
  let room = unsafe Int(deflateBound(&stream, UInt(bytes.count))) + 6
  return unsafe bytes.withUnsafeMutableBufferPointer { source in
    unsafe [UInt8](unsafeUninitializedCapacity: room) { target, count in
      unsafe stream.next_in = source.baseAddress
      unsafe stream.avail_in = UInt32(source.count)
      unsafe stream.next_out = target.baseAddress
      unsafe stream.avail_out = UInt32(target.count)
      let ended = unsafe deflate(&stream, flush)
      precondition(ended == (flush == Z_FINISH ? Z_STREAM_END : Z_OK), "zlib's bound does not hold")
      count = unsafe room - Int(stream.avail_out)
    }
  }
}

/// A gzip member of `part` again and again, in the time that it takes to deflate it once.
///
/// A full flush ends a deflated part at a byte and lets the next refer to nothing before it, so that such parts can be put
/// one after another.
func gzip(repeating part: [UInt8], count: Int) -> [UInt8] {
  let once = deflated(part, flush: Z_FULL_FLUSH)
  let checksum = unsafe part.withUnsafeBufferPointer {
    unsafe crc32(0, $0.baseAddress, UInt32($0.count))
  }
  var whole: UInt = 0
  var member = header
  for _ in 0..<count {
    member += once
    whole = crc32_combine(whole, checksum, part.count)
  }
  // The last block, of the fixed codes, empty.
  member += [3, 0]
  return member + trailer(checksum: whole, length: part.count * count)
}
