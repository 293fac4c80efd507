extension Unit {
  /// Whether something is divided by, besides primaries and nucleons: "MeV/g", "cm^-2".
  package var divides: Bool { factors.contains { $0.exponent < 0 } }

  /// The unit of an integral over an axis of unit `axisUnit`: "cm^-2 MeV^-1" becomes "cm^-2" over "MeV".
  /// - Returns: `nil` where this is not per `axisUnit`.
  package func integrated(over axisUnit: String) -> Unit? {
    var factors = factors
    guard let index = factors.lastIndex(where: { $0.base == axisUnit && $0.exponent == -1 }) else {
      return nil
    }
    factors.remove(at: index)
    var integrated = self
    integrated.text = Self.text(factors)
    return integrated
  }

  /// The factors of `text`.
  private var factors: [Factor] {
    guard text != "1" else { return [] }
    if let slash = text.firstIndex(of: "/"), !text.contains(" ") {
      let divisor = Factor(String(text[text.index(after: slash)...]), divides: true)
      return [Factor(String(text[..<slash]), divides: false), divisor]
    }
    return text.split(separator: " ").map { Factor(String($0), divides: false) }
  }
}
