/// Standard errors of figures by leaving out one group of contributions after another.
///
/// Busing, Meijer and van der Leeden, "Delete-m jackknife for unequal m", Statistics and Computing 9 (1999) 3-8.
/// With g groups of weights mⱼ, n = Σ mⱼ, hⱼ = n/mⱼ, a figure θ of all and θ₍₋ⱼ₎ without group j: the
/// pseudo-values are τⱼ = hⱼ·θ − (hⱼ − 1)·θ₍₋ⱼ₎, the jackknife's estimate θ_J = Σ τⱼ/hⱼ, and its variance
/// `1/g · Σ (τⱼ − θ_J)²/(hⱼ − 1)`. For a weighted mean τⱼ is group j's value; with equal weights the error is
/// s/√g. Nothing is assumed of correlations between bins.
package enum Jackknife {
  /// Costs one computation of the figures for each group. Throws where the task is cancelled.
  /// - Parameters:
  ///   - page: the values with all contributions; `replicates` are these contributions, or groups of them.
  ///   - threads: the number of groups that are left out at a time; each takes a copy of the page.
  ///   - figures: the figures of a page's values; `nil` where there is none.
  ///   - known: those of `page`.
  /// - Returns: an error for each figure; `nil` where the figure is, or where it comes and goes with the groups.
  package static func errors(
    of known: [Double?], _ page: [Double], _ replicates: Replicates, threads: Int,
    _ figures: @escaping @Sendable ([Double]) throws(CancellationError) -> [Double?]
  ) async throws(CancellationError) -> [Double?] {
    let without = try await inParallel(replicates.count, threads: threads) {
      group throws(CancellationError) in
      try checkCancellation()
      return try figures(replicates.values(of: page, without: group))
    }
    return known.enumerated().map { index, figure in
      let left = without.compactMap { $0[index] }
      guard let figure, left.count == without.count else { return nil }
      return error(of: figure, without: left, weights: replicates.weights)
    }
  }

  /// - Parameter without: the figure without each group.
  static func error(of figure: Double, without: [Double], weights: [Double]) -> Double? {
    guard weights.count > 1 else { return nil }
    let total = weights.reduce(0, +)
    // By differences from θ, so that what does not change has the error 0: τⱼ − θ = (hⱼ − 1)·(θ − θ₍₋ⱼ₎).
    let shares = weights.map { total / $0 }
    let pseudo = zip(shares, without).map { ($0 - 1) * (figure - $1) }
    let estimate = zip(shares, pseudo).reduce(0) { $0 + $1.1 / $1.0 }
    // Squares of what is below 1e-162 or above 1e154 would be 0 or infinite.
    let (deviations, factor) = Profile.scaled(pseudo.map { $0 - estimate })
    let sum = zip(shares, deviations).reduce(0) { $0 + $1.1 * $1.1 / ($1.0 - 1) }
    return factor * (sum / Double(weights.count)).squareRoot()
  }
}
