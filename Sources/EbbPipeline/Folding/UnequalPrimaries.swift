package import EbbModel
package import EbbText

/// Pages whose contributions have so unequal primaries that their errors are known worse than their number says.
package struct UnequalPrimaries: Sendable {
  /// The share of n − 1 degrees of freedom below which it is said.
  private static let fewest = 2.0 / 3

  private var pages = 0
  /// The jobs that they are of, where these are to be named.
  private var jobs: [String] = []
  private var freedom = Double.infinity

  package init() {}

  /// - Parameter job: the job that the page is of, where it is to be named.
  package mutating func look(at page: ResultPage, of job: String? = nil) {
    guard let found = page.degreesOfFreedom, found < Self.fewest * Double(page.contributions - 1) else {
      return
    }
    pages += 1
    if let job, !jobs.contains(job) { jobs.append(job) }
    freedom = min(freedom, found)
  }

  /// The warning; `nil` without such a page.
  package var notice: Notice? {
    guard pages > 0 else { return nil }
    let rounded = (freedom * 10).rounded() / 10
    let whose = jobs.isEmpty ? "" : " of \(Failure.few(jobs))"
    return Notice(
      .warning,
      "contributions have very unequal primaries (\(pages == 1 ? "1 page" : "\(pages) pages")\(whose)): errors rest on the largest "
        + "ones, with \(rounded) degrees of freedom at least. Intervals by --error ci68 or ci95 allow for that."
    )
  }
}
