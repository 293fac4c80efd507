/// Powers of ten to the last bit, as the decimal texts of them are read.
enum Power {
  static func ten(_ exponent: Int) -> Double { product(1, exponent) }

  /// `digits` times ten to the `exponent`.
  static func product(_ digits: Int, _ exponent: Int) -> Double { Double("\(digits)e\(exponent)") ?? 0 }
}
