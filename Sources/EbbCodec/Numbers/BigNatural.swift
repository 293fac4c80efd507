/// A natural number of any size: as little arithmetic as exact rounding of decimals needs.
struct BigNatural {
  /// Limbs of 32 bits, lowest first, without zeros at the top.
  private var limbs: [UInt32]

  init(_ value: UInt32) { limbs = value == 0 ? [] : [value] }

  /// Makes the number of decimal digits, 0 to 9 each.
  init(digits: ArraySlice<UInt8>) {
    self.init(0)
    for digit in digits { multiplyAdd(10, UInt32(digit)) }
  }

  var bitWidth: Int {
    guard let top = limbs.last else { return 0 }
    return limbs.count * 32 - top.leadingZeroBitCount
  }

  mutating func multiply(byPowerOfTen power: Int) {
    var left = power
    while left >= 9 {
      multiplyAdd(1_000_000_000, 0)
      left -= 9
    }
    for _ in 0..<left { multiplyAdd(10, 0) }
  }

  mutating func shiftLeft(by bits: Int) {
    guard bits > 0, !limbs.isEmpty else { return }
    let shift = UInt64(bits % 32)
    var carry: UInt64 = 0
    for index in limbs.indices {
      carry |= UInt64(limbs[index]) << shift
      limbs[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
    limbs.insert(contentsOf: [UInt32](repeating: 0, count: bits / 32), at: 0)
  }

  /// The quotient, which must fit in `bits`, and whether nothing is left over.
  func divide(by divisor: BigNatural, bits: Int) -> (quotient: UInt128, isExact: Bool) {
    var quotient: UInt128 = 0
    var rest = self
    var subtrahend = divisor
    subtrahend.shiftLeft(by: bits - 1)
    for _ in 0..<bits {
      quotient <<= 1
      if rest.isAtLeast(subtrahend) {
        rest.subtract(subtrahend)
        quotient |= 1
      }
      subtrahend.halve()
    }
    return (quotient, rest.limbs.isEmpty)
  }

  private mutating func multiplyAdd(_ factor: UInt32, _ summand: UInt32) {
    var carry = UInt64(summand)
    for index in limbs.indices {
      carry += UInt64(limbs[index]) * UInt64(factor)
      limbs[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  private func isAtLeast(_ other: BigNatural) -> Bool {
    if limbs.count != other.limbs.count { return limbs.count > other.limbs.count }
    guard let highest = limbs.indices.last(where: { limbs[$0] != other.limbs[$0] }) else { return true }
    return limbs[highest] > other.limbs[highest]
  }

  private mutating func subtract(_ other: BigNatural) {
    var borrow: Int64 = 0
    for index in limbs.indices {
      let difference =
        Int64(limbs[index]) - borrow
        - (index < other.limbs.count ? Int64(other.limbs[index]) : 0)
      limbs[index] = UInt32(truncatingIfNeeded: difference)
      borrow = difference < 0 ? 1 : 0
    }
    while limbs.last == 0 { limbs.removeLast() }
  }

  private mutating func halve() {
    var carry: UInt32 = 0
    for index in limbs.indices.reversed() {
      let limb = limbs[index]
      limbs[index] = limb >> 1 | carry
      carry = limb << 31
    }
    while limbs.last == 0 { limbs.removeLast() }
  }
}
