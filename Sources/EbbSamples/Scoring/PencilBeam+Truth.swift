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
