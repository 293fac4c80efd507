/// A figure with its standard error, where that is known.
package struct Estimate: Sendable, Equatable {
  package var value: Double
  package var error: Double?

  package init(_ value: Double, error: Double?) {
    self.value = value
    self.error = error
  }

  /// This less another, as if the two were independent.
  package func difference(from other: Estimate) -> Estimate {
    Estimate(value - other.value, error: Self.together(error, other.error))
  }

  /// This over another, likewise: σr = √(σb² + r²·σa²)/|a| of r = b/a.
  /// - Returns: `nil` where there is no finite ratio.
  package func ratio(to other: Estimate) -> Estimate? {
    let ratio = value / other.value
    guard ratio.isFinite else { return nil }
    let error = Self.together(error, other.error.map { ratio * $0 }).map { $0 / abs(other.value) }
    return Estimate(ratio, error: error)
  }

  private static func together(_ a: Double?, _ b: Double?) -> Double? {
    a.flatMap { a in b.map { (a * a + $0 * $0).squareRoot() } }
  }
}
