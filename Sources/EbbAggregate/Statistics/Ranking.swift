/// Numbers by their places in ascending order, found without sorting or copying them all: of a page of millions of bins a
/// sort takes seconds, in which nothing can be cancelled. NaN has no place.
struct Ranking {
  /// Few enough to be sorted.
  private static let few = 4096

  private let values: [Double]
  /// The number of those that have a place.
  let count: Int

  init(_ values: [Double]) {
    self.values = values
    count = values.count { !$0.isNaN }
  }

  /// The number that `rank` others stand before in ascending order.
  ///
  /// Numbers are counted by their first 16 bits; those that share what the place falls on go on by the next 16.
  /// - Complexity: linear, up to four times all numbers.
  subscript(rank: Int) -> Double {
    var (prefix, rank, shift, rest) = (UInt64(0), rank, 48, count)
    let values = values.span
    while rest > Self.few {
      var counts = [Int](repeating: 0, count: 1 << 16)
      for index in values.indices where !values[index].isNaN {
        let key = Self.key(values[index])
        // Of a shift of all bits nothing is left.
        if key >> (UInt64(shift) + 16) == prefix { counts[Int(key >> UInt64(shift) & 0xffff)] += 1 }
      }
      var found = 0
      while rank >= counts[found] {
        rank -= counts[found]
        found += 1
      }
      prefix = prefix << 16 | UInt64(found)
      rest = counts[found]
      if shift == 0 { return Self.number(prefix) }
      shift -= 16
    }
    var keys: [UInt64] = []
    keys.reserveCapacity(rest)
    for index in values.indices where !values[index].isNaN {
      let key = Self.key(values[index])
      if key >> (UInt64(shift) + 16) == prefix { keys.append(key) }
    }
    return Self.number(keys.sorted()[rank])
  }

  /// The number's bits, so turned that they are in the order of the numbers.
  @inline(__always)
  private static func key(_ value: Double) -> UInt64 {
    let bits = value.bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  private static func number(_ key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }
}
