/// The trace of histories in one bin of a mean per primary: its value times the primaries, which is the same, to rounding,
/// in two contributions whose other histories did not hit the bin.
struct HistoryMark: Sendable, Equatable {
  /// A hash of the bin and the amount: what two contributions are looked through by.
  var hash: UInt64
  /// The value times the primaries.
  var amount: Double

  /// The most bins that are looked at, spread evenly, and the most marks that are kept: those of the least hashes, which
  /// are the same ones in two contributions that have them (A. Broder, "On the resemblance and containment of
  /// documents", 1997).
  private static let maxBins = 1 << 14
  static let most = 64

  /// Marks of bins whose amount is no whole number, by rising hash.
  static func sample(of values: [Double], primaries: Double) -> [HistoryMark] {
    let step = (values.count + maxBins - 1) / maxBins
    guard step > 0 else { return [] }
    // About twice as many as are kept come below it.
    let bins = values.count / step
    let limit = bins <= 2 * most ? UInt64.max : UInt64.max / UInt64(bins) * UInt64(2 * most)
    var marks: [HistoryMark] = []
    for bin in stride(from: 0, to: values.count, by: step) where values[bin] != 0 {
      let amount = values[bin] * primaries
      guard amount.isFinite else { continue }
      // 36 bits of the mantissa, about 11 digits: what rounding leaves.
      let bits = (amount.bitPattern &+ 1 << 15) >> 16
      var hash = bits &* 0xbf58_476d_1ce4_e5b9 ^ UInt64(bin) &* 0x94d0_49bb_1331_11eb
      hash = (hash ^ hash >> 31) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
      guard hash <= limit, abs(amount - amount.rounded()) > 1e-9 * abs(amount) else { continue }
      marks.append(HistoryMark(hash: hash, amount: amount))
    }
    marks.sort { $0.hash < $1.hash }
    return Array(marks.prefix(most))
  }
}
