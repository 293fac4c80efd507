/// Does damage to a file's bytes as disks, copies and networks do: the same for the same seed.
package struct Damage {
  private var generator: SeededGenerator

  package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// - Parameter bytes: more than 4.
  package mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    func place(_ generator: inout SeededGenerator) -> Int {
      // Half of the damage where a file tells of itself, at its start.
      let end = Bool.random(using: &generator) ? min(bytes.count, 4096) : bytes.count
      return Int.random(in: 0..<end, using: &generator)
    }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0:  // some bits
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[place(&generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
    case 1:  // some bytes
      for _ in 0..<Int.random(in: 1...32, using: &generator) {
        bytes[place(&generator)] = UInt8.random(in: 0...255, using: &generator)
      }
    case 2:  // the end is missing
      bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
    case 3:  // two blocks for each other
      let size = min(1 << Int.random(in: 2...9, using: &generator), bytes.count / 2)
      let (first, second) = (place(&generator), place(&generator))
      guard max(first, second) + size <= bytes.count else { return bytes.reversed() }
      for index in 0..<size { bytes.swapAt(first + index, second + index) }
    case 4:  // a block of zeros, or of ones
      let start = place(&generator)
      let filling: UInt8 = Bool.random(using: &generator) ? 0 : 0xff
      for index in start..<min(start + 1 << Int.random(in: 2...9, using: &generator), bytes.count) {
        bytes[index] = filling
      }
    default:  // numbers of the length of sizes and addresses, to small or huge ones
      let start = place(&generator)
      let numbers: [UInt64] = [0, 1, .max, 1 << 31, UInt64(bytes.count)]
      let number = numbers.randomElement(using: &generator) ?? 0
      for index in 0..<8 where start + index < bytes.count {
        bytes[start + index] = UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))
      }
    }
    return bytes
  }
}
