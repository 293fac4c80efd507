internal import EbbAggregate
internal import EbbAnalysis
internal import EbbModel

/// Holds the pages of one result against another's, matched by estimator and page number.
package struct Comparison: Sendable {
  /// Positions agree to this share, as those of contributions must.
  private static let axisTolerance = 1e-9

  private let request: CompareRequest

  package init(_ request: CompareRequest) { self.request = request }

  /// - Parameters:
  ///   - a: the pages that are held to be right.
  ///   - b: the others.
  package func report(_ a: [LoadedPage], _ b: [LoadedPage]) -> ComparisonReport {
    var report = ComparisonReport()
    var rest = b
    for page in a {
      let place = rest.firstIndex {
        $0.estimator.title == page.estimator.title && $0.page.number == page.page.number
      }
      guard let place else {
        report.unmatched += 1
        report.pages.append(Self.row(page, problem: "only in A"))
        continue
      }
      let row = compare(page, rest.remove(at: place), &report.gammaMaps)
      if row.problem != nil, row.bins == nil { report.unmatched += 1 }
      report.pages.append(row)
    }
    report.unmatched += rest.count
    report.pages += rest.map { Self.row($0, problem: "only in B") }
    return report
  }

  private static func row(_ loaded: LoadedPage, problem: String? = nil) -> ComparisonReport.Page {
    ComparisonReport.Page(
      estimator: loaded.estimator.title, number: loaded.page.number, quantity: loaded.page.quantity,
      filter: loaded.page.filter, unit: loaded.page.unit.text, problem: problem)
  }

  private func compare(
    _ a: LoadedPage, _ b: LoadedPage, _ maps: inout [LoadedPage]
  ) -> ComparisonReport.Page {
    var row = Self.row(a, problem: Self.disagreement(a.page, b.page))
    guard row.problem == nil else { return row }
    let found = PageComparison(a.page, b.page)
    row.bins = found.bins
    row.difference = found.largestDifference?.value
    row.relativeDifference = found.relativeDifference
    row.differencePlace = found.largestDifference.map { Self.place(of: $0.bin, in: a.page) }
    row.ratio = found.ratio
    row.chiSquare = found.chiSquare
    if let square = found.chiSquare {
      row.degreesOfFreedom = found.degreesOfFreedom
      row.probability = TailProbability.chiSquare(square, degreesOfFreedom: found.degreesOfFreedom)
    }
    row.largestZ = found.largestZ?.value
    row.largestZPlace = found.largestZ.map { Self.place(of: $0.bin, in: a.page) }
    row.shareBeyond2 = found.shareBeyond2
    row.shareBeyond3 = found.shareBeyond3
    row.rangeShift = Self.rangeShift(a.page, b.page)
    if found.nonFiniteBins > 0 {
      row.problem = found.nonFiniteBins == 1 ? "1 bin not finite" : "\(found.nonFiniteBins) bins not finite"
    }
    if a.page.rule == .sum, let first = a.page.primaries, let second = b.page.primaries, first != second {
      row.problem = row.problem ?? "sums over \(first) and \(second) primaries"
    }
    if let gamma = request.gamma, !a.page.axes.isEmpty,
      let map = addGamma(gamma, a.page, b.page, to: &row), request.keepsGammaMaps
    {
      maps.append(LoadedPage(simulation: a.simulation, estimator: a.estimator, page: map))
    }
    row.excess = excess(row)
    return row
  }

  // MARK: What must agree

  /// Why two versions of a page cannot be compared, with both sides.
  private static func disagreement(_ a: ResultPage, _ b: ResultPage) -> String? {
    if a.isPhaseSpace || b.isPhaseSpace { return "phase space" }
    if a.quantity != b.quantity { return "quantity \(a.quantity) and \(b.quantity)" }
    if a.unit.text != b.unit.text { return "unit \(a.unit.text) and \(b.unit.text)" }
    if a.shape != b.shape { return "shape \(text(a.shape)) and \(text(b.shape))" }
    for (first, second) in zip(a.axes, b.axes) {
      if first.name != second.name || first.unit != second.unit {
        return "axis \(first.name) [\(first.unit)] and \(second.name) [\(second.unit)]"
      }
      let extent = max(abs(first.centres.first ?? 0), abs(first.centres.last ?? 0))
      for (x, y) in zip(first.centres, second.centres) where abs(x - y) > axisTolerance * extent {
        return "bins of \(first.name) at \(x) and \(y)"
      }
    }
    return nil
  }

  private static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "of a single value" : shape.map(String.init).joined(separator: "x")
  }

  /// "y = 0.25 cm, z = 15.3 cm"
  static func place(of bin: Int, in page: ResultPage) -> String {
    var rest = bin
    var parts: [String] = []
    for axis in page.axes.reversed() {
      let centre = axis.centres[rest % axis.centres.count]
      rest /= axis.centres.count
      let unit = axis.unit == "1" ? "" : " " + axis.unit
      parts.append("\(axis.name) = \(threeDecimals(centre))\(unit)")
    }
    return parts.reversed().joined(separator: ", ")
  }

  private static func threeDecimals(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private static func rangeShift(_ a: ResultPage, _ b: ResultPage) -> Double? {
    guard a.axes.count == 1, a.axes[0].name == "z" else { return nil }
    func range(_ page: ResultPage) -> Double? {
      guard let analysis = try? BraggAnalysis(page, .linear),
        let index = analysis.outline.firstIndex(where: { $0.name == "r80" })
      else { return nil }
      return analysis.figures(of: page.values)[index]
    }
    return range(a).flatMap { first in range(b).map { $0 - first } }
  }

  // MARK: Gamma

  private func addGamma(
    _ gamma: CompareRequest.Gamma, _ a: ResultPage, _ b: ResultPage, to row: inout ComparisonReport.Page
  ) -> ResultPage? {
    let perMillimetre = ["mm": 1.0, "cm": 0.1, "m": 0.001]
    guard 1...3 ~= a.axes.count, let unit = perMillimetre[a.axes[0].unit],
      a.axes.allSatisfy({ axis in
        axis.unit == a.axes[0].unit && !axis.isDifferential
          && zip(axis.centres, axis.centres.dropFirst()).allSatisfy(<)
      })
    else {
      row.problem = row.problem ?? "no gamma index: one to three axes of length it takes"
      return nil
    }
    let index = GammaIndex(
      dose: gamma.dose, distance: gamma.millimetres * unit, isLocal: gamma.isLocal, threshold: gamma.threshold
    )
    var map = a
    map.values = index.values(axes: a.axes.map(\.centres), reference: a.values, evaluated: b.values)
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

  private func excess(_ row: ComparisonReport.Page) -> [String] {
    var excess: [String] = []
    if let most = request.tolerance,
      let found = row.relativeDifference ?? row.difference.map({ $0 == 0 ? 0 : .infinity }),
      found > most
    {
      excess.append("difference")
    }
    if let most = request.mostReducedChiSquare, let found = row.reducedChiSquare, found > most {
      excess.append("chi2")
    }
    if let least = request.leastPassing, let found = row.gammaPassing, found < least {
      excess.append("gamma")
    }
    return excess
  }
}
