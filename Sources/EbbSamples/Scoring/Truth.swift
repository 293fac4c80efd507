/// The values that a page's scatter around: its expectation in every bin, known analytically.
///
/// Arrays are in the order [axis1, axis2, …], the last axis fastest; axes of one bin are left out.
package struct Truth: Sendable, Equatable {
  /// The way in which a bin's value comes from the protons that hit it.
  package enum Kind: Sendable, Equatable {
    /// A sum over the hits, divided by the primaries.
    case perPrimary
    /// A mean over the hits; 0 in a bin that was not hit.
    case average
    /// The number of hits.
    case count
  }

  package var kind: Kind
  package var shape: [Int]
  /// The expected value of each bin; of a count, that per primary.
  package var values: [Double]
  /// The number of hits that a primary makes in each bin, on average.
  package var hitsPerPrimary: [Double]

  /// The values that are expected of so many primaries together.
  package func expectation(primaries: Int) -> [Double] {
    kind == .count ? values.map { $0 * Double(primaries) } : values
  }

  /// The variance of one task's value around its expectation.
  ///
  /// That of a mean over the hits holds where no bin stays empty, to first order in one over the hits.
  package func variance(primaries: Int) -> [Double] {
    zip(values, hitsPerPrimary).map { value, hits in
      let expected = hits * Double(primaries)
      guard expected > 0 else { return 0 }
      let spread = Self.depositSpread * Self.depositSpread
      return switch kind {
      case .perPrimary: value * value * (1 + spread) / expected
      case .average: value * value * spread / expected
      case .count: expected
      }
    }
  }

  /// The standard deviation of what one hit contributes, relative to its mean.
  static let depositSpread = 1.0 / 6

  /// One task's values: a Poisson number of hits in each bin, independent of the others, each with a
  /// contribution of mean 1 and a spread of a sixth. The variance goes as one over the primaries, exactly.
  ///
  /// - Parameter digits: significant digits that are kept, as a result file would.
  package func sample(
    primaries: Int, random: inout RandomSource, digits: Int = 7
  ) -> [Double] {
    precondition(primaries > 0)
    return values.indices.map { bin in
      let expected = hitsPerPrimary[bin] * Double(primaries)
      let hits = random.poisson(expected)
      guard hits > 0 else { return 0 }
      if kind == .count { return Double(hits) }
      // `standard()` lies within ±6, so that no sum is negative.
      let count = Double(hits)
      let sum = count + Self.depositSpread * count.squareRoot() * random.standard()
      return roundToDigits(values[bin] * sum / (kind == .average ? count : expected), digits)
    }
  }
}
