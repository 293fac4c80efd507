internal import EbbPipeline
internal import EbbText

/// A comparison in the making: takes one pair of pages after another, and keeps the figures alone.
struct ComparisonFold {
  private let comparison: Comparison
  private var report = ComparisonReport()
  /// The pages that only B has, which stand last.
  private var rest: [ComparisonReport.Page] = []

  init(_ request: CompareRequest) { comparison = Comparison(request) }

  /// Holds two pages against each other, or takes note of the one that the other result lacks.
  /// - Returns: both, as they were held against each other.
  /// - Throws: where the task is cancelled.
  mutating func add(_ first: LoadedPage?, _ second: LoadedPage?) async throws -> Comparison.Pair? {
    switch (first, second) {
    case (let first?, let second?):
      let (a, b, resampling) =
        comparison.request.resamples ? Resampling.together(first, second) : (first, second, nil)
      var maps: [LoadedPage] = []
      let row = try await comparison.compare(a, b, resampling, &maps)
      report.pages.append(row)
      return Comparison.Pair(figures: row, a: a, b: b, gammaMap: maps.first)
    case (let first?, nil): report.pages.append(Comparison.row(first, problem: "only in A"))
    case (nil, let second?): rest.append(Comparison.row(second, problem: "only in B"))
    case (nil, nil): break
    }
    return nil
  }

  /// The figures of all pages.
  /// - Parameter notices: on the pages as they were read.
  func finish(_ notices: [Notice]) -> ComparisonReport {
    var report = report
    report.pages += rest
    report.notices = notices
    comparison.close(&report)
    return report
  }
}
