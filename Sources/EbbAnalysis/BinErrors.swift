/// Standard errors of figures from the standard errors of bins, which are taken as independent and normal: each value
/// is drawn anew many times, and the figures' standard deviations are theirs (Efron and Tibshirani, "An Introduction
/// to the Bootstrap", 1993, section 6.5). The draws are always the same.
package enum BinErrors {
  /// The number of draws. More are seldom needed for a standard error (section 6.4 of the same book), which is then
  /// known to about 5 %, 1/√(2·(draws − 1)).
  package static let draws = 200
  /// The most bins: more take too long to draw.
  package static let maxBins = 200_000

  /// - Parameters:
  ///   - errors: of the values of `page`.
  ///   - threads: the number of draws that are made at a time; each takes a copy of the page.
  ///   - figures: the figures of a page's values; `nil` where there is none.
  ///   - known: those of `page`.
  /// - Returns: an error for each figure; `nil` where the figure is, or where some draw has none.
  package static func errors(
    of known: [Double?], _ page: [Double], _ errors: [Double], threads: Int,
    _ figures: @escaping @Sendable ([Double]) throws(CancellationError) -> [Double?]
  ) async throws(CancellationError) -> [Double?] {
    precondition(page.count == errors.count)
    guard errors.allSatisfy({ $0.isFinite && $0 >= 0 }), page.count <= maxBins else {
      return known.map { _ in nil }
    }
    let drawn = try await inParallel(draws, threads: threads) { draw throws(CancellationError) in
      try checkCancellation()
      // The draws are of one sequence, each from where the one before it ends.
      var random = NormalSource(seed: 1, skipping: draw * page.count)
      return try figures(
        zip(page, errors).map { value, error in
          // What cannot be negative stays so.
          let draw = value + error * random.next()
          return value >= 0 ? max(draw, 0) : draw
        })
    }
    return known.indices.map { index in
      let values = drawn.compactMap { $0[index] }
      guard known[index] != nil, values.count == draws else { return nil }
      return spread(of: values)
    }
  }
}
