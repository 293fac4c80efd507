/// The shortest decimal that reads back as a double, and of those the closest to it: Schubfach.
///
/// With 10^k ≤ 2^q < 10^(k+1), the interval of the reals that round to c · 2^q holds a multiple of 10^k, and at most
/// one of 10^(k+1), which is the shortest then (Giulietti, "The Schubfach way to render doubles", 2020, §8). Where
/// the scaled value lies in that interval is told by one product, if it is clear of all that decides; this
/// fast path is due to Zverovich ("Żmij", 2025). Where it is not, Schubfach's three products decide exactly.
package struct ShortestDecimal {
  /// At most 17 digits, perhaps with zeros at the end.
  package var significand: UInt64
  /// The value is significand · 10^exponent.
  package var exponent: Int

  /// - Parameter magnitude: a double's bits without the sign; neither zero nor infinite nor NaN.
  @inline(__always)
  package init(magnitude: UInt64, _ powers: PowersOfTen) {
    let fraction = magnitude & (1 << 52 - 1)
    let biased = Int(truncatingIfNeeded: magnitude >> 52)
    let c = biased == 0 ? fraction : fraction | 1 << 52
    let q = max(biased, 1) &- 1075
    // Below a power of two doubles are twice as dense.
    if fraction == 0, biased > 1 {
      self = Self.exact(c, q, powers, isDenserBelow: true)
      return
    }
    let k = Self.floorLog10(powerOfTwo: q)
    let g = powers[0 &- k]
    let h = UInt64(truncatingIfNeeded: q &+ Self.floorLog2(powerOfTen: 0 &- k) &+ 1)
    // The value over 10^k, integral part and 64 bits after the point; less than one unit off either way.
    let scaled = c &<< h
    let upper = scaled.multipliedFullWidth(by: g.high)
    let (part, carries) = upper.low.addingReportingOverflow(scaled.multipliedFullWidth(by: g.low).high)
    let whole = upper.high &+ (carries ? 1 : 0)
    let digit = whole % 10
    // In units of 2^-60, less than 4 off: how far above a multiple of 10 the value is, half the interval's width.
    let height = digit &<< 60 | part >> 4
    let half = g.high &>> (5 &- h)
    let ten: UInt64 = 10 << 60
    let isClear = height &- half &+ 4 > 8 && height &+ half &- ten &+ 4 > 8 && part &- 1 << 63 &+ 4 > 8
    guard isClear else {
      self = Self.exact(c, q, powers, isDenserBelow: false)
      return
    }
    let nearest = whole &+ part >> 63
    // Either is as likely as not, so that branches would often be guessed wrong.
    let isBelow: UInt64 = height < half ? 1 : 0
    let isAbove: UInt64 = height &+ half > ten ? 1 : 0
    let short = whole &- digit &+ isAbove &* 10
    exponent = k
    significand = nearest ^ (nearest ^ short) & (0 &- (isBelow | isAbove))
  }

  private init(_ significand: UInt64, _ exponent: Int) {
    self.significand = significand
    self.exponent = exponent
  }

  /// The shortest decimal of c · 2^q, whatever c and q.
  @inline(never)
  private static func exact(
    _ c: UInt64, _ q: Int, _ powers: PowersOfTen, isDenserBelow: Bool
  ) -> ShortestDecimal {
    let k = isDenserBelow ? floorLog10(threeQuartersOfPowerOfTwo: q) : floorLog10(powerOfTwo: q)
    let g = powers[-k]
    let h = UInt64(q + floorLog2(powerOfTen: -k) + 1)
    // Four times the value over 10^k, and the ends of the interval, which belong to it where c is even.
    let value = scaled(4 * c << h, by: g)
    let open: UInt64 = c & 1
    let low = scaled((4 * c - (isDenserBelow ? 1 : 2)) << h, by: g) + open
    let high = scaled((4 * c + 2) << h, by: g) - open
    let whole = value / 4
    let tens = whole / 10
    if tens > 0 {
      let isBelow = low <= 40 * tens
      let isAbove = 40 * (tens + 1) <= high
      if isBelow != isAbove { return ShortestDecimal(isAbove ? tens + 1 : tens, k + 1) }
    }
    let isBelow = low <= 4 * whole
    let isAbove = 4 * (whole + 1) <= high
    if isBelow != isAbove { return ShortestDecimal(isAbove ? whole + 1 : whole, k) }
    let middle = 4 * whole + 2
    let roundsUp = value > middle || value == middle && whole & 1 == 1
    return ShortestDecimal(roundsUp ? whole + 1 : whole, k)
  }

  /// ⌊x · g / 2^128⌋ with the lowest bit set where that is not exact: "round to odd" (Giulietti, §9.6).
  private static func scaled(_ x: UInt64, by g: (high: UInt64, low: UInt64)) -> UInt64 {
    let upper = x.multipliedFullWidth(by: g.high)
    let (rest, carries) = upper.low.addingReportingOverflow(x.multipliedFullWidth(by: g.low).high)
    // g is rounded up, so that what is exact has a rest of 0 or 1.
    return upper.high + (carries ? 1 : 0) | (rest > 1 ? 1 : 0)
  }

  // Logarithms in fixed point, exact for the exponents that doubles have (a test takes each).

  /// ⌊log10 2^q⌋.
  package static func floorLog10(powerOfTwo q: Int) -> Int { (q &* 1_262_611) >> 22 }

  /// ⌊log10 (3/4 · 2^q)⌋.
  package static func floorLog10(threeQuartersOfPowerOfTwo q: Int) -> Int {
    (q &* 1_262_611 &- 524_031) >> 22
  }

  /// ⌊log2 10^n⌋.
  package static func floorLog2(powerOfTen n: Int) -> Int { (n &* 1_741_647) >> 19 }
}
