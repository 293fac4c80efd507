/// The double nearest to `mantissa` · 10^`exponent`, ties to even; `nil` where 64 bits do not decide it.
///
/// Eisel-Lemire (Lemire, "Number parsing at a gigabyte per second", 2021; without the fallback for the
/// cases that Mushtak and Lemire, "Fast number parsing without fallback", 2023, proved not to occur).
/// - Returns: the magnitude, infinite where the number is beyond the range.
func nearestDouble(mantissa: UInt64, exponent: Int) -> Double {
  guard mantissa != 0, exponent >= PowersOfFive.exponents.lowerBound else { return 0 }
  guard exponent <= PowersOfFive.exponents.upperBound else { return .infinity }
  let power = PowersOfFive.table.significands[exponent - PowersOfFive.exponents.lowerBound]
  let zeros = mantissa.leadingZeroBitCount
  let normal = mantissa << UInt64(zeros)
  var (high, low) = normal.multipliedFullWidth(by: power.high)
  // 55 bits are needed (52 of the fraction, the hidden one, and two to round). If all bits below are set,
  // what was left off could carry.
  if high & 0x1ff == 0x1ff {
    let carry = normal.multipliedFullWidth(by: power.low).high
    let (sum, overflows) = low.addingReportingOverflow(carry)
    low = sum
    if overflows { high &+= 1 }
  }
  let upperBit = Int(high >> 63)
  let shift = UInt64(upperBit + 64 - 52 - 3)
  var bits = high >> shift
  // ⌊q · log2(5)⌋ + q, in fixed point, biased for the double's exponent.
  var binaryExponent = ((152_170 + 65_536) * exponent) >> 16 + 63 + upperBit - zeros + 1023
  if binaryExponent <= 0 { return subnormal(bits, binaryExponent) }
  // Exactly half way between two doubles: only where the product is exact, which bounds the exponent.
  if low <= 1, exponent >= -4, exponent <= 23, bits & 3 == 1, bits << shift == high {
    bits &= ~1
  }
  bits = (bits + (bits & 1)) >> 1
  if bits >= 1 << 53 {
    bits = 1 << 52
    binaryExponent += 1
  }
  guard binaryExponent < 0x7ff else { return .infinity }
  return Double(bitPattern: bits & ~(1 << 52) | UInt64(binaryExponent) << 52)
}

private func subnormal(_ bits: UInt64, _ binaryExponent: Int) -> Double {
  let shift = 1 - binaryExponent
  guard shift < 64 else { return 0 }
  let shifted = bits >> UInt64(shift)
  // A number that rounds up to 2^52 becomes the smallest normal one by itself: the carry is its exponent.
  return Double(bitPattern: (shifted + (shifted & 1)) >> 1)
}

/// The double nearest to a decimal of any length, ties to even, in exact arithmetic.
///
/// Slow and obvious: for numbers of more than 19 digits that the fast way cannot decide, and as its test.
/// - Parameters:
///   - digits: the significant digits, 0 to 9 each.
///   - exponent: the power of ten that the last digit stands for.
/// - Returns: the magnitude, infinite where the number is beyond the range.
package func nearestDouble(digits: [UInt8], exponent: Int) -> Double {
  var digits = digits[...]
  var exponent = exponent
  while digits.first == 0 { digits.removeFirst() }
  while digits.last == 0 {
    digits.removeLast()
    exponent += 1
  }
  guard !digits.isEmpty else { return 0 }
  // A point half way between two doubles has at most 768 digits; beyond 800 it matters only that more come.
  if digits.count > 800 {
    exponent += digits.count - 801
    digits = digits.prefix(800) + [1]
  }
  guard exponent + digits.count <= 310 else { return .infinity }
  guard exponent + digits.count >= -325 else { return 0 }
  var numerator = BigNatural(digits: digits)
  var denominator = BigNatural(1)
  if exponent >= 0 {
    numerator.multiply(byPowerOfTen: exponent)
  } else {
    denominator.multiply(byPowerOfTen: -exponent)
  }
  // Scaled so that the quotient has 64 or 65 bits, then divided bit by bit.
  let scale = 64 + denominator.bitWidth - numerator.bitWidth
  if scale > 0 { numerator.shiftLeft(by: scale) } else { denominator.shiftLeft(by: -scale) }
  let (quotient, isExact) = numerator.divide(by: denominator, bits: 65)
  return rounded(quotient, scale: -scale, isExact: isExact)
}

/// `quotient` · 2^`scale`, to the nearest double; `isExact` says that nothing was left over.
private func rounded(_ quotient: UInt128, scale: Int, isExact: Bool) -> Double {
  let width = 128 - quotient.leadingZeroBitCount
  let top = scale + width - 1  // the exponent of the highest bit
  let kept = min(53, top + 1074 + 1)  // fewer where the double is subnormal
  guard kept >= 0 else { return 0 }
  let dropped = width - kept
  var significand = UInt64(quotient >> UInt128(dropped))
  let rest = quotient & ((UInt128(1) << UInt128(dropped)) - 1)
  let half = UInt128(1) << UInt128(dropped - 1)
  if rest > half || rest == half && (!isExact || significand & 1 == 1) { significand += 1 }
  return Double(sign: .plus, exponent: scale + dropped, significand: Double(significand))
}
