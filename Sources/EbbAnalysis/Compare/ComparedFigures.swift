package import EbbModel

/// Figures by which versions of a page are compared besides their bins: taken of each when it comes, with the errors
/// that its contributions give.
package struct ComparedFigures: Sendable, Equatable {
  /// Σ of amounts, and of densities by the bins' volumes in proportion to their mean (`BinMeasure`); `nil` where that has no
  /// meaning, volumes are not known, or a bin is not finite.
  package var total: Estimate?
  /// The distal 80 % of a depth profile, as `ebb analyze bragg` takes it; `nil` of averages and constants, which do not end
  /// where the beam does: LET is highest beyond the range of most particles.
  package var range: Estimate?

  package init(
    _ page: ResultPage, _ replicates: Replicates?, threads: Int
  ) async throws(CancellationError) {
    total = try await Self.total(page, replicates)
    guard page.axes.count == 1, page.axes[0].name == "z", page.hasRange,
      let analysis = try? BraggAnalysis(page, .average, level: .smooth),
      let index = analysis.outline.firstIndex(where: { $0.name == "r80" })
    else { return }
    let known = [try analysis.figures(of: page.values)[index]]
    guard let value = known[0] else { return }
    var error: Double?
    if let replicates, replicates.binsOfValue == 1 {
      error = try await Jackknife.errors(of: known, page.values, replicates, threads: threads) {
        values throws(CancellationError) in [try analysis.figures(of: values)[index]]
      }[0]
    }
    range = Estimate(value, error: error)
  }

  private static func total(
    _ page: ResultPage, _ replicates: Replicates?
  ) async throws(CancellationError) -> Estimate? {
    guard !page.isPhaseSpace, let measure = BinMeasure(page.axes, page.meaning),
      page.values.allSatisfy(\.isFinite)
    else { return nil }
    let value = measure.total(page.values)
    // It is linear, so the totals of contributions are contributions to the total.
    guard let replicates else { return Estimate(value, error: nil) }
    if replicates.binWeights != nil {
      let errors = try await Jackknife.errors(of: [value], page.values, replicates, threads: 1) {
        [measure.total($0)]
      }
      return Estimate(value, error: errors[0])
    }
    let totals = Replicates(
      weights: replicates.weights,
      values: replicates.values.map {
        [replicates.binsOfValue == 1 ? measure.total($0) : $0.reduce(0, +)]
      },
      scale: replicates.scale, contributions: replicates.contributions)
    let errors = try await Jackknife.errors(of: [value], [value], totals, threads: 1) { [$0[0]] }
    return Estimate(value, error: errors[0])
  }
}

extension ResultPage {
  /// Whether ranges and widths of its profile are those of a beam: of amounts and densities that particles have scored, and of
  /// what is not known. Averages and constants do not fall off where the beam ends.
  package var hasRange: Bool {
    ![.ratio, .identical].contains(rule) && meaning.overBins != .ratio && meaning.overBins != .label
  }
}
