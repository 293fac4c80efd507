import CEbbKernels
import Testing

@testable import EbbCodec

@Suite("PowersOfTen") struct PowersOfTenTests {
  @Test("every sum is within 2^-106 of its power of ten, its low part at most half a unit of the high one")
  func exact() {
    let exponents = Int(EBB_LEAST_POWER)...Int(EBB_GREATEST_POWER)
    #expect(PowersOfTen.table.count == exponents.count)
    for (power, exponent) in zip(PowersOfTen.table, exponents) {
      #expect(abs(power.low) <= power.high.ulp / 2)
      // 10^q · 2^s and both parts in fixed point, s such that 124 or 125 bits are before it.
      let shift = 124 - Int(power.high.exponent)
      let exact = scaledPower(of: exponent, bits: 127, shift: shift)
      let sum = fixed(power.high, shift: shift) + fixed(power.low, shift: shift)
      // What is behind the point is left off: 2 at most.
      #expect((exact - sum).magnitude + 2 <= UInt128(exact) >> 106, "10^\(exponent)")
    }
  }

  /// ⌊10^`exponent` · 2^`shift`⌋, which has at most `bits` bits.
  private func scaledPower(of exponent: Int, bits: Int, shift: Int) -> Int128 {
    var numerator = BigNatural(1)
    var denominator = BigNatural(1)
    if exponent >= 0 {
      numerator.multiply(byPowerOfTen: exponent)
    } else {
      denominator.multiply(byPowerOfTen: -exponent)
    }
    if shift >= 0 { numerator.shiftLeft(by: shift) } else { denominator.shiftLeft(by: -shift) }
    return Int128(numerator.divide(by: denominator, bits: bits).quotient)
  }

  /// ⌊`value` · 2^`shift`⌋.
  private func fixed(_ value: Double, shift: Int) -> Int128 {
    guard value != 0 else { return 0 }
    // 53 bits, the last of which stands for 2^(exponent - 52).
    let significand = Int128(value.significand * 0x1p52) * (value < 0 ? -1 : 1)
    let power = Int(value.exponent) - 52 + shift
    return power >= 0 ? significand << Int128(power) : significand >> Int128(-power)
  }
}
