extension JSONCursor {
  /// Powers of ten that a double holds exactly. As literals they are data: no use asks whether they are there yet.
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]

  /// A number, correctly rounded, or one of the words for what is not finite.
  mutating func number() throws(DecodeError) -> Double {
    skipBlanks()
    return try numberHere()
  }

  /// A number without blanks before it.
  ///
  /// Three ways, the first that decides: 53 bits and a power of ten that a double holds (Clinger 1990),
  /// Eisel-Lemire for 19 digits, exact arithmetic.
  @inline(__always)
  mutating func numberHere() throws(DecodeError) -> Double {
    let first = unsafe at
    // A pointer of its own, which stays in a register: −8 % time.
    var next = unsafe first
    let isNegative = unsafe next.pointee == UInt8(ascii: "-")
    if isNegative { unsafe next += 1 }
    let integer = unsafe next
    var mantissa: UInt64 = 0
    unsafe Self.passDigits(&next, &mantissa)
    var count = unsafe next - integer
    guard count > 0 else {
      unsafe at = next
      return try unsafe word(isNegative: isNegative, first: first)
    }
    if unsafe integer.pointee == UInt8(ascii: "0"), count > 1 { throw error(.notANumber) }
    var exponent = 0
    if unsafe next.pointee == UInt8(ascii: ".") {
      unsafe next += 1
      let fraction = unsafe next
      unsafe Self.passEights(&next, &mantissa)
      unsafe Self.passDigits(&next, &mantissa)
      exponent = unsafe fraction - next
      count -= exponent
      guard exponent < 0 else { throw error(.notANumber) }
    }
    let behindDigits = unsafe next
    unsafe at = next
    if unsafe next.pointee | 0x20 == UInt8(ascii: "e") {
      exponent += unsafe try writtenExponent(first: first)
    }
    // Zeros in front add nothing to the mantissa: "0.00012345678901234567" has 17 digits.
    if count > 19 { unsafe count -= leadingZeros(from: integer) }
    let magnitude: Double
    if count <= 19 {
      magnitude = Self.value(mantissa, exponent)
    } else {
      let digits = unsafe UnsafeBufferPointer(start: integer, count: behindDigits - integer)
      magnitude = unsafe longNumber(digits, exponent: exponent)
    }
    guard magnitude.isFinite else {
      unsafe at = first
      throw error(.numberOutOfRange)
    }
    return isNegative ? -magnitude : magnitude
  }

  @inline(__always)
  private static func value(_ mantissa: UInt64, _ exponent: Int) -> Double {
    if mantissa == 0 { return 0 }
    if mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
      return exponent < 0
        ? Double(mantissa) / exactPowers[-exponent] : Double(mantissa) * exactPowers[exponent]
    }
    return nearestDouble(mantissa: mantissa, exponent: exponent)
  }

  /// Passes decimal digits and appends them to `mantissa`, which wraps beyond 19 of them.
  @inline(__always)
  private static func passDigits(_ at: inout UnsafePointer<UInt8>, _ mantissa: inout UInt64) {
    while true {
      let digit = unsafe at.pointee &- 48
      guard digit < 10 else { return }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      unsafe at += 1
    }
  }

  /// Passes as many as there are in whole eights: byte by byte, then pairs, then fours (Lemire 2021, §4). A text's
  /// padding may be read.
  @inline(__always)
  private static func passEights(_ at: inout UnsafePointer<UInt8>, _ mantissa: inout UInt64) {
    while true {
      let word = unsafe UnsafeRawPointer(at).loadUnaligned(as: UInt64.self)
      let isDigits =
        ((word & 0xf0f0_f0f0_f0f0_f0f0)
          | (((word &+ 0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0) >> 4))
        == 0x3333_3333_3333_3333
      guard isDigits else { return }
      var value = word &- 0x3030_3030_3030_3030
      value = value &* 10 &+ value >> 8
      let low = (value & 0x0000_00ff_0000_00ff) &* 0x000f_4240_0000_0064
      let high = ((value >> 16) & 0x0000_00ff_0000_00ff) &* 0x0000_2710_0000_0001
      mantissa = mantissa &* 100_000_000 &+ (low &+ high) >> 32
      unsafe at += 8
    }
  }

  private mutating func writtenExponent(
    first: UnsafePointer<UInt8>
  ) throws(DecodeError) -> Int {
    unsafe at += 1
    let isNegative = unsafe at.pointee == UInt8(ascii: "-")
    if unsafe isNegative || at.pointee == UInt8(ascii: "+") { unsafe at += 1 }
    let begin = unsafe at
    var exponent = 0
    while true {
      let digit = unsafe at.pointee &- 48
      guard digit < 10 else { break }
      // More can only be zero or too large, and a text has fewer digits than that to make up for it.
      if exponent < 1 << 40 { exponent = exponent * 10 + Int(digit) }
      unsafe at += 1
    }
    guard unsafe at > begin else {
      unsafe at = first
      throw error(.notANumber)
    }
    return isNegative ? -exponent : exponent
  }

  /// The zeros before the first other digit, a point among them passed over.
  private func leadingZeros(from first: UnsafePointer<UInt8>) -> Int {
    var digit = unsafe first
    var zeros = 0
    while true {
      switch unsafe digit.pointee {
      case UInt8(ascii: "0"): zeros += 1
      case UInt8(ascii: "."): break
      default: return zeros
      }
      unsafe digit += 1
    }
  }

  /// A number of more than 19 significant digits.
  private func longNumber(_ text: UnsafeBufferPointer<UInt8>, exponent: Int) -> Double {
    let digits = unsafe Array(text).filter { $0 != UInt8(ascii: ".") }.map { $0 - 48 }
    let significant = Array(digits.drop { $0 == 0 })
    let mantissa = significant.prefix(19).reduce(0 as UInt64) { $0 * 10 + UInt64($1) }
    let rest = significant.count - 19
    let below = nearestDouble(mantissa: mantissa, exponent: exponent + rest)
    let above = nearestDouble(mantissa: mantissa + 1, exponent: exponent + rest)
    if below == above { return below }
    return nearestDouble(digits: significant, exponent: exponent)
  }

  /// `NaN`, `Infinity` and `-Infinity`, as Python writes them.
  private mutating func word(
    isNegative: Bool, first: UnsafePointer<UInt8>
  ) throws(DecodeError) -> Double {
    let letter = unsafe at.pointee
    if letter == UInt8(ascii: "I"), take(word: "Infinity") {
      return isNegative ? -.infinity : .infinity
    }
    if letter == UInt8(ascii: "N"), !isNegative, take(word: "NaN") { return .nan }
    unsafe at = first
    throw error(isNegative ? .notANumber : .expected("a number"))
  }
}
