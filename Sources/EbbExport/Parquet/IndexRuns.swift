/// Small numbers as Parquet's hybrid of runs and packed bits (parquet-format, Encodings.md, "Run Length Encoding / Bit-Packing
/// Hybrid"): a long run of one number is its length and the number, what is between is packed in groups of eight.
enum IndexRuns {
  /// The length from which a run is written as one; a shorter one packed takes no more bytes.
  private static let minRun = 16

  /// Appends indices below 2 to the power of `width`.
  static func append(_ indices: [UInt32], width: Int, to bytes: inout [UInt8]) {
    var packedFrom = 0
    var start = 0
    while start < indices.count {
      var end = start + 1
      while end < indices.count, indices[end] == indices[start] { end += 1 }
      // What is packed before a run is filled from it to whole groups.
      let filled = (start - packedFrom + 7) / 8 * 8 + packedFrom
      if end - start >= minRun, end - filled >= 8 {
        pack(indices[packedFrom..<filled], width: width, to: &bytes)
        append(run: end - filled, of: indices[start], width: width, to: &bytes)
        packedFrom = end
      }
      start = end
    }
    pack(indices[packedFrom...], width: width, to: &bytes)
  }

  /// Appends a run of one index.
  static func append(run count: Int, of index: UInt32, width: Int, to bytes: inout [UInt8]) {
    guard count > 0 else { return }
    bytes.append(varint: UInt64(count) << 1)
    for byte in 0..<(width + 7) / 8 { bytes.append(UInt8(truncatingIfNeeded: index >> (8 * byte))) }
  }

  /// Appends groups of eight; the last one is filled with zeros.
  private static func pack(_ indices: ArraySlice<UInt32>, width: Int, to bytes: inout [UInt8]) {
    guard !indices.isEmpty else { return }
    let groups = (indices.count + 7) / 8
    bytes.append(varint: UInt64(groups) << 1 | 1)
    var bits: UInt64 = 0
    var count = 0
    func flush(_ bytes: inout [UInt8]) {
      while count >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: bits))
        bits >>= 8
        count -= 8
      }
    }
    for index in indices {
      bits |= UInt64(index) << UInt64(count)
      count += width
      flush(&bytes)
    }
    for _ in indices.count..<groups * 8 {
      count += width
      flush(&bytes)
    }
  }
}

extension [UInt8] {
  /// Appends a number in groups of seven bits, the lowest first (ULEB128).
  mutating func append(varint number: UInt64) {
    var rest = number
    while rest > 0x7F {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Appends a number's bytes, the lowest first.
  mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    for byte in 0..<Number.bitWidth / 8 { append(UInt8(truncatingIfNeeded: number >> Number(8 * byte))) }
  }
}
