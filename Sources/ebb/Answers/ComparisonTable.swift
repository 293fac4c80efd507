internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The answer of `ebb compare`.
struct ComparisonTable {
  let listing: Listing

  init(_ report: ComparisonReport) {
    let hasGamma = report.pages.contains { $0.gammaBins != nil }
    let hasShift = report.pages.contains { $0.rangeShift != nil }
    let hasRatioErrors = report.pages.contains { $0.ratioError != nil }
    let hasErrors = report.pages.contains { $0.gammaPassingError != nil }
    let hasOthers = report.pages.contains { $0.other != nil }
    let hasNotes = report.pages.contains {
      $0.problem != nil || $0.resampling != nil || !$0.excess.isEmpty
    }
    var listing = Listing([
      .init("estimator", heading: "ESTIMATOR", minimum: 10), .init("page_number", heading: "PAGE"),
      .init("other", heading: hasOthers ? "OTHER" : nil),
      .init("quantity", heading: "QUANTITY", minimum: 8), .init("filter"), .init("unit"),
      .init("bins", heading: "BINS"),
      .init("difference"), .init("relative_difference", heading: "DIFF"),
      .init("difference_place", heading: "AT"),
      .init("ratio", heading: "RATIO"), .init("ratio_error", heading: hasRatioErrors ? "±" : nil),
      .init("chi_square"), .init("degrees_of_freedom"),
      .init("reduced_chi_square", heading: "CHI2/NDF"), .init("probability", heading: "P"),
      .init("probability_method"), .init("least_probability"),
      .init("largest_z"), .init("largest_z_place"), .init("largest_z_probability"),
      .init("share_beyond_2", heading: "|Z|>2", isOptional: true),
      .init("share_beyond_3", heading: "|Z|>3", isOptional: true), .init("unexplained_bins"),
      .init("gamma_bins"), .init("gamma_passing", heading: hasGamma ? "GAMMA" : nil),
      .init("gamma_passing_error", heading: hasErrors ? "±" : nil),
      .init("gamma_noise_passing", heading: hasErrors ? "NOISE" : nil), .init("gamma_mean"),
      .init("gamma_largest"), .init("range_shift", heading: hasShift ? "DR80" : nil),
      .init("range_shift_error", heading: report.pages.contains { $0.rangeShiftError != nil } ? "±" : nil),
      .init("beyond", heading: hasNotes ? "BEYOND" : nil), .init("problem", heading: hasNotes ? "NOTE" : nil),
      .init("resampling"),
    ])
    for page in report.pages {
      let place: [Listing.Cell] = [
        .text(page.estimator), .init(page.number), .init(page.other), .text(page.quantity),
        .init(page.filter), .text(page.unit),
        .init(page.bins),
      ]
      let differences: [Listing.Cell] = [
        .init(page.difference), .init(page.relativeDifference), .init(page.differencePlace),
        .init(page.ratio), .init(page.ratioError),
        .init(page.chiSquare), .init(page.degreesOfFreedom), .init(page.reducedChiSquare),
        .init(page.probability),
        .init(page.probability == nil ? nil : page.isPermuted ? "permutation" : "chi-square"),
        .init(page.leastProbability), .init(page.largestZ), .init(page.largestZPlace),
        .init(page.largestZProbability), .init(page.shareBeyond2),
        .init(page.shareBeyond3), .init(page.unexplainedBins),
      ]
      let rest: [Listing.Cell] = [
        .init(page.gammaBins), .init(page.gammaPassing),
        .init(page.gammaPassingError), .init(page.gammaNoisePassing), .init(page.gammaMean),
        .init(page.gammaLargest),
        .init(page.rangeShift), .init(page.rangeShiftError),
        .init(page.excess.isEmpty ? nil : page.excess.joined(separator: " ")),
        .init(page.problem ?? page.resampling), .init(page.resampling),
      ]
      listing.add(place + differences + rest)
    }
    self.listing = listing
  }
}
