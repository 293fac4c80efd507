/// 5^q to 128 bits for the exponents that doubles can have, as the Eisel-Lemire algorithm needs them.
///
/// Of 5^q = s · 2^e with 2^127 ≤ s < 2^128, the table holds the integer part of s; for -27 ≤ q < 0, one
/// more (Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51 (2021),
/// §5). It is computed at the first use, exactly, in about 0.1 ms, rather than printed here.
struct PowersOfFive {
  static let exponents = -342...308
  static let table = PowersOfFive()

  /// The upper and the lower 64 bits of s, one pair an exponent, in order.
  let significands: [(high: UInt64, low: UInt64)]

  private init() {
    let negative = Self.reciprocals(count: -Self.exponents.lowerBound)
    let positive = Self.powers(count: Self.exponents.upperBound + 1)
    significands = negative.reversed() + positive
  }

  /// 5^0, 5^1, …: multiplied up in limbs of 32 bits, lowest first.
  private static func powers(count: Int) -> [(high: UInt64, low: UInt64)] {
    var number: [UInt32] = [1]
    return (0..<count).map { _ in
      defer {
        var carry: UInt64 = 0
        for index in number.indices {
          carry += UInt64(number[index]) * 5
          number[index] = UInt32(truncatingIfNeeded: carry)
          carry >>= 32
        }
        if carry > 0 { number.append(UInt32(carry)) }
      }
      return top(number)
    }
  }

  /// 5^-1, 5^-2, …: 2^1216 divided down. ⌊⌊x/5⌋/5⌋ is ⌊x/25⌋, so nothing is lost on the way; 5^342 has 795
  /// bits, which leaves 421 of the last quotient.
  private static func reciprocals(count: Int) -> [(high: UInt64, low: UInt64)] {
    var number = [UInt32](repeating: 0, count: 39)
    number[38] = 1
    return (1...count).map { exponent in
      var remainder: UInt64 = 0
      for index in number.indices.reversed() {
        let dividend = remainder << 32 | UInt64(number[index])
        number[index] = UInt32(dividend / 5)
        remainder = dividend % 5
      }
      var (high, low) = top(number)
      if exponent <= 27 {
        low &+= 1
        if low == 0 { high += 1 }
      }
      return (high, low)
    }
  }

  /// The 128 highest bits of a number, from its highest set bit.
  private static func top(_ number: [UInt32]) -> (high: UInt64, low: UInt64) {
    let last = number.lastIndex { $0 != 0 } ?? 0
    func limb(_ back: Int) -> UInt64 { last >= back ? UInt64(number[last - back]) : 0 }
    let shift = UInt64(number[last].leadingZeroBitCount)
    var words = [limb(0) << 32 | limb(1), limb(2) << 32 | limb(3)]
    let next = limb(4)
    if shift > 0 {
      words[0] = words[0] << shift | words[1] >> (64 - shift)
      words[1] = words[1] << shift | next >> (32 - shift)
    }
    return (words[0], words[1])
  }
}
