/// A natural number in decimal, exact: for points half way between two doubles.
struct ExactDecimal {
  /// Limbs of nine digits, lowest first.
  private var limbs: [UInt64]

  init(_ value: UInt64) {
    limbs = [value % 1_000_000_000, value / 1_000_000_000 % 1_000_000_000]
    limbs.append(value / 1_000_000_000_000_000_000)
  }

  /// `value` · 5^`power`.
  init(_ value: UInt64, timesFiveToThe power: Int) {
    self.init(value)
    for _ in 0..<power / 13 { multiply(by: 1_220_703_125) }
    for _ in 0..<power % 13 { multiply(by: 5) }
  }

  /// `value` · 2^`power`.
  init(_ value: UInt64, timesTwoToThe power: Int) {
    self.init(value)
    for _ in 0..<power / 30 { multiply(by: 1 << 30) }
    for _ in 0..<power % 30 { multiply(by: 2) }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      carry += limbs[index] * factor
      limbs[index] = carry % 1_000_000_000
      carry /= 1_000_000_000
    }
    while carry > 0 {
      limbs.append(carry % 1_000_000_000)
      carry /= 1_000_000_000
    }
  }

  /// The digits, 0 to 9 each, without leading zeros.
  var digits: [UInt8] {
    var digits: [UInt8] = []
    for limb in limbs.reversed() {
      var unit: UInt64 = 100_000_000
      while unit > 0 {
        let digit = UInt8(limb / unit % 10)
        if digit > 0 || !digits.isEmpty { digits.append(digit) }
        unit /= 10
      }
    }
    return digits
  }

  /// The point half way between the double of these bits and the next one: digits, and the power of ten
  /// that the last stands for.
  static func halfway(aboveBits bits: UInt64) -> (digits: [UInt8], exponent: Int) {
    let fraction = bits & (1 << 52 - 1)
    let field = Int(bits >> 52) & 0x7ff
    let significand = field == 0 ? fraction : fraction | 1 << 52
    let power = max(field, 1) - 1075 - 1
    let doubled = 2 * significand + 1
    return power >= 0
      ? (ExactDecimal(doubled, timesTwoToThe: power).digits, 0)
      : (ExactDecimal(doubled, timesFiveToThe: -power).digits, power)
  }
}
