/// 10^n to 128 bits, rounded up, for the exponents by which doubles are scaled to their digits.
///
/// A table that of 10^n = g · 2^(⌊log2 10^n⌋ - 127) holds ⌈g⌉, which is between 2^127 and 2^128. It is computed at the
/// first use, exactly, in about 0.1 ms, rather than printed here.
package struct PowersOfTen: Sendable {
  package static let exponents = -292...324
  package static let table = PowersOfTen()

  private let significands: [(high: UInt64, low: UInt64)]

  private init() {
    significands =
      Self.reciprocals(count: -Self.exponents.lowerBound).reversed()
      + Self.powers(count: Self.exponents.upperBound + 1)
  }

  /// The upper and the lower 64 bits of ⌈g⌉.
  package subscript(exponent: Int) -> (high: UInt64, low: UInt64) {
    significands[exponent &- Self.exponents.lowerBound]
  }

  /// 10^0, 10^1, …, of which the factors of 5 matter: multiplied up in limbs of 64 bits, lowest first.
  private static func powers(count: Int) -> [(high: UInt64, low: UInt64)] {
    var number: [UInt64] = [1]
    return (0..<count).map { _ in
      defer {
        var carry: UInt64 = 0
        for index in number.indices {
          let (high, low) = number[index].multipliedFullWidth(by: 5)
          let (sum, overflows) = low.addingReportingOverflow(carry)
          number[index] = sum
          carry = high + (overflows ? 1 : 0)
        }
        if carry > 0 { number.append(carry) }
      }
      return top(number)
    }
  }

  /// 10^-1, 10^-2, …: 2^1216 divided down by 5. ⌊⌊x/5⌋/5⌋ is ⌊x/25⌋, so nothing is lost on the way; 5^292 has
  /// 679 bits, which leaves 537 of the last quotient.
  private static func reciprocals(count: Int) -> [(high: UInt64, low: UInt64)] {
    var number = [UInt64](repeating: 0, count: 20)
    number[19] = 1
    return (0..<count).map { _ in
      var remainder: UInt64 = 0
      for index in number.indices.reversed() {
        (number[index], remainder) = UInt64(5).dividingFullWidth((remainder, number[index]))
      }
      return top(number)
    }
  }

  /// The 128 highest bits of a number, from its highest set bit, rounded up. The quotients above, cut as they
  /// are, have set bits below those 128 too: no power of 5 divides a power of 2.
  private static func top(_ number: [UInt64]) -> (high: UInt64, low: UInt64) {
    let last = number.lastIndex { $0 != 0 } ?? 0
    func limb(_ back: Int) -> UInt64 { last >= back ? number[last - back] : 0 }
    let shift = UInt64(number[last].leadingZeroBitCount)
    var high = limb(0) << shift | limb(1) >> (64 - shift)
    var low = limb(1) << shift | limb(2) >> (64 - shift)
    let isExact = limb(2) << shift == 0 && (last < 3 || number[..<(last - 2)].allSatisfy { $0 == 0 })
    if !isExact {
      low &+= 1
      if low == 0 { high += 1 }
    }
    return (high, low)
  }
}
