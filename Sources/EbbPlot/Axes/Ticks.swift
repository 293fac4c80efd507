internal import EbbModel
internal import Glibc

/// The ticks of an axis, and the power of ten that their labels are to be multiplied by.
struct Ticks: Sendable, Equatable {
  struct Tick: Sendable, Equatable {
    var value: Double
    var label: String
  }

  var labelled: [Tick]
  /// Between them, without labels.
  var minor: [Double]
  /// Labels times ten to this are values.
  var power: Int

  /// The widest label.
  func width(_ letters: Lettering) -> Double { labelled.map { letters.width($0.label) }.max() ?? 0 }

  /// Ticks as close as labels side by side, or one above another, have room.
  /// - Parameters:
  ///   - length: of the axis, in points.
  ///   - isUpright: whether labels stand one above another.
  ///   - takesPower: whether a power of ten is stated elsewhere; without it labels are as long as they have to be.
  init(
    _ scale: Scale, length: Double, _ letters: Lettering, isUpright: Bool = false, takesPower: Bool = true
  ) {
    let candidates =
      scale.isLogarithmic
      ? Self.logarithmic(scale)
      : Self.linear(scale, most: min(max(length / (isUpright ? 13 : 20), 3), 12), takesPower: takesPower)
    self.init(firstOf: candidates, scale, length: length) { one, next in
      isUpright
        ? 1.3 * letters.lineHeight : (letters.width(one) + letters.width(next)) / 2 + 0.9 * letters.size
    }
  }

  /// The same of labels in characters, along an axis of `cells` of them.
  init(_ scale: Scale, cells: Int, isUpright: Bool) {
    let candidates =
      scale.isLogarithmic
      ? Self.logarithmic(scale)
      : Self.linear(
        scale, most: min(max(Double(cells) / (isUpright ? 3 : 8), 2), 12), takesPower: true)
    self.init(firstOf: candidates, scale, length: Double(cells)) { one, next in
      isUpright ? 2 : Double(one.columns + next.columns) / 2 + 2
    }
  }

  /// The first of candidates whose labels have room.
  /// - Parameter room: what two labels need from the one's middle to the other's.
  private init(
    firstOf candidates: [Ticks], _ scale: Scale, length: Double, room: (String, String) -> Double
  ) {
    func fits(_ ticks: Ticks) -> Bool {
      let places = ticks.labelled.map { scale.share(of: $0.value) * length }
      return zip(zip(places, ticks.labelled), zip(places, ticks.labelled).dropFirst()).allSatisfy {
        one, next in
        abs(next.0 - one.0) >= room(one.1.label, next.1.label)
      }
    }
    self = candidates.first(where: fits) ?? candidates[candidates.count - 1]
    if !fits(self) { labelled = labelled.first.map { [$0] } ?? [] }
  }

  private init(labelled: [Tick], minor: [Double], power: Int) {
    self.labelled = labelled
    self.minor = minor
    self.power = power
  }

  // MARK: Linear

  /// Steps of 1, 2 and 5 times powers of ten, from the finest of at most `most` on.
  private static func linear(_ scale: Scale, most: Double, takesPower: Bool) -> [Ticks] {
    let (low, high) = (scale.low, scale.high)
    let largest = max(abs(low), abs(high))
    let decade = Int(log10(largest).rounded(.down))
    let power = takesPower && (decade >= 4 || decade < -2) ? decade : 0
    var candidates: [Ticks] = []
    // The ends may be so far apart that their difference is no number, or next to nothing.
    let finest = max(high / most - low / most, .leastNonzeroMagnitude)
    var exponent = Int(log10(finest).rounded(.down)) - 1
    while candidates.count < 40 {
      for factor in [1, 2, 5] {
        let step = Double(factor) * Power.ten(exponent)
        let count = (high - low).isFinite ? (high - low) / step : high / step - low / step
        guard count <= most else { continue }
        let made = linear(scale, factor, exponent, power: power)
        guard made.labelled.count > 1 || candidates.isEmpty else { return candidates }
        candidates.append(made)
        if made.labelled.count <= 1 { return candidates }
      }
      exponent += 1
    }
    return candidates
  }

  private static func linear(_ scale: Scale, _ factor: Int, _ exponent: Int, power: Int) -> Ticks {
    let unit = Power.ten(exponent)
    let parts = factor == 2 ? 4 : 5
    // Ends that rounding has moved by less than a line's width are still ticks.
    let slack = 1e-9 * Double(factor)
    func multiples(of step: Double) -> ClosedRange<Int>? {
      let first = (scale.low / step - slack).rounded(.up)
      let last = (scale.high / step + slack).rounded(.down)
      guard first <= last, abs(first) < 1e15, abs(last) < 1e15 else { return nil }
      return Int(first)...Int(last)
    }
    let labelled =
      multiples(of: Double(factor) * unit).map { range in
        range.map { index in
          Tick(
            value: Power.product(index * factor, exponent),
            label: Typeset.decimal(index * factor, exponent: exponent - power, keepsZeros: true))
        }.filter(\.value.isFinite)
      } ?? []
    let minor =
      multiples(of: Double(factor) * unit / Double(parts)).map { range in
        range.filter { $0 % parts != 0 }.map { Double($0 * factor) / Double(parts) * unit }
      } ?? []
    return Ticks(labelled: labelled, minor: minor, power: power)
  }

  // MARK: Logarithmic

  /// Powers of ten, thinned; over less than two decades 1, 2 and 5 times them too.
  private static func logarithmic(_ scale: Scale) -> [Ticks] {
    let first = Int((log10(scale.low) + 1e-9).rounded(.down))
    let last = Int((log10(scale.high) + 1e-9).rounded(.down))
    func isInside(_ value: Double) -> Bool {
      scale.low * (1 - 1e-9) <= value && value <= scale.high * (1 + 1e-9) && value.isFinite
    }
    let decades = (first...last).filter { isInside(Power.ten($0)) }
    func minors(_ factors: some Sequence<Int>) -> [Double] {
      (first...last).flatMap { decade in factors.map { Power.product($0, decade) } }.filter(isInside)
    }
    var candidates: [Ticks] = []
    if decades.count <= 2 {
      for factors in [[1, 2, 5], [1, 3], [1]] + (2...9).reversed().map({ [$0] }) {
        let labelled = (first...last).flatMap { decade in
          factors.filter { isInside(Power.product($0, decade)) }.map { factor in
            Tick(value: Power.product(factor, decade), label: Self.label(factor, decade))
          }
        }
        guard labelled.count > 1 else { continue }
        let others = minors((1...9).filter { !factors.contains($0) })
        candidates.append(Ticks(labelled: labelled, minor: others, power: 0))
      }
      // A range within one decade is almost linear.
      if candidates.isEmpty {
        candidates = linear(
          Scale(low: scale.low, high: scale.high, isLogarithmic: false), most: 6, takesPower: false)
      }
    }
    if !decades.isEmpty {
      for stride in 1...max(decades.count, 1) {
        let labelled = decades.filter { $0 % stride == 0 }
        guard !labelled.isEmpty else { continue }
        candidates.append(
          Ticks(
            labelled: labelled.map { Tick(value: Power.ten($0), label: Typeset.power($0)) },
            minor: stride == 1
              ? minors(2...9) : decades.filter { $0 % stride != 0 }.map { Power.ten($0) }, power: 0))
      }
    }
    return candidates
  }

  private static func label(_ factor: Int, _ decade: Int) -> String {
    if -2...3 ~= decade { return Typeset.decimal(factor, exponent: decade) }
    return (factor == 1 ? "" : "\(factor)×") + Typeset.power(decade)
  }
}
