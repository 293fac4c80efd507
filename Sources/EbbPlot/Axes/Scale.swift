internal import Glibc

/// The values that an axis goes from and to.
package struct Scale: Sendable, Equatable {
  var low: Double
  var high: Double
  var isLogarithmic: Bool

  /// The place of a value: 0 at the lower end, 1 at the upper. Of a finite value it is a number, however far apart the ends
  /// are.
  func share(of value: Double) -> Double {
    if isLogarithmic {
      guard value > 0 else { return -.infinity }
      let whole = high / low
      guard whole.isFinite else { return (log(value) - log(low)) / (log(high) - log(low)) }
      return log(value / low) / log(whole)
    }
    let whole = high - low
    guard whole.isFinite else { return (value / 4 - low / 4) / (high / 4 - low / 4) }
    return (value - low) / whole
  }

  /// The scale of some values, with what was asked for in the place of its ends.
  /// - Parameter margin: the share of its length that it goes on beyond the values.
  init(
    of values: some Sequence<Double>, isLogarithmic: Bool, asked: PlotRange, margin: Double = 0,
    hasZero: Bool = false
  ) {
    var (least, most) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite && (!isLogarithmic || value > 0) {
      (least, most) = (min(least, value), max(most, value))
    }
    if least > most { (least, most) = isLogarithmic ? (0.1, 1) : (0, 1) }
    if isLogarithmic {
      // One value alone gets a decade of its own.
      if most / least < 1.000_001 { (least, most) = (least / 3, most * 3) }
      let factor = min(pow(most / least, margin), 10)
      (least, most) = (max(least / factor, .leastNormalMagnitude), min(most * factor, 1e308))
    } else {
      if hasZero { (least, most) = (min(least, 0), max(most, 0)) }
      if least == most {
        (least, most) = least == 0 ? (0, 1) : (least - abs(least) / 2, most + abs(most) / 2)
      }
      // The ends' difference may be no number.
      let more = (most - least).isFinite ? (most - least) * margin : most * margin - least * margin
      if !(hasZero && least == 0) { least -= more }
      if !(hasZero && most == 0) { most += more }
    }
    low = asked.low ?? least
    high = asked.high ?? most
    // An end that was asked for beyond all values.
    if low >= high {
      if asked.low == nil {
        low = isLogarithmic ? high / 10 : high - max(abs(high), 1)
      } else {
        high = isLogarithmic ? low * 10 : low + max(abs(low), 1)
      }
    }
    low = max(low, -.greatestFiniteMagnitude)
    high = min(high, .greatestFiniteMagnitude)
    self.isLogarithmic = isLogarithmic
  }

  init(low: Double, high: Double, isLogarithmic: Bool) {
    self.low = low
    self.high = high
    self.isLogarithmic = isLogarithmic
  }
}
