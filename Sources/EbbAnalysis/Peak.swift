internal import EbbModel

/// A curve with its peak or plateau, which is not at an end.
struct Peak {
  let curve: Interpolant
  /// The place of the peak, or the middle of the plateau: between what falls on either side.
  let place: Double
  let height: Double
  /// The dose that is 100 %.
  let level: Double

  /// `nil` where the curve is highest at an end.
  init?(_ curve: Interpolant, top: ProfileTop? = nil, of values: [Double] = [], level: Double? = nil) {
    self.curve = curve
    let highest = curve.maximum
    guard highest.x > curve.inner.low, highest.x < curve.inner.high else { return nil }
    let found = top?.height(of: values) ?? highest
    (place, height) = (found.x, found.y)
    self.level = level ?? height
  }

  /// A peak of which place and height are told; `nil` where that is at an end.
  init?(_ curve: Interpolant, place: Double, height: Double) {
    guard place > curve.inner.low, place < curve.inner.high else { return nil }
    (self.curve, self.place, self.height, level) = (curve, place, height, height)
  }

  /// The place beyond which the curve is below a fraction of the level for good, above the peak; `nil` where it ends
  /// above it.
  func upper(_ fraction: Double) -> Double? {
    guard let last = curve.crossings(of: fraction * level).last, !last.isRising, last.x >= place else {
      return nil
    }
    return last.x
  }

  /// The place where the curve first reaches a fraction of the level, below the peak; `nil` where it begins above it.
  func lower(_ fraction: Double) -> Double? {
    guard let first = curve.crossings(of: fraction * level).first, first.isRising, first.x <= place else {
      return nil
    }
    return first.x
  }

  /// The length over which the curve is above a fraction of the level, on one side of the peak: where noise lets it cross
  /// the level several times, less of it is chance than of the outermost place.
  func length(of fraction: Double, above: Bool) -> Double {
    let crossings = curve.crossings(of: fraction * level)
    var (length, start) = (0.0, place)
    if above {
      for crossing in crossings where crossing.x >= place {
        if crossing.isRising { start = crossing.x } else { length += crossing.x - start }
      }
      if crossings.last?.isRising == true, let end = curve.pieces.last?.end { length += end - start }
    } else {
      for crossing in crossings.reversed() where crossing.x <= place {
        if crossing.isRising { length += start - crossing.x } else { start = crossing.x }
      }
      if crossings.first?.isRising == false, let end = curve.pieces.first?.x { length += start - end }
    }
    return length
  }

  /// The remark on a level: that the curve crosses it several times on that side, or comes back over it.
  func remark(on fraction: Double, above: Bool) -> String? {
    let crossings = curve.crossings(of: fraction * level).filter { above ? $0.x >= place : $0.x <= place }
    guard crossings.count > 1, let first = crossings.first, let last = crossings.last else { return nil }
    let percent = "\(Int((fraction * 100).rounded())) %"
    if above ? last.isRising : !first.isRising {
      return above
        ? "the curve comes back over \(percent) above the peak and ends there"
        : "the curve begins above \(percent) and falls below it before the peak"
    }
    return above
      ? "the curve crosses \(percent) \(crossings.count) times above the peak: the last place counts"
      : "the curve crosses \(percent) \(crossings.count) times below the peak: the first place counts"
  }
}
