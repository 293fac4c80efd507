internal import EbbModel
private import Foundation

/// A value with its error and unit.
package struct Measured: Sendable, Equatable {
  package var value: Double?
  package var error: Double?
  package var unit: String
  /// The way to the error, or "none"; `nil` where that is told elsewhere.
  package var errorMethod: String?

  package init(_ value: Double?, error: Double?, unit: String, errorMethod: String? = nil) {
    self.value = value
    self.error = error
    self.unit = unit
    self.errorMethod = errorMethod
  }

  /// For people, without the unit: "15.7199 ± 0.0012", the error to two digits and the value as far; without an error
  /// to seven digits; "-" where there is none.
  package var text: String {
    guard let value else { return "-" }
    guard value.isFinite else { return threeDigits(value) }
    guard let error, error > 0, error.isFinite else { return String(format: "%.7g", value) }
    let exponent = Int(log10(error).rounded(.down))
    let size = max(abs(value), error)
    guard 1e-4..<1e7 ~= size, exponent > -13 else {
      let digits = max(0, min(15, Int(log10(size).rounded(.down)) - exponent + 1))
      return String(format: "%.\(digits)e ± %.1e", value, error)
    }
    let decimals = max(0, 1 - exponent)
    return String(format: "%.\(decimals)f ± %.\(decimals)f", value, error)
  }
}
