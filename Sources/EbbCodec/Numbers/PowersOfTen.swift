internal import CEbbKernels

/// 10^q as sums of two doubles, for the kernels' products.
enum PowersOfTen {
  /// One an exponent, from `EBB_LEAST_POWER` on. The relative error of a sum is at most 2^-106.
  static let table: [ebb_power] = (Int(EBB_LEAST_POWER)...Int(EBB_GREATEST_POWER)).map(sum)

  /// Both parts are taken from the 128 bits of 5^q: the highest 53, rounded, and what is left of the others.
  private static func sum(_ exponent: Int) -> ebb_power {
    let (high, low) = PowersOfFive.table.significands[exponent - PowersOfFive.exponents.lowerBound]
    let significand = UInt128(high) << 64 | UInt128(low)
    let dropped = 128 - 53
    var kept = significand >> UInt128(dropped)
    var rest = Int128(significand & (1 << UInt128(dropped) - 1))
    if rest >= 1 << Int128(dropped - 1) {
      kept += 1
      rest -= 1 << Int128(dropped)
    }
    // 10^q = significand · 2^(⌊q · log2(10)⌋ - 127); the logarithm in fixed point, as for `nearestDouble`.
    let scale = ((152_170 + 65_536) * exponent) >> 16 - 127
    return ebb_power(
      high: Double(sign: .plus, exponent: scale + dropped, significand: Double(UInt64(kept))),
      low: Double(sign: .plus, exponent: scale, significand: Double(rest)))
  }
}
