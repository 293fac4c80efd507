/// The ends of an axis that were asked for; `nil` where the values decide.
package struct PlotRange: Sendable, Equatable {
  package var low: Double?
  package var high: Double?

  package init(low: Double? = nil, high: Double? = nil) {
    self.low = low
    self.high = high
  }

  /// Reads "0:30", "0:" and ":30"; `nil` for anything else, and where the ends are in the wrong order.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let ends = parts.map { Double(String($0).replacing("−", with: "-")) }
    guard zip(parts, ends).allSatisfy({ $0.isEmpty || $1?.isFinite == true }),
      ends.contains(where: { $0 != nil })
    else { return nil }
    if let low = ends[0], let high = ends[1], low >= high { return nil }
    self.init(low: ends[0], high: ends[1])
  }
}
