internal import EbbAggregate
internal import EbbAnalysis
internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
package import EbbText

/// Holds the pages of one result against another's, matched by estimator and page number, or by names that are given.
package struct Comparison: Sendable {
  let request: CompareRequest

  package init(_ request: CompareRequest) { self.request = request }

  /// Reads both side by side; a page of each is held at a time.
  /// - Parameters:
  ///   - a: the result that is held to be right.
  ///   - b: the other.
  ///   - isOneStore: whether both are simulations of one store.
  /// - Throws: what reading pages throws, and where the task is cancelled.
  package func report(
    _ a: ComparedSide, _ b: ComparedSide, isOneStore: Bool = false
  ) async throws(Failure) -> ComparisonReport {
    var pages = try await PairedPages(a, b, isOneStore: isOneStore, request)
    var fold = ComparisonFold(request)
    var maps: [LoadedPage] = []
    try await pages.read { first, second in
      if let map = try await fold.add(first, second)?.gammaMap { maps.append(map) }
    }
    var report = fold.finish(pages.notices)
    report.gammaMaps = maps
    return report
  }

  /// A pair of pages that both results have, as they were held against each other.
  struct Pair {
    var figures: ComparisonReport.Page
    /// On the bins of A, where that was asked for.
    var a: LoadedPage
    var b: LoadedPage
    /// The page of A with gamma indices in place of its values.
    var gammaMap: LoadedPage?
  }

  /// Says what is to be said of all pages together.
  func close(_ report: inout ComparisonReport) {
    sayWhatHasNoErrors(&report)
    sayWhereGammaHasNoError(&report)
    holdAgainstLimits(&report)
  }

  /// Says of which pages no errors tell whether they differ.
  private func sayWhatHasNoErrors(_ report: inout ComparisonReport) {
    for sides in ["A", "B", "A and B"] {
      let pages = report.pages.filter { $0.sidesWithoutErrors == sides }
      guard !pages.isEmpty else { continue }
      report.notices.append(
        Notice(
          .warning,
          "\(sides) \(sides.count > 1 ? "have" : "has") no errors\(pages.count == report.pages.count ? "" : " of " + Self.list(pages)): "
            + "nothing tells whether differences are more than noise. Errors come of separate tasks, as BATCH jobs have them, "
            + "or of replicas (export each side with --combine)."))
    }
  }

  static func row(_ loaded: LoadedPage, problem: String? = nil) -> ComparisonReport.Page {
    ComparisonReport.Page(
      estimator: loaded.estimator.title, number: loaded.page.number, quantity: loaded.page.quantity,
      filter: loaded.page.filter, unit: loaded.page.unit.text, problem: problem)
  }

  func compare(
    _ a: LoadedPage, _ b: LoadedPage, _ resampling: String?, _ maps: inout [LoadedPage]
  ) async throws(CancellationError) -> ComparisonReport.Page {
    var row = Self.row(a, problem: disagreement(a.page, b.page))
    row.other = a.key == b.key ? nil : "\(b.estimator.title) \(b.page.number) \(b.page.quantity)"
    row.resampling = resampling
    guard row.problem == nil else {
      // Only the gamma index takes meshes as they are.
      guard let gamma = request.gamma, !a.page.axes.isEmpty, kindDisagreement(a.page, b.page) == nil
      else {
        return row
      }
      let map = try await addGamma(gamma, a, b, to: &row)
      if let map {
        maps.append(LoadedPage(simulation: a.simulation, estimator: a.estimator, page: map))
      }
      if row.gammaBins != nil { row.problem = row.problem.map { $0 + ": the gamma index alone" } }
      row.excess = excess(row)
      return row
    }
    let found = try PageComparison(a.page, b.page)
    row.bins = found.bins
    let without = [("A", a.page.errors), ("B", b.page.errors)].filter { $0.1 == nil }.map(\.0)
    row.sidesWithoutErrors = without.isEmpty ? nil : without.joined(separator: " and ")
    row.difference = found.largestDifference?.value
    row.relativeDifference = found.relativeDifference
    row.differencePlace = found.largestDifference.map { a.page.place(of: $0.bin) }
    let threads = request.pages.threads
    let figures = (
      a: try await ComparedFigures(a.page, a.replicates, threads: threads),
      b: try await ComparedFigures(b.page, b.replicates, threads: threads)
    )
    let ratio = figures.a.total.flatMap { figures.b.total?.ratio(to: $0) }
    (row.ratio, row.ratioError) = (ratio?.value, ratio?.error)
    row.chiSquare = found.chiSquare
    if let square = found.chiSquare {
      row.degreesOfFreedom = found.degreesOfFreedom
      row.probability = TailProbability.chiSquare(square, degreesOfFreedom: found.degreesOfFreedom)
    }
    if let mine = a.replicates, let others = b.replicates,
      let dealt = try await PermutationTest.test(mine, others, threads: threads)
    {
      row.probability = dealt.sumProbability
      row.isPermuted = true
      row.leastProbability = dealt.leastProbability
      row.largestZProbability = dealt.largestProbability
    } else if found.unexplainedBins > 0 {
      row.probability = 0
    }
    row.unexplainedBins = found.unexplainedBins
    row.largestZ = found.largestZ?.value
    row.largestZPlace = found.largestZ.map { a.page.place(of: $0.bin) }
    row.shareBeyond2 = found.shareBeyond2
    row.shareBeyond3 = found.shareBeyond3
    let shift = figures.a.range.flatMap { figures.b.range?.difference(from: $0) }
    (row.rangeShift, row.rangeShiftError) = (shift?.value, shift?.error)
    if shift != nil { row.rangeShiftUnit = a.page.axes.first?.unit }
    if found.nonFiniteBins > 0 {
      row.problem = found.nonFiniteBins == 1 ? "1 bin not finite" : "\(found.nonFiniteBins) bins not finite"
    }
    if a.page.rule == .sum, let first = a.page.primaries, let second = b.page.primaries, first != second {
      row.problem = row.problem ?? "sums over \(first) and \(second) primaries"
    }
    if let gamma = request.gamma, !a.page.axes.isEmpty,
      let map = try await addGamma(gamma, a, b, to: &row)
    {
      maps.append(LoadedPage(simulation: a.simulation, estimator: a.estimator, page: map))
    }
    row.excess = excess(row)
    if found.unexplainedBins > 0 {
      let bins = found.unexplainedBins == 1 ? "1 bin differs" : "\(found.unexplainedBins) bins differ"
      row.problem = row.problem ?? "\(bins) with an error of 0"
      if request.maxReducedChiSquare != nil { row.excess.append("chi2") }
    }
    if found.differingNonFiniteBins > 0, !request.limits.isEmpty { row.excess.append("finite") }
    return row
  }

  // MARK: What must agree

  /// The reason why two versions of a page cannot be compared, with both sides.
  private func disagreement(_ a: ResultPage, _ b: ResultPage) -> String? {
    if let kind = kindDisagreement(a, b) { return kind }
    if a.shape != b.shape { return "shape \(Self.text(a.shape)) and \(Self.text(b.shape))" }
    for (first, second) in zip(a.axes, b.axes) {
      if let bin = Agreement.firstDifference(first.centres, second.centres) {
        return "bins of \(first.name) at \(first.centres[bin]) and \(second.centres[bin])"
      }
    }
    return nil
  }

  /// The reason why two pages are of different things, whatever bins they have.
  private func kindDisagreement(_ a: ResultPage, _ b: ResultPage) -> String? {
    if a.isPhaseSpace || b.isPhaseSpace { return "phase space" }
    // What is paired by name may be called otherwise, if it is measured in the same.
    if request.pairs.isEmpty, a.quantity != b.quantity { return "quantity \(a.quantity) and \(b.quantity)" }
    if a.unit.text != b.unit.text { return "unit \(a.unit.text) and \(b.unit.text)" }
    if a.axes.count != b.axes.count { return "shape \(Self.text(a.shape)) and \(Self.text(b.shape))" }
    for (first, second) in zip(a.axes, b.axes) where first.name != second.name || first.unit != second.unit {
      return "axis \(first.name) [\(first.unit)] and \(second.name) [\(second.unit)]"
    }
    return nil
  }

  private static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "of a single value" : shape.map(String.init).joined(separator: "x")
  }

  // MARK: What is tolerated

  /// Sentences on the figures of a page that are beyond their limits.
  private func excess(_ row: ComparisonReport.Page) -> [String] {
    request.limits.compactMap { limit in
      guard let found = limit.figure(row), limit.isLeast ? found < limit.value : found > limit.value else {
        return nil
      }
      return limit.name
    }
  }

  /// "z_profile 0, mesh 1, …"
  static func list(_ pages: [ComparisonReport.Page]) -> String {
    let names = pages.prefix(5).map { "\($0.estimator) \($0.number)" }
    return names.joined(separator: ", ") + (pages.count > 5 ? ", …" : "")
  }

  /// Says what makes the two differ, and where a limit had nothing to be held against: that is no agreement.
  private func holdAgainstLimits(_ report: inout ComparisonReport) {
    let compared = report.pages.filter { $0.bins != nil || $0.gammaBins != nil }
    let others = report.pages.filter { $0.bins == nil && $0.gammaBins == nil }
    if !others.isEmpty {
      report.faults.append(
        "\(others.count == 1 ? "1 page" : "\(others.count) pages") cannot be compared: \(Self.list(others)); see the last column."
      )
    }
    let beyond = compared.filter { !$0.excess.isEmpty }
    if !beyond.isEmpty { report.faults.append("beyond what is tolerated: \(Self.list(beyond)).") }
    for limit in request.limits {
      let without = compared.filter { limit.figure($0) == nil }
      if without.isEmpty { continue }
      let text = "\(limit.option) says nothing of \(Self.list(without)), \(limit.reason)."
      if without.count == compared.count {
        report.faults.append(text)
      } else {
        report.notices.append(Notice(.warning, text))
      }
    }
  }
}
