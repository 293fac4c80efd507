internal import EbbAggregate
internal import EbbAnalysis
internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
package import EbbText

/// Holds the pages of one result against another's, matched by estimator and page number.
package struct Comparison: Sendable {
  private let request: CompareRequest

  package init(_ request: CompareRequest) { self.request = request }

  /// - Parameters:
  ///   - a: the pages that are held to be right.
  ///   - b: the others.
  /// - Throws: where the task is cancelled.
  package func report(
    _ a: [ComparedPage], _ b: [ComparedPage]
  ) async throws(Failure) -> ComparisonReport {
    var report = ComparisonReport()
    // Of pages of one key, the first of A goes with the first of B.
    var places = Dictionary(grouping: b.indices.reversed()) { b[$0].key }
    do throws(CancellationError) {
      for page in a {
        if let place = places[page.key]?.popLast() {
          report.pages.append(try await compare(page, b[place], &report.gammaMaps))
        } else {
          report.pages.append(Self.row(page.loaded, problem: "only in A"))
        }
      }
    } catch {
      throw Failure(any: error)
    }
    let rest = places.values.flatMap(\.self).sorted()
    report.pages += rest.map { Self.row(b[$0].loaded, problem: "only in B") }
    holdAgainstLimits(&report)
    return report
  }

  private static func row(_ loaded: LoadedPage, problem: String? = nil) -> ComparisonReport.Page {
    ComparisonReport.Page(
      estimator: loaded.estimator.title, number: loaded.page.number, quantity: loaded.page.quantity,
      filter: loaded.page.filter, unit: loaded.page.unit.text, problem: problem)
  }

  private func compare(
    _ first: ComparedPage, _ second: ComparedPage, _ maps: inout [LoadedPage]
  ) async throws(CancellationError) -> ComparisonReport.Page {
    let (a, b) = (first.loaded, second.loaded)
    var row = Self.row(a, problem: Self.disagreement(a.page, b.page))
    guard row.problem == nil else {
      // Only the gamma index takes meshes as they are.
      guard let gamma = request.gamma, !a.page.axes.isEmpty, Self.kindDisagreement(a.page, b.page) == nil
      else {
        return row
      }
      let map = try await addGamma(gamma, a.page, b.page, to: &row)
      if let map, request.keepsGammaMaps {
        maps.append(LoadedPage(simulation: a.simulation, estimator: a.estimator, page: map))
      }
      if map != nil { row.problem = row.problem.map { $0 + ": the gamma index alone" } }
      row.excess = excess(row)
      return row
    }
    let found = try PageComparison(a.page, b.page)
    row.bins = found.bins
    row.difference = found.largestDifference?.value
    row.relativeDifference = found.relativeDifference
    row.differencePlace = found.largestDifference.map { a.page.place(of: $0.bin) }
    let ratio = first.figures.total.flatMap { second.figures.total?.ratio(to: $0) }
    (row.ratio, row.ratioError) = (ratio?.value, ratio?.error)
    row.chiSquare = found.chiSquare
    if let square = found.chiSquare {
      row.degreesOfFreedom = found.degreesOfFreedom
      row.probability = TailProbability.chiSquare(square, degreesOfFreedom: found.degreesOfFreedom)
    }
    if let mine = a.replicates, let others = b.replicates,
      let dealt = try await PermutationTest.test(mine, others, threads: request.pages.threads)
    {
      row.probability = dealt.sumProbability
      row.isPermuted = true
      row.leastProbability = dealt.leastProbability
      row.largestZProbability = dealt.largestProbability
    }
    row.largestZ = found.largestZ?.value
    row.largestZPlace = found.largestZ.map { a.page.place(of: $0.bin) }
    row.shareBeyond2 = found.shareBeyond2
    row.shareBeyond3 = found.shareBeyond3
    let shift = first.figures.range.flatMap { second.figures.range?.difference(from: $0) }
    (row.rangeShift, row.rangeShiftError) = (shift?.value, shift?.error)
    if found.nonFiniteBins > 0 {
      row.problem = found.nonFiniteBins == 1 ? "1 bin not finite" : "\(found.nonFiniteBins) bins not finite"
    }
    if a.page.rule == .sum, let first = a.page.primaries, let second = b.page.primaries, first != second {
      row.problem = row.problem ?? "sums over \(first) and \(second) primaries"
    }
    if let gamma = request.gamma, !a.page.axes.isEmpty,
      let map = try await addGamma(gamma, a.page, b.page, to: &row), request.keepsGammaMaps
    {
      maps.append(LoadedPage(simulation: a.simulation, estimator: a.estimator, page: map))
    }
    row.excess = excess(row)
    if found.unexplainedBins > 0 {
      let bins = found.unexplainedBins == 1 ? "1 bin differs" : "\(found.unexplainedBins) bins differ"
      row.problem = row.problem ?? "\(bins) with an error of 0"
      if request.mostReducedChiSquare != nil { row.excess.append("chi2") }
    }
    if found.differingNonFiniteBins > 0, !request.limits.isEmpty { row.excess.append("finite") }
    return row
  }

  // MARK: What must agree

  /// The reason why two versions of a page cannot be compared, with both sides.
  private static func disagreement(_ a: ResultPage, _ b: ResultPage) -> String? {
    if let kind = kindDisagreement(a, b) { return kind }
    if a.shape != b.shape { return "shape \(text(a.shape)) and \(text(b.shape))" }
    for (first, second) in zip(a.axes, b.axes) {
      if let bin = Agreement.firstDifference(first.centres, second.centres) {
        return "bins of \(first.name) at \(first.centres[bin]) and \(second.centres[bin])"
      }
    }
    return nil
  }

  /// The reason why two pages are of different things, whatever bins they have.
  private static func kindDisagreement(_ a: ResultPage, _ b: ResultPage) -> String? {
    if a.isPhaseSpace || b.isPhaseSpace { return "phase space" }
    if a.quantity != b.quantity { return "quantity \(a.quantity) and \(b.quantity)" }
    if a.unit.text != b.unit.text { return "unit \(a.unit.text) and \(b.unit.text)" }
    if a.axes.count != b.axes.count { return "shape \(text(a.shape)) and \(text(b.shape))" }
    for (first, second) in zip(a.axes, b.axes) where first.name != second.name || first.unit != second.unit {
      return "axis \(first.name) [\(first.unit)] and \(second.name) [\(second.unit)]"
    }
    return nil
  }

  private static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "of a single value" : shape.map(String.init).joined(separator: "x")
  }

  // MARK: Gamma

  private func addGamma(
    _ gamma: CompareRequest.Gamma, _ a: ResultPage, _ b: ResultPage, to row: inout ComparisonReport.Page
  ) async throws(CancellationError) -> ResultPage? {
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
    var map = a
    map.values = try await index.values(
      reference: GammaIndex.Map(axes: a.axes.map(\.centres), values: a.values),
      evaluated: GammaIndex.Map(axes: b.axes.map(\.centres), values: b.values), threads: request.pages.threads
    )
    map.errors = nil
    map.quantity = "GAMMA"
    map.unit = Unit(text: "1", source: "")
    map.operations.append("gamma index of \(a.quantity), " + gamma.description)
    let found = map.values.filter { !$0.isNaN }
    row.gammaBins = found.count
    if !found.isEmpty {
      row.gammaPassing = Double(found.count { $0 <= 1 }) / Double(found.count)
      row.gammaMean = found.reduce(0, +) / Double(found.count)
      row.gammaLargest = found.max()
    }
    return map
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

  /// Says what makes the two differ, and where a limit had nothing to be held against: that is no agreement.
  private func holdAgainstLimits(_ report: inout ComparisonReport) {
    func list(_ pages: [ComparisonReport.Page]) -> String {
      let names = pages.prefix(5).map { "\($0.estimator) \($0.number)" }
      return names.joined(separator: ", ") + (pages.count > 5 ? ", …" : "")
    }
    let compared = report.pages.filter { $0.bins != nil || $0.gammaBins != nil }
    let others = report.pages.filter { $0.bins == nil && $0.gammaBins == nil }
    if !others.isEmpty {
      report.faults.append("\(others.count) pages cannot be compared: \(list(others)); see the last column.")
    }
    let beyond = compared.filter { !$0.excess.isEmpty }
    if !beyond.isEmpty { report.faults.append("beyond what is tolerated: \(list(beyond)).") }
    for limit in request.limits {
      let without = compared.filter { limit.figure($0) == nil }
      if without.isEmpty { continue }
      let text = "\(limit.option) says nothing of \(list(without)), \(limit.reason)."
      if without.count == compared.count {
        report.faults.append(text)
      } else {
        report.notices.append(Notice(.warning, text))
      }
    }
  }
}
