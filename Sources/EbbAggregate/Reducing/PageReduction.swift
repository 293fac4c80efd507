package import EbbModel

/// Changes to the bins of every contribution to a page: a range of an axis, bins put together, an axis summed, one bin
/// of an axis.
///
/// It is made from the first contribution and applied to each before they are combined. Bins of one page come
/// from the same primaries and are correlated; since every step is linear in the values, what is combined
/// after it has the standard error of the reduced bin, correlations included, and none has to be assumed.
///
/// The page's `meaning` decides what several bins come to. Amounts (counts, energy) are summed. Densities are averaged
/// by the bins' volumes. Over a differential axis a sum is the integral: "cm^-2 MeV^-1" becomes "cm^-2"; where bins
/// hold their shares they add up. A ratio is that of its numerator and its denominator, reduced each; without a
/// denominator it is averaged over the bins in which something was scored, which are not 0.
package struct PageReduction: Sendable {
  /// The axes that are left.
  package private(set) var axes: [Axis]
  package private(set) var unit: Unit
  /// The steps that were done, in words for the file.
  package private(set) var operations: [String] = []
  /// Steps that would make no sense of this page, and why.
  package private(set) var omissions: [String] = []
  package let meaning: PageMeaning
  /// The meaning of a ratio's denominator; `nil` where there is none.
  private let denominator: PageMeaning?
  private let order: MemoryOrder
  private var passes: [Pass] = []
  /// Whether bins are put together, so that ratios have to be taken apart.
  package private(set) var combines = false

  /// A step's way through the values.
  private struct Pass: Sendable {
    var reduction: AxisReduction
    var count: Int
    var inner: Int
  }

  package var shape: [Int] { axes.map(\.centres.count) }

  /// - Parameters:
  ///   - page: a contribution; a step on an axis that it lacks is passed over.
  ///   - order: the order of its values.
  ///   - denominator: of a ratio, what it is weighted by; of the same shape.
  /// - Throws: where an axis does not have what is asked for, or it is not known what bins come to together.
  package init(
    _ steps: [ReductionStep], of page: StoredPage, order: MemoryOrder,
    denominator: StoredPage? = nil
  ) throws(ReductionError) {
    let interpretation = page.interpretation
    (axes, meaning) = (interpretation.axes, interpretation.meaning)
    unit = meaning.unit
    self.denominator = denominator?.meaning
    self.order = order
    for step in steps {
      guard let dimension = axes.firstIndex(where: { $0.name == step.axis }) else { continue }
      try take(step, dimension)
    }
  }

  /// The reduction of a page whose contributions are combined already.
  package init(_ steps: [ReductionStep], of page: ResultPage) throws(ReductionError) {
    axes = page.isPhaseSpace ? [] : page.axes
    meaning = page.meaning
    unit = page.unit
    denominator = nil
    order = .lastAxisFastest
    for step in steps {
      guard let dimension = axes.firstIndex(where: { $0.name == step.axis }) else { continue }
      try take(step, dimension)
    }
  }

  /// That page with its bins reduced: errors and counts go with bins that are chosen, and are left out where bins are put
  /// together, since bins hang together in a way that is not known any more.
  package func reduced(_ page: ResultPage) -> ResultPage {
    var page = page
    page.values = applied(page.values)
    page.axes = axes
    page.unit = unit
    page.operations += operations
    page.storedAxes = nil
    page.state = nil
    page.errors = combines ? nil : page.errors.map(applied)
    if page.errors == nil { page.degreesOfFreedom = nil }
    page.hits = combines ? nil : page.hits.map { applied($0.map(Double.init)).map { UInt32($0) } }
    page.binContributions =
      combines ? nil : page.binContributions.map { applied($0.map(Double.init)).map { Int($0) } }
    return page
  }

  /// The page with its values reduced, and the errors that a file states of them where bins are only chosen. What else it
  /// says stays as it was stored.
  /// - Parameters:
  ///   - denominator: of a ratio, the same contribution's values of what it is weighted by.
  ///   - policy: whether bins that are not finite are left out of what is put together.
  /// - Returns: also the denominator reduced, where there is one.
  func reduced(
    _ page: StoredPage, denominator: [Double]? = nil, policy: NonFinitePolicy = .propagate
  ) -> (page: StoredPage, denominator: [Double]?) {
    guard !passes.isEmpty else { return (page, denominator) }
    var page = page
    var weights = denominator
    if meaning.overBins == .ratio, combines {
      let parts = denominator ?? page.values.map { $0 == 0 || $0.isNaN ? 0 : 1 }
      let products = zip(page.values, parts).map { $1 == 0 ? 0 : $0 * $1 }
      let (sums, total) = (applied(products), applied(parts))
      page.values = zip(sums, total).map { $1 == 0 ? 0 : $0 / $1 }
      if weights != nil { weights = total }
    } else if policy == .skip, combines, !page.isFinite, weights == nil {
      page.values = appliedSkipping(page.values)
    } else {
      page.values = applied(page.values)
      weights = weights.map(applied)
    }
    page.isFinite = page.values.allSatisfy(\.isFinite)
    // Bins that are chosen keep theirs; how those hang together that are put together only contributions tell.
    page.errors = combines ? nil : page.errors.map(applied)
    return (page, weights)
  }

  private func applied(_ values: [Double]) -> [Double] {
    passes.reduce(values) { $1.reduction.reduced($0, count: $1.count, inner: $1.inner) }
  }

  /// The value that the finite bins alone come to: an average over those, a sum as if the others were 0. What has none
  /// is NaN.
  private func appliedSkipping(_ values: [Double]) -> [Double] {
    var (values, parts) = (values, values.map { $0.isFinite ? 1.0 : 0 })
    for pass in passes {
      func reduced(_ values: [Double]) -> [Double] {
        pass.reduction.reduced(values, count: pass.count, inner: pass.inner)
      }
      let isAverage = pass.reduction.divisors != nil
      if !isAverage { parts = parts.map { $0 > 0 ? 1 : 0 } }
      let sums = reduced(zip(values, parts).map { $1 > 0 ? $0 * $1 : 0 })
      parts = reduced(parts)
      values = zip(sums, parts).map { $1 > 0 ? isAverage ? $0 / $1 : $0 : .nan }
    }
    return values
  }

  private mutating func take(_ step: ReductionStep, _ dimension: Int) throws(ReductionError) {
    let axis = axes[dimension]
    func refused(_ reason: ReductionError.Reason) -> ReductionError {
      ReductionError(reason: reason, step: step, unit: axis.describedUnit)
    }
    func outside() -> ReductionError {
      let limits = axis.limits
      return refused(.outside(low: limits.low, high: limits.high))
    }
    switch step {
    case .at(_, let asked, let unit):
      guard let value = axis.value(asked, in: unit) else { throw refused(.unit(unit ?? "")) }
      guard let bin = axis.bin(holding: value) else { throw outside() }
      append(AxisReduction([bin..<bin + 1]), dimension)
      operations.append("\(step): \(axis.place(of: bin))")
      axes.remove(at: dimension)
    case .range(_, let from, let to, let unit):
      guard let low = axis.value(from, in: unit), let high = axis.value(to, in: unit) else {
        throw refused(.unit(unit ?? ""))
      }
      let bins = axis.bins(from: low, to: high)
      guard !bins.isEmpty else { throw outside() }
      append(AxisReduction(bins.map { $0..<$0 + 1 }), dimension)
      operations.append("\(step): \(bins.count) of \(axis.centres.count) bins")
      axes[dimension] = axis.merged(bins.map { $0..<$0 + 1 })
    case .sum:
      guard let way = try way(of: step, axis) else { return }
      append(reduction([axis.centres.indices], along: axis, way), dimension)
      combines = true
      operations.append("\(step): \(words(way))\(axis.extent)")
      if way == .integral, meaning.overBins != .ratio {
        unit = unit.integrated(over: axis.unit) ?? unit.multiplied(by: axis.unit)
      }
      axes.remove(at: dimension)
    case .onto(let target): resample(step, onto: target, dimension)
    case .rebin(_, let bins): try merge(bins, step, dimension)
    case .rebinToWidth(_, let asked, let unit):
      guard let width = axis.value(asked, in: unit) else { throw refused(.unit(unit)) }
      guard let own = axis.binWidth else { throw refused(.width(bin: nil)) }
      let bins = (width / own).rounded()
      guard bins >= 1, abs(bins * own - width) <= 1e-6 * own else { throw refused(.width(bin: own)) }
      try merge(Int(min(bins, Double(axis.centres.count))), step, dimension)
    }
  }

  private mutating func merge(_ count: Int, _ step: ReductionStep, _ dimension: Int) throws(ReductionError) {
    let axis = axes[dimension]
    guard var way = try way(of: step, axis) else { return }
    // A spectrum stays one: it is per MeV in wide bins as in narrow ones.
    if way == .integral { way = .average }
    let total = axis.centres.count
    let count = min(count, total)
    let bins = stride(from: 0, to: total, by: count).map { $0..<min($0 + count, total) }
    append(reduction(bins, along: axis, way), dimension)
    combines = true
    let rest = total % count
    operations.append(
      "\(step): \(words(way)) of every \(count) bins" + (rest == 0 ? "" : ", the last of \(rest)"))
    axes[dimension] = axis.merged(bins)
  }

  /// Puts the axis onto another mesh's bins; where that cannot be, it stays, and the reason is an omission.
  private mutating func resample(_ step: ReductionStep, onto target: Axis, _ dimension: Int) {
    let axis = axes[dimension]
    guard !axis.hasBins(of: target) else { return }
    do throws(ResamplingError) {
      // A ratio is that of its parts, which are averaged by what it is weighted by.
      let adds = try PageResampling.adds(
        axis, denominator.flatMap { meaning.overBins == .ratio ? $0 : nil } ?? meaning)
      let resampling = try AxisResampling(axis, onto: target, adds: adds)
      append(resampling.reduction, dimension)
      combines = true
      axes[dimension] = resampling.axis
      operations.append("\(step): \(resampling.summary)")
    } catch {
      omissions.append("\(step): \(error.reason)")
    }
  }

  private enum Way {
    case sum, integral, average
  }

  private func words(_ way: Way) -> String {
    guard meaning.overBins != .ratio else {
      return denominator == nil
        ? "average by bin volume of what is not 0"
        : "average by \(meaning.denominator?.rawValue ?? "weight")"
    }
    return switch way {
    case .sum: "sum"
    case .integral: "integral"
    case .average: "average by bin volume"
    }
  }

  /// The way to put bins along `axis` together; `nil`, with an omission, where that has no meaning.
  private mutating func way(of step: ReductionStep, _ axis: Axis) throws(ReductionError) -> Way? {
    let way: Way
    switch meaning.overBins {
    case .label:
      omissions.append("\(step): numbers of materials or zones cannot be put together")
      return nil
    case .ratio:
      // That of the denominator; bins that were hit count by their volumes where there is none.
      way =
        try denominator.flatMap { (it) throws(ReductionError) in try Self.way(it, axis, step) } ?? .average
    case .amount, .density:
      guard let known = try Self.way(meaning, axis, step) else {
        throw ReductionError(reason: .unknownMeaning, step: step, unit: axis.unit)
      }
      way = known
    case nil:
      throw ReductionError(reason: .unknownMeaning, step: step, unit: axis.unit)
    }
    guard way == .sum || Self.measures(of: axis, way) != nil else {
      omissions.append("\(step): the bins of '\(axis.name)' have no known volumes to average by")
      return nil
    }
    return way
  }

  private static func way(
    _ meaning: PageMeaning, _ axis: Axis, _ step: ReductionStep
  ) throws(ReductionError) -> Way? {
    guard !axis.isDifferential else {
      switch meaning.overAxis(axis) {
      case .share?: return .sum
      case .density?: return .integral
      case nil: return meaning.overBins == .amount ? .sum : nil
      }
    }
    return meaning.overBins == .amount ? .sum : .average
  }

  private func reduction(_ bins: [Range<Int>], along axis: Axis, _ way: Way) -> AxisReduction {
    switch way {
    case .sum: AxisReduction(bins)
    case .integral: AxisReduction(bins, weights: Self.measures(of: axis, way))
    case .average: AxisReduction(bins, weights: Self.measures(of: axis, way), divides: true)
    }
  }

  /// The measures of the bins that they are weighted by; `nil` where these are not known. A single bin is its own average.
  private static func measures(of axis: Axis, _ way: Way) -> [Double]? {
    if way == .average, axis.centres.count == 1 { return [1] }
    return axis.kind.isSpatial ? axis.volumes : axis.widths
  }

  private mutating func append(_ reduction: AxisReduction, _ dimension: Int) {
    let shape = shape
    let inner =
      switch order {
      case .firstAxisFastest: shape[..<dimension].reduce(1, *)
      case .lastAxisFastest: shape[(dimension + 1)...].reduce(1, *)
      }
    passes.append(Pass(reduction: reduction, count: shape[dimension], inner: inner))
  }
}
