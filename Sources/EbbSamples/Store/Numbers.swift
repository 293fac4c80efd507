/// `value`, to so many significant digits: what is left does not depend on the last bits of a C library's
/// `exp`.
func roundToDigits(_ value: Double, _ digits: Int) -> Double {
  guard value != 0, value.isFinite else { return value }
  let magnitude = abs(value)
  var exponent = 0
  while magnitude >= powerOfTen(exponent + 1) { exponent += 1 }
  while magnitude < powerOfTen(exponent) { exponent -= 1 }
  let places = digits - 1 - exponent
  // Both factors are exact up to 10²², so the quotient is the double next to the decimal number.
  guard (0...22).contains(places) else {
    let whole = places > 0 ? value * powerOfTen(places) : value / powerOfTen(-places)
    return Double("\(Int64(whole.rounded()))e\(-places)") ?? value
  }
  return (value * powerOfTen(places)).rounded() / powerOfTen(places)
}

/// Within the range of the sample's values.
private func powerOfTen(_ exponent: Int) -> Double {
  exact[exponent + exact.count / 2]
}

/// 10⁻¹⁵⁰ to 10¹⁵⁰, each the double next to it.
private let exact = (-150...150).map { Double("1e\($0)") ?? .nan }

/// A number as Python's `json` writes it: the shortest text that reads back as the same, `0.0`, `1e-05`, `NaN`.
func pythonText(_ value: Double) -> String {
  if !value.isFinite { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
  // The two differ here only: Python keeps plain digits up to 10¹⁶.
  if abs(value) >= 0x1p53, abs(value) < 1e16 { return "\(Int64(value)).0" }
  return value.description
}

/// Two numbers as numpy writes an array of them: "[100.   0.]".
func numpyText(_ a: Double, _ b: Double) -> String {
  let parts = [a, b].map { value in
    let text = pythonText(value).split(separator: ".", maxSplits: 1)
    return (whole: String(text[0]), fraction: text[1] == "0" ? "" : String(text[1]))
  }
  let wholes = parts.map(\.whole.count).max() ?? 0
  let fractions = parts.map(\.fraction.count).max() ?? 0
  let texts = parts.map { whole, fraction in
    String(repeating: " ", count: wholes - whole.count) + whole + "." + fraction
      + String(repeating: " ", count: fractions - fraction.count)
  }
  return "[\(texts[0]) \(texts[1])]"
}

/// The same for whole numbers: "[640   1]".
func numpyText(_ a: Int, _ b: Int) -> String {
  let width = max("\(a)".count, "\(b)".count)
  func padded(_ number: Int) -> String {
    String(repeating: " ", count: width - "\(number)".count) + "\(number)"
  }
  return "[\(padded(a)) \(padded(b))]"
}
