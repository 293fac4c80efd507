/// Numbers and units as they are printed: a true minus, raised exponents.
package enum Typeset {
  private static let raised: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
    "9": "⁹",
  ]

  package static func raised(_ exponent: Int) -> String { String(String(exponent).map { raised[$0] ?? $0 }) }

  /// "10⁻³".
  package static func power(_ exponent: Int) -> String { "10" + raised(exponent) }

  /// "MeV/g" as "MeV g⁻¹", "cm^-2 MeV^-1" as "cm⁻² MeV⁻¹"; empty for the unit "1".
  package static func unit(_ unit: String) -> String {
    guard unit != "1" else { return "" }
    var text = ""
    for (index, part) in unit.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
      let factors = part.split(separator: " ").enumerated().map { place, factor in
        Self.factor(factor, isDivisor: index > 0 && place == 0)
      }
      let joined = factors.filter { !$0.isEmpty }.joined(separator: " ")
      text += (text.isEmpty || joined.isEmpty ? "" : " ") + joined
    }
    return text
  }

  /// A factor of a unit: "cm^-2"; what stands after a stroke is to the opposite power.
  private static func factor(_ text: Substring, isDivisor: Bool) -> String {
    if text == "1" { return "" }
    let parts = text.split(separator: "^", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 1 || Int(parts[1]) != nil else { return String(text) }
    let exponent = (parts.count == 2 ? Int(parts[1]) ?? 1 : 1) * (isDivisor ? -1 : 1)
    return parts[0] + (exponent == 1 ? "" : raised(exponent))
  }

  /// A number's text with a true minus: "−0.5".
  package static func minus(_ text: String) -> String { text.replacing("-", with: "−") }

  /// Digits that count something, as a power of ten where they are many: "1000000000" as "10⁹", "25000000" as
  /// "2.5×10⁷", "1200" as it is.
  package static func count(_ text: String) -> String {
    guard let number = Double(text), number >= 1e4, number.isFinite else { return text }
    // The digits that tell it from its neighbours, without an exponent.
    var exponent = 0
    var digits = plainNumber(number)
    if let sign = digits.firstIndex(of: "e") {
      exponent = Int(digits[digits.index(after: sign)...]) ?? 0
      digits = String(digits[..<sign])
    }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    exponent += parts[0].count - 1
    let all = Array((parts[0] + (parts.count > 1 ? parts[1] : "")).reversed().drop { $0 == "0" }.reversed())
    // More digits than are read at a glance stay digits.
    guard all.count <= 3 else { return text }
    let mantissa = all.count == 1 ? String(all[0]) : "\(all[0])." + String(all[1...])
    return (mantissa == "1" ? "" : mantissa + "×") + power(exponent)
  }

  /// A decimal number from whole numbers: `digits` times ten to the `exponent`, without an exponent in it.
  /// - Parameter keepsZeros: whether numbers of one exponent have as many decimals: "0.10" beside "0.15".
  package static func decimal(_ digits: Int, exponent: Int, keepsZeros: Bool = false) -> String {
    if digits == 0 { return "0" }
    var text = String(digits.magnitude)
    if exponent >= 0 {
      text += String(repeating: "0", count: exponent)
    } else {
      while text.count <= -exponent { text = "0" + text }
      text.insert(".", at: text.index(text.endIndex, offsetBy: exponent))
      while !keepsZeros, text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return (digits < 0 ? "−" : "") + text
  }
}
