internal import EbbAggregate
internal import EbbModel
internal import EbbPipeline

extension StatisticsReport.Page {
  /// The relative errors of a page that is combined already.
  init(_ loaded: LoadedPage) {
    let page = loaded.page
    self.init(simulation: loaded.simulation.name, estimator: loaded.estimator.title, number: page.number)
    quantity = page.quantity
    filter = page.filter
    rule = page.rule
    contributions = page.contributions
    primaries = page.primaries
    guard !page.isPhaseSpace else {
      problem = "phase space has no bins"
      return
    }
    // Their errors are taken as they are, as those of ratios are.
    let found = PageStatistics(ofRatios: page.values, errors: page.errors, contributions: page.contributions)
    bins = found.bins
    nonZeroBins = found.nonZeroBins
    nonFiniteBins = found.nonFiniteBins
    medianError = found.relativeError?.median
    errorAboveHalf = found.errorAboveHalf
    quantile90Error = found.relativeError?.quantile90
    worstError = found.relativeError?.worst
    shareBelow5 = found.shareBelow5
    shareBelow10 = found.shareBelow10
    if page.errors == nil { problem = "the export has no errors" }
  }
}
