package import EbbModel

/// What is done to the bins of every contribution to a page: a range of an axis, bins put together, an axis
/// summed, one bin of an axis.
///
/// It is made from the first contribution and applied to each before they are combined. Bins of one page come
/// from the same primaries and are correlated; since every step is linear in the values, what is combined
/// after it has the standard error of the reduced bin, correlations included, and none has to be assumed.
///
/// What several bins come to is decided by `BinContent`. Amounts (counts, energy) are summed. Densities and
/// averages are averaged by the bins' volumes: the widths, or on a radius the areas of the rings. Over a
/// differential axis, whose unit the page's is divided by, a sum is the integral: "cm^-2 MeV^-1" becomes
/// "cm^-2".
package struct PageReduction: Sendable {
  /// The axes that are left.
  package private(set) var axes: [Axis]
  package private(set) var unit: Unit
  /// What was done, in words for the file.
  package private(set) var operations: [String] = []
  /// Steps that would make no sense of this page, and why.
  package private(set) var omissions: [String] = []
  private let content: BinContent
  private let order: MemoryOrder
  private var passes: [Pass] = []

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
  /// - Throws: where an axis does not have what is asked for.
  package init(
    _ steps: [ReductionStep], of page: StoredPage, order: MemoryOrder
  ) throws(ReductionError) {
    axes = page.isPhaseSpace ? [] : page.interpretedAxes()
    unit = Unit(source: page.unit)
    content = page.binContent
    self.order = order
    for step in steps {
      guard let dimension = axes.firstIndex(where: { $0.name == step.axis }) else { continue }
      try take(step, dimension)
    }
  }

  /// The page with its values reduced. What else it says stays as it was stored.
  func reduced(_ page: StoredPage) -> StoredPage {
    guard !passes.isEmpty else { return page }
    var page = page
    for pass in passes {
      page.values = pass.reduction.reduced(page.values, count: pass.count, inner: pass.inner)
    }
    page.isFinite = page.values.allSatisfy(\.isFinite)
    return page
  }

  private mutating func take(_ step: ReductionStep, _ dimension: Int) throws(ReductionError) {
    let axis = axes[dimension]
    func refused(_ reason: ReductionError.Reason) -> ReductionError {
      ReductionError(reason: reason, step: step, unit: axis.unit)
    }
    func outside() -> ReductionError {
      let limits = axis.limits
      return refused(.outside(low: limits.low, high: limits.high))
    }
    switch step {
    case .at(_, let value):
      guard let bin = axis.bin(holding: value) else { throw outside() }
      append(AxisReduction([bin..<bin + 1]), dimension)
      operations.append("\(step): \(axis.place(of: bin))")
      axes.remove(at: dimension)
    case .range(_, let low, let high):
      let bins = axis.bins(from: low, to: high)
      guard !bins.isEmpty else { throw outside() }
      append(AxisReduction(bins.map { $0..<$0 + 1 }), dimension)
      operations.append("\(step): \(bins.count) of \(axis.centres.count) bins")
      axes[dimension] = axis.merged(bins.map { $0..<$0 + 1 })
    case .sum:
      guard let way = way(of: step, axis) else { return }
      append(reduction([axis.centres.indices], along: axis, way), dimension)
      operations.append("\(step): \(way)\(axis.extent)")
      if way == .integral, let integrated = unit.integrated(over: axis.unit) { unit = integrated }
      axes.remove(at: dimension)
    case .rebin(_, let bins): merge(bins, step, dimension)
    case .rebinToWidth(_, let width, let unit):
      guard unit == axis.unit else { throw refused(.unit(unit)) }
      guard let own = axis.binWidth else { throw refused(.width(bin: nil)) }
      let bins = (width / own).rounded()
      guard bins >= 1, abs(bins * own - width) <= 1e-6 * own else { throw refused(.width(bin: own)) }
      merge(Int(min(bins, Double(axis.centres.count))), step, dimension)
    }
  }

  private mutating func merge(_ count: Int, _ step: ReductionStep, _ dimension: Int) {
    let axis = axes[dimension]
    guard var way = way(of: step, axis) else { return }
    // A spectrum stays one: it is per MeV in wide bins as in narrow ones.
    if way == .integral { way = .average }
    let total = axis.centres.count
    let count = min(count, total)
    let bins = stride(from: 0, to: total, by: count).map { $0..<min($0 + count, total) }
    append(reduction(bins, along: axis, way), dimension)
    let rest = total % count
    operations.append(
      "\(step): \(way) of every \(count) bins" + (rest == 0 ? "" : ", the last of \(rest)"))
    axes[dimension] = axis.merged(bins)
  }

  private enum Way: String, CustomStringConvertible {
    case sum, integral
    case average = "average by bin volume"
    var description: String { rawValue }
  }

  /// What bins along `axis` come to together; `nil`, with an omission, where that has no meaning.
  private mutating func way(of step: ReductionStep, _ axis: Axis) -> Way? {
    let way: Way
    switch content {
    case .amount: return .sum
    case .code:
      omissions.append("\(step): numbers of materials or zones cannot be put together")
      return nil
    case .density:
      way = axis.isDifferential && unit.integrated(over: axis.unit) != nil ? .integral : .average
    }
    guard axis.edges != nil else {
      omissions.append("\(step): the bins of '\(axis.name)' have no known volumes to average by")
      return nil
    }
    return way
  }

  private func reduction(_ bins: [Range<Int>], along axis: Axis, _ way: Way) -> AxisReduction {
    switch way {
    case .sum: AxisReduction(bins)
    case .integral: AxisReduction(bins, weights: axis.widths)
    case .average: AxisReduction(bins, weights: axis.volumes, divides: true)
    }
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
