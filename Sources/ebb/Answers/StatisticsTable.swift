internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The answer of `ebb stats`.
struct StatisticsTable {
  /// The probability below which a contribution is named.
  private static let notByChance = 0.01

  let listing: Listing

  init(_ report: StatisticsReport) {
    let several = Set(report.pages.map(\.simulation)).count > 1
    var listing = Listing([
      .simulation(isShown: several),
      .init("estimator", heading: "ESTIMATOR", minimum: 10),
      .init("page", old: "page_number", heading: "PAGE"), .init("quantity", heading: "QUANTITY", minimum: 8),
      .init("filter", heading: report.pages.contains { $0.filter != nil } ? "FILTER" : nil),
      .init("aggregation"), .init("contributions", heading: "N"), .init("primaries"),
      .init("run_time"), .init("bins"), .init("non_zero_bins"), .init("non_finite_bins"),
      .init("median_error", heading: "R"), .init("ninety_percent_error", heading: "R90%"),
      .init("worst_error", heading: "RMAX"),
      .init("error_above_half_maximum", heading: "R>HALF"),
      .percent("share_below_5_percent", heading: "R<5%"),
      .percent("share_below_10_percent", heading: "R<10%"),
      .init("total_outlier"), .init("total_t"), .init("total_probability"),
      .init("bins_outlier"), .init("bins_t"), .init("bins_probability"),
      .init("outlier_probability", old: "probability", heading: "P(OUTLIER)"),
      .init("outlier", heading: "OUTLIER", mark: .attention),
      .init("chi_square"), .init("degrees_of_freedom"),
      .init("reduced_chi_square", heading: "CHI2/NDF"),
      .init("chi_square_probability", heading: "P(CHI2)"),
      .init("median_variance_of_variance", heading: "VOV"),
      .init("worst_variance_of_variance"), .init("expected_variance_of_variance"),
      .init("figure_of_merit", heading: "FOM"),
      .init("slope", heading: "SLOPE"),
      .init("problem", heading: "NOTE", minimum: .max, mark: .attention),
    ])
    for page in report.pages { listing.add(Self.cells(page)) }
    self.listing = listing
  }

  private static func cells(_ page: StatisticsReport.Page) -> [Listing.Cell] {
    let named = page.outlier.flatMap { $0.probability < notByChance ? $0.contribution : nil }
    let reduced = page.degreesOfFreedom.flatMap { freedom in page.chiSquare.map { $0 / Double(freedom) } }
    let place: [Listing.Cell] = [
      .text(page.simulation), .text(page.estimator), .init(page.number), .init(page.quantity),
      .init(page.filter), .init(page.rule?.rawValue), .init(page.contributions), .init(page.primaries),
      .init(page.seconds), .init(page.bins), .init(page.nonZeroBins), .init(page.nonFiniteBins),
    ]
    let errors: [Listing.Cell] = [
      .init(page.medianError), .init(page.quantile90Error), .init(page.worstError),
      .init(page.errorAboveHalf), .init(page.shareBelow5),
      .init(page.shareBelow10),
    ]
    return place + errors + cells(page.totalOutlier) + cells(page.binsOutlier) + [
      .init(page.outlier?.probability), .init(named), .init(page.chiSquare), .init(page.degreesOfFreedom),
      .init(reduced), .init(page.chiSquareProbability), .init(page.medianVariance),
      .init(page.worstVariance), .init(page.expectedVariance), .init(page.figureOfMerit), .init(page.slope),
      .init(page.problem),
    ]
  }

  private static func cells(_ outlier: StatisticsReport.Deviation?) -> [Listing.Cell] {
    [.init(outlier?.contribution), .init(outlier?.t), .init(outlier?.probability)]
  }
}
