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
    let hasErrors = report.pages.contains { $0.gammaPassingError != nil }
    let units = Set(report.pages.compactMap { $0.rangeShift == nil ? nil : $0.rangeShiftUnit })
    let hasOthers = report.pages.contains { $0.other != nil }
    let hasNotes = report.pages.contains {
      $0.problem != nil || $0.resampling != nil || !$0.excess.isEmpty
    }
    var listing = Listing([
      .init("estimator", heading: "ESTIMATOR", minimum: 10),
      .init("page", old: "page_number", heading: "PAGE"),
      .init("other", heading: hasOthers ? "OTHER" : nil),
      .init("quantity", heading: "QUANTITY", minimum: 8),
      .init("filter", heading: report.pages.contains { $0.filter != nil } ? "FILTER" : nil), .init("unit"),
      .init("bins", heading: "BINS"),
      .init("difference"), .init("relative_difference"), Self.differencePercent,
      .init("difference_place", heading: "AT"),
      .init("ratio", heading: "RATIO", error: "ratio_error"), .init("ratio_error"),
      .init("chi_square"), .init("degrees_of_freedom"),
      .init("reduced_chi_square", heading: "CHI2/NDF"),
      .init("chi_square_probability", old: "probability", heading: "P(CHI2)"),
      .init("probability_method"), .init("least_probability"),
      .init("largest_z"), .init("largest_z_place"), .init("largest_z_probability"),
      .percent("share_beyond_2", heading: "|Z|>2"),
      .percent("share_beyond_3", heading: "|Z|>3"), .init("unexplained_bins"),
      .init("gamma_bins"),
      .percent("gamma_passing", heading: hasGamma ? "GAMMA" : nil, error: "gamma_passing_error"),
      .init("gamma_passing_error"), .percent("gamma_noise_passing", heading: hasErrors ? "NOISE" : nil),
      .init("gamma_mean"), .init("gamma_largest"), Self.rangeShift(units, isShown: hasShift),
      .init("range_shift_error"), .init("range_shift_unit"),
      .init("beyond", heading: hasNotes ? "BEYOND" : nil, mark: .attention),
      .init("problem", heading: hasNotes ? "NOTE" : nil, minimum: .max, mark: .attention),
      .init("resampling"),
    ])
    for page in report.pages {
      let place: [Listing.Cell] = [
        .text(page.estimator), .init(page.number), .init(page.other), .text(page.quantity),
        .init(page.filter), .text(page.unit),
        .init(page.bins),
      ]
      let differences: [Listing.Cell] = [
        .init(page.difference), .init(page.relativeDifference), .init(page.differencePercent),
        .init(page.differencePlace),
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
        .init(page.rangeShift), .init(page.rangeShiftError), .init(page.rangeShiftUnit),
        .init(page.excess.isEmpty ? nil : page.excess.joined(separator: " ")),
        .init(page.problem ?? page.resampling), .init(page.resampling),
      ]
      listing.add(place + differences + rest)
    }
    self.listing = listing
  }

  /// B - A in percent of the largest value of A: what --tolerance is held against, with its sign.
  private static var differencePercent: Listing.Column {
    var column = Listing.Column("difference_percent", heading: "DIFF [%]")
    column.isSigned = true
    return column
  }

  /// - Parameter units: those of all pages, of which the heading tells the only one.
  private static func rangeShift(_ units: Set<String>, isShown: Bool) -> Listing.Column {
    let unit = units.count == 1 ? " [\(units.first ?? "")]" : ""
    var column = Listing.Column(
      "range_shift", heading: isShown ? "DR80" + unit : nil, error: "range_shift_error")
    column.isSigned = true
    column.unit = units.count > 1 ? "range_shift_unit" : nil
    return column
  }
}
