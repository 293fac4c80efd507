extension Unit {
  /// The dimension that it measures; `nil` where a symbol is not known.
  package var dimension: UnitDimension? {
    var dimension = UnitDimension()
    for factor in factors {
      guard let symbol = UnitSymbol.symbol(factor.base) else { return nil }
      dimension.add(symbol.dimension, times: factor.exponent)
    }
    return dimension
  }

  /// The factor from it to the SI unit.
  private var siFactor: Double? {
    var product = 1.0
    for factor in factors {
      guard let symbol = UnitSymbol.symbol(factor.base) else { return nil }
      product *= power(symbol.factor, Double(factor.exponent))
    }
    return product
  }

  /// The factor by which values in this unit are multiplied to be in `other`.
  /// - Returns: `nil` where the two measure different things.
  package func factor(to other: Unit) -> Double? {
    if text == other.text { return 1 }
    guard let dimension, dimension == other.dimension, let own = siFactor, let theirs = other.siFactor else {
      return nil
    }
    let ratio = own / theirs
    return ratio.isFinite && ratio != 0 ? ratio : nil
  }

  /// A value of this unit in `other`: by the factor or by its inverse, whichever is the whole one, so that 7 mm are 0.7 cm
  /// and not 0.7000000000000001.
  /// - Returns: `nil` where the two measure different things.
  package func convert(_ value: Double, to other: Unit) -> Double? {
    guard let factor = factor(to: other) else { return nil }
    if factor < 1, let inverse = other.factor(to: self) { return value / inverse }
    return value * factor
  }

  /// Whether something is divided by a volume, an area or a mass: then it is a density, whatever it is of. What is
  /// divided by a length alone, as LET is, may be one or not.
  package var isDensity: Bool {
    guard var dimension else { return false }
    // Gy and Sv are energy by mass.
    dimension.equivalent = 0
    if dimension == UnitDimension(length: 2, time: -2) { return true }
    let divisors = factors.filter { $0.exponent < 0 }
    return divisors.contains { factor in
      guard let base = UnitSymbol.symbol(factor.base)?.dimension else { return false }
      return base == UnitDimension(mass: 1) && dimension.length <= 2
        || base == .length && factor.exponent <= -2
    }
  }
}
