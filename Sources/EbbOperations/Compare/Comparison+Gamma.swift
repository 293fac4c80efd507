internal import EbbAnalysis
internal import EbbModel
internal import EbbPipeline
internal import EbbText

extension Comparison {
  /// - Returns: the page of A with gamma indices in place of its values, where maps are kept.
  func addGamma(
    _ gamma: CompareRequest.Gamma, _ first: LoadedPage, _ second: LoadedPage,
    to row: inout ComparisonReport.Page
  ) async throws(CancellationError) -> ResultPage? {
    let (a, b) = (first.page, second.page)
    let perMillimetre = ["mm": 1.0, "cm": 0.1, "m": 0.001]
    guard 1...3 ~= a.axes.count, let unit = perMillimetre[a.axes[0].unit],
      (a.axes + b.axes).allSatisfy({ axis in
        axis.unit == a.axes[0].unit && !axis.isDifferential
          && zip(axis.centres, axis.centres.dropFirst()).allSatisfy(<)
      })
    else {
      row.problem = row.problem ?? "no gamma index: it takes one to three axes of length"
      return nil
    }
    let index = GammaIndex(
      dose: gamma.dose, distance: gamma.millimetres * unit, isLocal: gamma.isLocal, threshold: gamma.threshold
    )
    let reference = GammaIndex.Map(axes: a.axes.map(\.centres), values: a.values)
    let evaluated = GammaIndex.Map(axes: b.axes.map(\.centres), values: b.values)
    let threads = request.pages.threads
    var map: ResultPage?
    let found: GammaFigures
    if request.keepsGammaMaps {
      let values = try await index.values(reference: reference, evaluated: evaluated, threads: threads)
      found = GammaIndex.figures(of: values)
      map = self.map(of: a, values, gamma)
    } else {
      found = try await index.figures(reference: reference, evaluated: evaluated, threads: threads)
    }
    row.gammaBins = found.bins
    if let passing = found.passRate {
      row.gammaPassing = passing
      let scatter = try await GammaScatter.of(
        passing, bins: found.bins, index,
        GammaScatter.Side(reference, errors: a.errors, replicates: first.replicates),
        GammaScatter.Side(evaluated, errors: b.errors, replicates: second.replicates), threads: threads)
      (row.gammaPassingError, row.gammaNoisePassing) = (scatter.error, scatter.noisePassing)
      (row.gammaMean, row.gammaLargest) = (found.mean, found.largest)
    }
    return map
  }

  /// A page with gamma indices in place of its values.
  private func map(of page: ResultPage, _ values: [Double], _ gamma: CompareRequest.Gamma) -> ResultPage {
    var map = page
    map.values = values
    map.errors = nil
    map.quantity = "GAMMA"
    map.unit = Unit(text: "1", source: "")
    map.operations.append("gamma index of \(page.quantity), " + gamma.description)
    return map
  }

  /// Says of which pages it is not known how far noise moves the pass rate.
  func sayWhereGammaHasNoError(_ report: inout ComparisonReport) {
    let without = report.pages.filter { $0.gammaPassing != nil && $0.gammaNoisePassing == nil }
    guard !without.isEmpty else { return }
    report.notices.append(
      Notice(
        .warning,
        "it is not known how far noise moves the gamma pass rate of \(Self.list(without)): that takes several contributions on "
          + "a side, averaged by primaries, which exported files do not hold, and of large pages too much memory or time."
      ))
  }
}
