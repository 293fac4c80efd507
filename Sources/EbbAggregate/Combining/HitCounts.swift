/// The number of contributions to each bin that are not 0 there.
struct HitCounts: Sendable {
  var counts: [UInt32]

  init(bins: Int) { counts = [UInt32](repeating: 0, count: bins) }

  init(_ counts: [UInt32]) { self.counts = counts }

  /// Counts a contribution of as many bins.
  /// - Parameter skips: whether what is not finite is left out.
  mutating func add(_ values: [Double], skips: Bool) {
    let values = values.span
    var counts = counts.mutableSpan
    if skips {
      for bin in values.indices where values[bin] != 0 && values[bin].isFinite { counts[bin] &+= 1 }
    } else {
      for bin in values.indices { counts[bin] &+= values[bin] == 0 ? 0 : 1 }
    }
  }

  /// The counts of both; `nil` where they are more than any store has: then nothing is known of them.
  func merged(_ other: HitCounts) -> HitCounts? {
    let sums = zip(counts, other.counts).map { $0.addingReportingOverflow($1) }
    return sums.contains(where: \.overflow) ? nil : HitCounts(sums.map(\.partialValue))
  }
}
