internal import EbbModel

/// The power of two by which the values of a page are multiplied while they are combined, so that their squares are numbers.
///
/// It is 1 for all values that a simulation is likely to give, and costs no look at them but the one that tells `ValueFacts`:
/// only where the largest of a page is beyond some 1e±120 it is brought near 1. Multiplying by a power of two changes no digit,
/// and makes none 0.
struct PageScale: Sendable {
  /// Powers of two whose squares, and those of what is 1e-20 of them, a double holds with all their digits.
  private static let plain = -400...400

  /// The least power of two that a scaled value may have, so that differences of such values keep their digits.
  private static let least = -960

  /// The powers of two of the largest and the smallest magnitude so far that are not 0; `nil` while there were none.
  private var range: ClosedRange<Int>?
  /// The exponent of the factor.
  private(set) var shift = 0

  /// Takes note of further values.
  /// - Returns: the exponent by which what was combined so far is to be scaled, most often 0.
  mutating func take(_ values: ValueFacts) -> Int {
    values.largest > 0 ? take(Int(values.smallest.exponent)...Int(values.largest.exponent)) : 0
  }

  /// Takes note of what was combined elsewhere.
  mutating func take(_ other: PageScale) -> Int { other.range.map { take($0) } ?? 0 }

  private mutating func take(_ other: ClosedRange<Int>) -> Int {
    let whole =
      min(range?.lowerBound ?? .max, other.lowerBound)...max(range?.upperBound ?? .min, other.upperBound)
    guard whole != range else { return 0 }
    range = whole
    let before = shift
    shift = Self.plain ~= whole.upperBound ? 0 : -whole.upperBound
    // A page of magnitudes that are so far apart is left as it is: where squares are no numbers, there is no error.
    if shift + whole.lowerBound < Self.least { shift = 0 }
    return shift - before
  }

  /// The least and largest magnitude, as powers of two, where they are so far apart that squares of some are no numbers, so that
  /// such bins have no error; `nil` of all other pages.
  var tooWide: ClosedRange<Int>? {
    guard let range else { return nil }
    let squares = SquareRange.exponents
    let isWithin =
      range.lowerBound + shift >= squares.lowerBound && range.upperBound + shift <= squares.upperBound
    return isWithin ? nil : range
  }

  func scaled(_ values: [Double]) -> [Double] { Self.scaled(values, by: shift) }

  func restored(_ values: [Double]) -> [Double] { Self.scaled(values, by: -shift) }

  /// Values times 2 to a power.
  static func scaled(_ values: [Double], by exponent: Int) -> [Double] {
    exponent == 0 ? values : values.map { Double(sign: .plus, exponent: exponent, significand: $0) }
  }
}
