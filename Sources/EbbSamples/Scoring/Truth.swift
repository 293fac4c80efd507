/// What a page's values scatter around: its expectation in every bin, known analytically.
///
/// Arrays are in the order [axis1, axis2, …], the last axis fastest; axes of one bin are left out.
package struct Truth: Sendable, Equatable {
  /// How a bin's value comes from the protons that hit it.
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
  /// How many hits a primary makes in each bin, on average.
  package var hitsPerPrimary: [Double]

  /// The values that are expected of so many primaries together.
  package func expectation(primaries: Int) -> [Double] {
    kind == .count ? values.map { $0 * Double(primaries) } : values
  }

  /// The variance of one task's value around its expectation.
  ///
  /// Of a mean over the hits it holds where no bin stays empty, to first order in one over the hits.
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

extension PencilBeam {
  /// The expectation of a page of an estimator in every bin.
  ///
  /// Dose is the mean over the bin in depth and sideways; the beam's width, its fluence and its LET are those
  /// of the bin's central depth.
  package func truth(of page: SamplePage, in estimator: SampleEstimator) -> Truth {
    let filter = page.filter ?? .protons
    let (xs, ys) = (estimator.x.edges, estimator.y.edges)
    let slices = slices(of: page, along: estimator.z, filter: filter)
    let area = (xs[1] - xs[0]) * (ys[1] - ys[0])
    var truth = Truth(
      kind: page.quantity.kind, shape: estimator.shape(of: page), values: [], hitsPerPrimary: [])
    for x in 0..<estimator.x.bins {
      for y in 0..<estimator.y.bins {
        for slice in slices {
          let share =
            shareX(from: xs[x], to: xs[x + 1], at: slice.depth)
            * shareY(from: ys[y], to: ys[y + 1], at: slice.depth)
          for (value, hits) in zip(slice.values, slice.hits) {
            truth.hitsPerPrimary.append(hits * share)
            switch page.quantity {
            case .dose, .fluence: truth.values.append(value * share / area)
            case .count: truth.values.append(value * share)
            case .doseLET, .trackLET, .averageEnergy: truth.values.append(value)
            }
          }
        }
      }
    }
    return truth
  }

  /// One bin in depth, of unit area and all of the beam: one value, or one an energy.
  private struct Slice {
    var depth: Double
    var values: [Double]
    var hits: [Double]
  }

  private func slices(
    of page: SamplePage, along axis: SampleAxis, filter: Filter
  ) -> [Slice] {
    let edges = axis.edges
    return (0..<axis.bins).map { bin in
      let depth = (edges[bin] + edges[bin + 1]) / 2
      if let spectrum = page.spectrum { return slice(spectrum, at: depth, filter: filter) }
      let hits = fluence(filter, at: depth)
      let value =
        switch page.quantity {
        case .dose:
          curve.deposit(from: edges[bin], to: edges[bin + 1]) / (edges[bin + 1] - edges[bin])
        case .fluence, .count: hits
        case .doseLET: curve.doseLET(at: depth)
        case .trackLET: curve.trackLET(at: depth)
        case .averageEnergy: curve.meanEnergy(at: depth)
        }
      return Slice(depth: depth, values: [value], hits: [hits])
    }
  }

  private func slice(_ spectrum: SampleAxis, at depth: Double, filter: Filter) -> Slice {
    let edges = spectrum.edges
    let hits = (0..<spectrum.bins).map {
      fluence(filter, from: edges[$0], to: edges[$0 + 1], at: depth)
    }
    let values = hits.indices.map { hits[$0] / (edges[$0 + 1] - edges[$0]) }
    return Slice(depth: depth, values: values, hits: hits)
  }
}

extension SampleQuantity {
  var kind: Truth.Kind {
    switch self {
    case .dose, .fluence: .perPrimary
    case .doseLET, .trackLET, .averageEnergy: .average
    case .count: .count
    }
  }
}
