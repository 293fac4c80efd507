/// Deflate blocks written bit by bit, sound or not (RFC 1951 §3.2).
struct DeflateBits {
  private(set) var bytes: [UInt8] = []
  private var count = 0

  /// Numbers, their lowest bit first.
  mutating func append(_ value: Int, bits: Int) {
    for bit in 0..<bits { append(bit: value >> bit & 1) }
  }

  /// Huffman codes, their highest bit first.
  mutating func append(_ symbols: [Int], by lengths: [Int: Int]) {
    let codes = Self.codes(of: lengths)
    for symbol in symbols {
      guard let length = lengths[symbol], let code = codes[symbol] else { continue }
      for bit in (0..<length).reversed() { append(bit: code >> bit & 1) }
    }
  }

  private mutating func append(bit: Int) {
    if count % 8 == 0 { bytes.append(0) }
    bytes[count / 8] |= UInt8(bit << (count % 8))
    count += 1
  }

  /// The codes that lengths stand for, whether they fit or not.
  private static func codes(of lengths: [Int: Int]) -> [Int: Int] {
    var codes: [Int: Int] = [:]
    var code = 0
    for length in 1...15 {
      for symbol in lengths.keys.sorted() where lengths[symbol] == length {
        codes[symbol] = code
        code += 1
      }
      code <<= 1
    }
    return codes
  }

  /// A code for the lengths of codes in which every bit pattern means one.
  static let soundLengths = Dictionary(uniqueKeysWithValues: (0..<19).map { ($0, $0 < 13 ? 4 : 5) })
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  /// A block up to its symbols: the lengths of its codes, each written for itself.
  /// - Parameters:
  ///   - counts: how many lengths are said to come, where it is not as many as there are, or the fewest.
  ///   - repeats: repeats of lengths that are written before them, with their extra bits.
  mutating func beginBlock(
    literals: [Int: Int], distances: [Int: Int] = [:], counts: (literals: Int, distances: Int)? = nil,
    lengths: [Int: Int] = soundLengths, repeats: [(symbol: Int, extra: Int)] = [], isLast: Bool = true
  ) {
    let counts =
      counts ?? (max(257, (literals.keys.max() ?? 0) + 1), max(1, (distances.keys.max() ?? 0) + 1))
    append(isLast ? 1 : 0, bits: 1)
    append(2, bits: 2)
    append(counts.literals - 257, bits: 5)
    append(counts.distances - 1, bits: 5)
    append(19 - 4, bits: 4)
    for symbol in Self.order { append(lengths[symbol] ?? 0, bits: 3) }
    for (symbol, extra) in repeats {
      append([symbol], by: lengths)
      append(extra, bits: [16: 2, 17: 3, 18: 7][symbol] ?? 0)
    }
    append((0..<counts.literals).map { literals[$0] ?? 0 }, by: lengths)
    append((0..<counts.distances).map { distances[$0] ?? 0 }, by: lengths)
  }

  /// A stored block that holds nothing, up to the end of a byte.
  mutating func appendEmptyBlock(isLast: Bool) {
    append(isLast ? 1 : 0, bits: 3)
    count = (count + 7) / 8 * 8
    append(0xffff_0000, bits: 32)
  }

  /// The last block, by the fixed codes.
  mutating func beginFixedBlock() {
    append(1, bits: 1)
    append(1, bits: 2)
  }

  static let fixedLiterals = Dictionary(
    uniqueKeysWithValues: (0..<288).map { ($0, $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8) })
  static let fixedDistances = Dictionary(uniqueKeysWithValues: (0..<32).map { ($0, 5) })
}
