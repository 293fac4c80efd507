/// The size in print of a PNG, which gnuplot does not write.
enum PNGResolution {
  /// The picture with its dots per inch in it: a chunk pHYs behind the first (PNG 11.3.4.3), dots per metre.
  /// - Returns: the bytes as they are where they are no PNG, or have one.
  static func stated(in picture: [UInt8], dotsPerInch: Double) -> [UInt8] {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    // The header's chunk is of 13 bytes: length, name, contents, check.
    let end = signature.count + 4 + 4 + 13 + 4
    guard picture.count > end + 8, picture.starts(with: signature),
      picture[end + 4..<end + 8] != [0x70, 0x48, 0x59, 0x73]
    else { return picture }
    let dots = UInt32((dotsPerInch / 0.0254).rounded())
    let contents: [UInt8] = [0x70, 0x48, 0x59, 0x73] + bytes(dots) + bytes(dots) + [1]
    let chunk = bytes(UInt32(contents.count - 4)) + contents + bytes(check(contents))
    return Array(picture[..<end]) + chunk + picture[end...]
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * $0)) }
  }

  /// The cyclic redundancy check of a chunk (PNG, annex D), bit by bit: chunks of a size are short.
  private static func check(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
    }
    return ~sum
  }
}
