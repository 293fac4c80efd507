internal import EbbModel

/// The places of an axis' bins, and what becomes of it when some are chosen or put together.
extension Axis {
  /// A place that is given in `unit`, in the axis' own: `nil` for that itself.
  /// - Returns: `nil` where the two measure different things, such as an energy and one per nucleon.
  func value(_ value: Double, in unit: String?) -> Double? {
    guard let unit, unit != self.unit, value.isFinite else { return value }
    let asked = Unit(source: unit)
    guard asked.qualifier == nil || asked.qualifier == qualifier else { return nil }
    return asked.convert(value, to: Unit(text: self.unit, source: self.unit))
  }

  /// The axis' ends: its outermost edges, or centres where edges are not known.
  var limits: (low: Double, high: Double) {
    let places = edges ?? centres
    return (places.min() ?? .nan, places.max() ?? .nan)
  }

  /// The distance within which two places were meant to be the same: a billionth of the axis' length, in its unit.
  private var tolerance: Double { 1e-9 * (limits.high - limits.low) }

  /// The bin that holds `value`: of two that meet there the one above; where edges are not known the one with
  /// the nearest centre, no farther from it than half the way to its neighbour.
  func bin(holding value: Double) -> Int? {
    guard let edges else {
      guard let nearest = centres.indices.min(by: { abs(centres[$0] - value) < abs(centres[$1] - value) })
      else { return nil }
      let gaps = [nearest - 1, nearest + 1].filter(centres.indices.contains).map {
        abs(centres[$0] - centres[nearest])
      }
      return abs(centres[nearest] - value) <= (gaps.min() ?? 0) / 2 ? nearest : nil
    }
    let tolerance = tolerance
    func low(_ bin: Int) -> Double { min(edges[bin], edges[bin + 1]) }
    let within = centres.indices.filter { bin in
      low(bin) - tolerance <= value && value <= max(edges[bin], edges[bin + 1]) + tolerance
    }
    return within.max { low($0) < low($1) }
  }

  /// The bins whose centres lie from `low` to `high`.
  func bins(from low: Double, to high: Double) -> [Int] {
    let tolerance = tolerance
    return centres.indices.filter { low - tolerance <= centres[$0] && centres[$0] <= high + tolerance }
  }

  /// The width of the bins where they all have the same, to 1e-6 of it.
  var binWidth: Double? {
    guard let widths, let first = widths.first, first > 0,
      widths.allSatisfy({ abs($0 - first) <= 1e-6 * first })
    else { return nil }
    return (limits.high - limits.low) / Double(widths.count)
  }

  /// The axis of new bins, each made of neighbouring old ones.
  func merged(_ bins: [Range<Int>]) -> Axis {
    var merged = self
    if let edges, let first = bins.first {
      let newEdges = [edges[first.lowerBound]] + bins.map { edges[$0.upperBound] }
      merged.edges = newEdges
      merged.centres = bins.indices.map { bin in
        guard bins[bin].count > 1 else { return centres[bins[bin].lowerBound] }
        return scale == .logarithmic
          ? newEdges[bin].squareRoot() * newEdges[bin + 1].squareRoot()
          : (newEdges[bin] + newEdges[bin + 1]) / 2
      }
    } else {
      merged.centres = bins.map { range in centres[range].reduce(0, +) / Double(range.count) }
    }
    return merged
  }

  /// "the bin from 10.0 to 11.0 cm".
  func place(of bin: Int) -> String {
    guard let edges else { return "the bin at \(centres[bin])\(unitSuffix)" }
    return "the bin from \(edges[bin]) to \(edges[bin + 1])\(unitSuffix)"
  }

  /// ", from -5.0 to 5.0 cm"; nothing where the edges are not known.
  var extent: String {
    guard let edges, let first = edges.first, let last = edges.last else { return "" }
    return ", from \(first) to \(last)\(unitSuffix)"
  }

  private var unitSuffix: String { unit == "1" ? "" : " \(unit)" }
}
