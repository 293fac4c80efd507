/// Random bits that are the same in every run: SplitMix64 (Steele, Lea and Flood, 2014).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Bytes of a text that deflate can shorten: words of a small alphabet that repeat.
  package mutating func compressibleBytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 32)
    while bytes.count < count {
      let pick = next()
      if pick & 3 == 0, bytes.count > 40 {
        let back = Int(pick >> 8) % min(bytes.count - 16, 30_000) + 16
        let first = bytes.count - back
        bytes.append(contentsOf: bytes[first..<first + 16])
      } else {
        for shift in 0..<8 { bytes.append(48 + UInt8(pick >> UInt64(8 * shift) & 15)) }
      }
    }
    return Array(bytes[..<count])
  }

  package mutating func randomBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}
