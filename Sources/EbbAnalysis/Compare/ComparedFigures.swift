package import EbbModel

/// What versions of a page are compared by besides their bins: taken of each when it comes, with the errors that its
/// contributions give.
package struct ComparedFigures: Sendable, Equatable {
  /// Σ of the bins; `nil` where one is not finite.
  package var total: Estimate?
  /// The distal 80 % of a depth profile.
  package var range: Estimate?

  package init(_ page: ResultPage, _ replicates: Replicates?) {
    total = Self.total(page, replicates)
    guard page.axes.count == 1, page.axes[0].name == "z", let analysis = try? BraggAnalysis(page, .linear),
      let index = analysis.outline.firstIndex(where: { $0.name == "r80" })
    else { return }
    let known = [analysis.figures(of: page.values)[index]]
    guard let value = known[0] else { return }
    let errors = replicates.map {
      Jackknife.errors(of: known, page.values, $0) { [analysis.figures(of: $0)[index]] }
    }
    range = Estimate(value, error: errors?[0])
  }

  private static func total(_ page: ResultPage, _ replicates: Replicates?) -> Estimate? {
    guard page.values.allSatisfy(\.isFinite) else { return nil }
    let value = page.values.reduce(0, +)
    // It is linear, so the totals of contributions are contributions to the total.
    let totals = replicates.map {
      Replicates(
        weights: $0.weights, values: $0.values.map { [$0.reduce(0, +)] }, scale: $0.scale,
        contributions: $0.contributions)
    }
    let errors = totals.map { Jackknife.errors(of: [value], [value], $0) { [$0[0]] } }
    return Estimate(value, error: errors?[0])
  }
}
