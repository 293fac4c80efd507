/// Numbers by their places in ascending order, found without sorting them all: of a page of millions of bins a sort
/// takes seconds, in which nothing can be cancelled.
struct Ranking {
  /// Few enough to be sorted.
  private static let few = 4096

  /// The numbers' bits, so turned that they are in the order of the numbers.
  private let keys: [UInt64]

  /// - Parameter values: none is NaN.
  init(_ values: [Double]) {
    keys = values.map { value in
      let bits = value.bitPattern
      return value.sign == .minus ? ~bits : bits | 1 << 63
    }
  }

  /// The number that `rank` others stand before in ascending order.
  ///
  /// Numbers are counted by their first 16 bits; those that share what the place falls on go on by the next 16.
  /// - Complexity: linear, up to four times all numbers.
  subscript(rank: Int) -> Double {
    var (rest, rank, shift) = (keys, rank, 48)
    while rest.count > Self.few {
      var counts = [Int](repeating: 0, count: 1 << 16)
      for key in rest { counts[Int(key >> UInt64(shift) & 0xffff)] += 1 }
      var found = 0
      while rank >= counts[found] {
        rank -= counts[found]
        found += 1
      }
      rest.removeAll { Int($0 >> UInt64(shift) & 0xffff) != found }
      if shift == 0 { return Self.number(rest[0]) }
      shift -= 16
    }
    return Self.number(rest.sorted()[rank])
  }

  private static func number(_ key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }
}
