/// Standard errors of figures by weighing the contributions anew at random, for what the jackknife is wrong of:
/// quantiles, extremes, and levels that noise crosses several times.
///
/// A draw is the page plus Σ gₖ·√(wₖ/W)·(xₖ − page) over its contributions xₖ with weights wₖ, W = Σ wₖ, where g is a
/// random direction of length 1 at right angles to √w: of a mean the variance over the draws is S/((n − 1)·W), that of
/// its standard error. It is a bootstrap by exchangeable weights (Præstgaard and Wellner, Annals of Probability 21,
/// 1993, 2053), of which every draw has as much noise. In an ordinary bootstrap some draws repeat few contributions and
/// are noisier than others, which moves quantiles of bins: of D95 among 512 bins of 5 contributions it made errors 4
/// times too large, the jackknife 1.8 times, this 1.1 to 1.3 times. Nothing is assumed of correlations between bins.
package enum Bootstrap {
  /// The number of draws, as of `BinErrors`.
  package static let draws = 200
  /// The fewest draws, of large pages: an error is known to 10 % then.
  static let minDraws = 50
  /// Bins times contributions times draws: steps of some nanoseconds.
  private static let maxSteps = 1_000_000_000

  /// The most bytes of contributions of which draws are made.
  package static let maxBytes = maxSteps / minDraws * MemoryLayout<Double>.stride

  /// The number of draws of a page of so many bins and contributions; `nil` where the page is too large. Of many bins
  /// quantiles change smoothly, and the jackknife will do.
  package static func draws(bins: Int, contributions: Int) -> Int? {
    let affordable = maxSteps / max(bins * contributions, 1)
    return affordable < minDraws ? nil : min(affordable, draws)
  }

  /// Cost: of each draw, the contributions times the bins, and the figures. Memory: a page a thread.
  /// - Parameters:
  ///   - page: the values with all contributions.
  ///   - known: the figures of `page`.
  ///   - draws: 2 or more.
  ///   - threads: the number of draws that are made at a time.
  ///   - figures: the figures of a draw's values; `nil` where there is none.
  /// - Returns: an error for each figure; `nil` where the figure is, or where a draw has none.
  package static func errors(
    of known: [Double?], _ page: [Double], _ replicates: Replicates, draws: Int, threads: Int,
    _ figures: @escaping @Sendable ([Double]) throws(CancellationError) -> [Double?]
  ) async throws(CancellationError) -> [Double?] {
    let drawn = try await inParallel(draws, threads: threads) { draw throws(CancellationError) in
      try checkCancellation()
      return try figures(
        replicates.values(of: page, shifted: direction(draw: draw, weights: replicates.weights)))
    }
    return known.indices.map { index in
      let values = drawn.compactMap { $0[index] }
      guard let value = known[index], values.count == draws else { return nil }
      let error = spread(of: values)
      // Sums of contributions that are alike differ by their roundings.
      return error <= Double(4 * replicates.count) * value.ulp ? 0 : error
    }
  }

  /// A random direction of length 1 at right angles to the roots of the weights. Draws come in pairs of opposite ones.
  static func direction(draw: Int, weights: [Double]) -> [Double] {
    var random = NormalSource(seed: 2, skipping: draw / 2 * weights.count)
    let roots = weights.map { ($0 / weights.reduce(0, +)).squareRoot() }
    var direction = roots.map { _ in random.next() }
    let along = zip(direction, roots).reduce(0) { $0 + $1.0 * $1.1 }
    direction = zip(direction, roots).map { $0 - along * $1 }
    let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return direction.map { $0 / (draw % 2 == 0 ? length : -length) }
  }
}

/// The standard deviation of two or more values.
func spread(of values: [Double]) -> Double {
  let (values, factor) = Profile.scaled(values)
  let mean = values.reduce(0, +) / Double(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return factor * (squares / Double(values.count - 1)).squareRoot()
}
