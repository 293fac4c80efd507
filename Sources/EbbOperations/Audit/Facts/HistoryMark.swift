/// The trace of histories in one bin of a mean per primary: its value times the primaries, which is the same, to rounding,
/// in two contributions whose other histories did not hit the bin.
struct HistoryMark: Sendable, Equatable {
  /// A hash of the bin and the amount: what two contributions are looked through by.
  var hash: UInt64
  /// The value times the primaries.
  var amount: Double

  /// The most bins that are looked at, and the most marks that are kept.
  private static let maxBins = 1 << 14
  static let most = 64

  /// Marks of the first bins whose amount is neither 0 nor a whole number, in an order that is the same in all pages of as
  /// many bins and spread evenly over them: so contributions that have bins in common have them among their marks, as with
  /// the least hashes of A. Broder ("On the resemblance and containment of documents", 1997). Where most bins are hit, a
  /// hundred bins are looked at, whatever their number.
  static func sample(of values: [Double], primaries: Double) -> [HistoryMark] {
    var marks: [HistoryMark] = []
    let step = Self.step(values.count)
    var bin = 0
    for _ in 0..<min(values.count, maxBins) {
      bin += step
      if bin >= values.count { bin -= values.count }
      guard values[bin] != 0 else { continue }
      let amount = values[bin] * primaries
      guard amount.isFinite, abs(amount - amount.rounded()) > 1e-9 * abs(amount) else { continue }
      marks.append(HistoryMark(hash: hash(bin, amount), amount: amount))
      if marks.count == most { break }
    }
    return marks
  }

  private static func hash(_ bin: Int, _ amount: Double) -> UInt64 {
    // 36 bits of the mantissa, about 11 digits: what rounding leaves.
    let bits = (amount.bitPattern &+ 1 << 15) >> 16
    var hash = bits &* 0xbf58_476d_1ce4_e5b9 ^ UInt64(bin) &* 0x94d0_49bb_1331_11eb
    hash = (hash ^ hash >> 31) &* 0x9e37_79b9_7f4a_7c15
    return hash ^ hash >> 29
  }

  /// A step by which all of `count` bins are come to, neighbours far from each other: near the golden section, and without a
  /// common divisor.
  private static func step(_ count: Int) -> Int {
    var step = max(1, Int(Double(count) * 0.618_033_988_749_895))
    while greatestCommonDivisor(step, count) > 1 { step += 1 }
    return step
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    var (larger, smaller) = (second, first)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }
}
