/// Doubles as text: the shortest digits that read back as the same bits, laid out as `Double.description` does.
///
/// "0.001" but "1e-05"; "120.0" up to 2^53, then "1e+16": as Python's `repr` but for the integers between.
package enum NumberText {
  /// The most bytes of a number: "-2.2250738585072014e-308".
  package static let longest = 24
  /// The most bytes that `write` touches: those of a number, and digits after it that do not count.
  package static let room = 40

  private static let largestInteger = (0x1p53).bitPattern
  /// Eight times "0".
  private static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// Writes a number, which is finite.
  /// - Parameter text: has room for `room` bytes.
  /// - Returns: how many bytes the number has.
  @inline(__always)
  package static func write(_ value: Double, by powers: PowersOfTen, to text: UnsafeMutableRawPointer) -> Int
  {
    let sign = Int(truncatingIfNeeded: value.bitPattern >> 63)
    unsafe store(UInt8(ascii: "-"), to: text)
    let magnitude = value.bitPattern & ~(1 << 63)
    return unsafe sign &+ write(magnitude: magnitude, by: powers, to: text + sign)
  }

  @inline(__always)
  private static func write(
    magnitude: UInt64, by powers: PowersOfTen, to text: UnsafeMutableRawPointer
  ) -> Int {
    guard magnitude != 0 else {
      unsafe store(UInt32(0x30_2e30), to: text)
      return 3
    }
    let (significand, exponent) = normalized(ShortestDecimal(magnitude: magnitude, powers))
    // The first digit, and 16 more of one byte each, the first of them lowest.
    let first = significand / 10_000_000_000_000_000
    let rest = significand &- first &* 10_000_000_000_000_000
    let left = rest / 100_000_000
    let low = digits(of: left)
    let high = digits(of: rest &- left &* 100_000_000)
    let count = high != 0 ? 17 &- high.leadingZeroBitCount >> 3 : 9 &- low.leadingZeroBitCount >> 3
    if exponent >= 0, magnitude <= largestInteger {
      // All digits, then once more, a byte later, those after the point.
      unsafe store(first, low, high, to: text)
      let shift = UInt64(truncatingIfNeeded: exponent) &<< 3
      let isFar = shift >= 64
      let next = isFar ? high &>> (shift &- 64) : low &>> shift | (high &<< 1) &<< (63 &- shift)
      let last = isFar ? 0 : high &>> shift
      unsafe store(next | zeros, to: text + exponent + 2)
      unsafe store(last | zeros, to: text + exponent + 10)
      unsafe store(UInt8(ascii: "."), to: text + exponent + 1)
      return max(count &+ 1, exponent &+ 3)
    }
    if -4 ... -1 ~= exponent {
      unsafe store(zeros &- 0x200, to: text)  // "0.000000"
      unsafe store(first, low, high, to: text + (1 &- exponent))
      return 1 &- exponent &+ count
    }
    unsafe store(first, low, high, to: text + 1)
    unsafe store(UInt8(truncatingIfNeeded: first) | 0x30, to: text)
    unsafe store(UInt8(ascii: "."), to: text + 1)
    let length = count == 1 ? 1 : count &+ 1
    return unsafe length &+ write(exponent: exponent, to: text + length)
  }

  /// "e-05", "e+16", "e-324": a sign and at least two digits.
  @inline(__always)
  private static func write(exponent: Int, to text: UnsafeMutableRawPointer) -> Int {
    let magnitude = UInt32(truncatingIfNeeded: abs(exponent))
    let hundreds = magnitude / 100
    let tens = (magnitude &- hundreds &* 100) / 10
    let ones = magnitude &- hundreds &* 100 &- tens &* 10
    let head = UInt32(UInt8(ascii: "e")) | UInt32(UInt8(ascii: exponent < 0 ? "-" : "+")) << 8
    let isLong = hundreds > 0
    let place = isLong ? 3 : 2
    unsafe store(head | (0x30 | hundreds) << 16, to: text)
    unsafe store(UInt16(truncatingIfNeeded: 0x3030 | tens | ones << 8), to: text + place)
    return place &+ 2
  }

  /// All 17 digits.
  @inline(__always)
  private static func store(
    _ first: UInt64, _ low: UInt64, _ high: UInt64, to text: UnsafeMutableRawPointer
  ) {
    unsafe store(UInt8(truncatingIfNeeded: first) | 0x30, to: text)
    unsafe store(low | zeros, to: text + 1)
    unsafe store(high | zeros, to: text + 9)
  }

  @inline(__always)
  private static func store(
    _ value: some FixedWidthInteger & BitwiseCopyable, to text: UnsafeMutableRawPointer
  ) {
    unsafe text.storeBytes(of: value.littleEndian, as: type(of: value))
  }

  /// With 17 digits, zeros at the end where they are fewer, and the exponent of the first.
  @inline(__always)
  private static func normalized(_ decimal: ShortestDecimal) -> (significand: UInt64, exponent: Int) {
    // 16 digits are as frequent as 17, so that a branch would often be guessed wrong.
    let isShort = (decimal.significand &- 10_000_000_000_000_000) &>> 63
    var significand = decimal.significand &+ (decimal.significand &* 9) & (0 &- isShort)
    var exponent = decimal.exponent &+ 16 &- Int(truncatingIfNeeded: isShort)
    while significand < 10_000_000_000_000_000 {
      significand &*= 10
      exponent &-= 1
    }
    return (significand, exponent)
  }

  /// The 8 digits of a number below 10^8, one a byte, the first lowest: pairs of halves, side by side.
  @inline(__always)
  private static func digits(of number: UInt64) -> UInt64 {
    let upper = number / 10_000
    let fours = upper | (number &- upper &* 10_000) &<< 32
    let hundreds = (fours &* 10_486) &>> 20 & 0x7f_0000_007f
    let pairs = hundreds | (fours &- hundreds &* 100) &<< 16
    let tens = (pairs &* 103) &>> 10 & 0x000f_000f_000f_000f
    return tens | (pairs &- tens &* 10) &<< 8
  }
}
