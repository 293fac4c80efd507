extension Unit {
  /// The unit of an integral over an axis of unit `axisUnit`: "cm^-2 MeV^-1" becomes "cm^-2" over "MeV".
  /// - Returns: `nil` where this is not per `axisUnit`.
  package func integrated(over axisUnit: String) -> Unit? {
    var factors = factors
    let divisors = Unit(text: axisUnit, source: axisUnit).factors.map(\.inverse)
    guard !divisors.isEmpty else { return nil }
    for divisor in divisors {
      guard let index = factors.lastIndex(of: divisor) else { return nil }
      factors.remove(at: index)
    }
    var integrated = self
    integrated.text = Self.text(factors)
    return integrated
  }

  /// The unit of something divided by one of unit `axisUnit`: "cm^-2" by "keV/um" is "cm^-2 keV^-1 um".
  package func divided(by axisUnit: String) -> Unit { multiplied(by: Unit(source: "/(\(axisUnit))").text) }

  /// Whether it is divided already by something of the kind of `axisUnit`: "cm^-2 GeV^-1" by "MeV".
  func isDivided(byKindOf axisUnit: String) -> Bool {
    let axis = Unit(text: axisUnit, source: axisUnit)
    guard let kind = axis.dimension, axis.factors.count == 1 else { return false }
    return factors.contains { factor in
      factor.exponent < 0
        && UnitSymbol.symbol(factor.base).map { symbol in
          var measured = UnitDimension()
          measured.add(symbol.dimension, times: -factor.exponent)
          return measured == kind
        } == true
    }
  }

  /// The unit of a product with something of unit `axisUnit`: "MeV/g" by "cm" is "MeV g^-1 cm", "cm^-2" by "cm"
  /// is "cm^-1".
  package func multiplied(by axisUnit: String) -> Unit {
    var product = self
    var factors = factors
    for factor in Unit(text: axisUnit, source: axisUnit).factors {
      if let index = factors.firstIndex(where: { $0.base == factor.base }) {
        factors[index].exponent += factor.exponent
      } else if factor.exponent > 0, !factors.contains(where: { $0.exponent > 0 }) {
        factors.insert(factor, at: 0)
      } else {
        factors.append(factor)
      }
    }
    product.text = Self.text(factors.filter { $0.exponent != 0 })
    return product
  }
}
