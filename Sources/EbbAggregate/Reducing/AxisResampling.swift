package import EbbModel

/// A step along an axis onto the bins of another mesh, which conserves what there is: an old bin is taken as flat, and
/// a new one gets of it what lies within, by volume on a radius or a polar angle and by width elsewhere.
struct AxisResampling: Sendable {
  /// The bins of the other mesh that lie within this one, whole: of what reaches beyond only a part was scored.
  let kept: Range<Int>
  /// Those, as an axis.
  let axis: Axis
  let reduction: AxisReduction
  /// A sentence's part on what was done: "onto 20 of 25 bins".
  let summary: String

  /// The share of the axis by which edges may differ and be one: as much as `Agreement` lets centres differ. Edges are made
  /// of centres in double precision, so that what is rounded is far less, and bins so narrow there are none.
  private static let tolerance = 1e-9

  /// - Parameters:
  ///   - adds: whether bins hold amounts, which are divided, or densities, which are averaged.
  /// - Throws: the reason why there is none, as it goes on after the step.
  init(_ axis: Axis, onto target: Axis, adds: Bool) throws(ResamplingError) {
    guard let old = axis.edges, let new = target.edges, axis.unit == target.unit else {
      throw ResamplingError(reason: "the edges of the bins of '\(axis.name)' are not known on both sides")
    }
    let (low, high) = (min(old[0], old[old.count - 1]), max(old[0], old[old.count - 1]))
    let tolerance = Self.tolerance * (high - low)
    let inside = target.centres.indices.filter { bin in
      min(new[bin], new[bin + 1]) >= low - tolerance && max(new[bin], new[bin + 1]) <= high + tolerance
    }
    guard let first = inside.first, let last = inside.last else {
      throw ResamplingError(reason: "no bin of the other mesh lies within the axis '\(axis.name)'")
    }
    kept = first..<last + 1
    // What both have edges at, within rounding, is one.
    var edges: [Double] = []
    for edge in (old + new).sorted() where edge >= low && edge <= high {
      if edges.last.map({ edge - $0 > tolerance }) ?? true { edges.append(edge) }
    }
    var pieces = axis
    pieces.edges = edges
    pieces.centres = (1..<edges.count).map { (edges[$0 - 1] + edges[$0]) / 2 }
    guard let volumes = axis.kind.isSpatial ? pieces.volumes : pieces.widths,
      let whole = axis.kind.isSpatial ? axis.volumes : axis.widths, whole.allSatisfy({ $0 > 0 })
    else {
      throw ResamplingError(reason: "the bins of '\(axis.name)' have no known volumes")
    }
    var parts = [[Int: Double]](repeating: [:], count: kept.count)
    for (place, volume) in zip(pieces.centres, volumes) {
      guard let to = Self.bin(at: place, of: new), kept.contains(to),
        let from = Self.bin(at: place, of: old)
      else {
        continue
      }
      parts[to - kept.lowerBound][from, default: 0] += volume
    }
    var (bins, shares): ([Range<Int>], [[Double]]) = ([], [])
    for part in parts {
      guard let first = part.keys.min(), let last = part.keys.max() else {
        throw ResamplingError(reason: "bins of '\(axis.name)' are narrower than rounding")
      }
      let volume = part.keys.sorted().reduce(0) { $0 + part[$1, default: 0] }
      bins.append(first..<last + 1)
      shares.append(
        (first...last).map { bin in part[bin, default: 0] / (adds ? whole[bin] : volume) })
    }
    reduction = AxisReduction(bins, shares: shares)
    self.axis = target.merged(kept.map { $0..<$0 + 1 })
    summary = Self.summary(axis, target, kept, low: low, high: high)
  }

  /// The bin that holds a place, by halving.
  private static func bin(at place: Double, of edges: [Double]) -> Int? {
    let last = edges.count - 1
    let falls = edges[0] > edges[last]
    func isPast(_ edge: Int) -> Bool { falls ? edges[edge] < place : edges[edge] > place }
    guard !isPast(0), last > 0 else { return nil }
    var (low, high) = (0, last)
    guard isPast(last) || edges[last] == place else { return nil }
    while high - low > 1 {
      let middle = (low + high) / 2
      if isPast(middle) { high = middle } else { low = middle }
    }
    return low
  }

  private static func summary(
    _ axis: Axis, _ target: Axis, _ kept: Range<Int>, low: Double, high: Double
  ) -> String {
    let limits = target.limits
    let unit = axis.unit == "1" ? "" : " " + axis.unit
    let tolerance = Self.tolerance * (high - low)
    var parts = ["onto \(kept.count) of \(target.centres.count) bins"]
    let below = low < limits.low - tolerance ? "\(low) to \(limits.low)" : nil
    let above = high > limits.high + tolerance ? "\(limits.high) to \(high)" : nil
    let outside = [below, above].compactMap(\.self)
    if !outside.isEmpty { parts.append("from \(outside.joined(separator: " and "))\(unit) in B alone") }
    if let own = axis.widths, let others = target.widths, (own.min() ?? 0) > (others.max() ?? 0) * (1 + 1e-6)
    {
      parts.append("B's are wider and taken as flat")
    }
    return parts.joined(separator: ", ")
  }
}

/// The reason why a mesh cannot be put onto another's bins, as it goes on after the step.
package struct ResamplingError: Error, Equatable, Sendable {
  package var reason: String
}

/// A page's values put onto the bins of another mesh, axis by axis.
package struct PageResampling: Sendable {
  package let axes: [Axis]
  /// The steps, in words.
  package let operations: [String]
  private var passes: [(reduction: AxisReduction, count: Int, inner: Int)] = []

  /// - Parameters:
  ///   - axes: those of the page.
  ///   - targets: the other's, by their names.
  package init(
    _ axes: [Axis], onto targets: [Axis], _ meaning: PageMeaning
  ) throws(ResamplingError) {
    var (changed, operations) = (axes, [String]())
    for (dimension, axis) in axes.enumerated() {
      guard let target = targets.first(where: { $0.name == axis.name }), !axis.hasBins(of: target) else {
        continue
      }
      let step = try AxisResampling(axis, onto: target, adds: Self.adds(axis, meaning))
      let inner = changed[(dimension + 1)...].reduce(1) { $0 * $1.centres.count }
      passes.append((step.reduction, axis.centres.count, inner))
      changed[dimension] = step.axis
      operations.append("--resample \(axis.name): " + step.summary)
    }
    self.axes = changed
    self.operations = operations
  }

  /// Values with the last axis fastest.
  package func values(_ values: [Double]) -> [Double] {
    passes.reduce(values) { $1.reduction.reduced($0, count: $1.count, inner: $1.inner) }
  }

  /// Whether bins along an axis are amounts, which are divided; else densities.
  static func adds(_ axis: Axis, _ meaning: PageMeaning) throws(ResamplingError) -> Bool {
    switch meaning.overBins {
    case .amount where !axis.isDifferential: return true
    case .density where !axis.isDifferential: return false
    case .amount, .density:
      if let known = meaning.overAxis(axis) { return known == .share }
    case .ratio: throw ResamplingError(reason: "averages have no weights here to be put together by")
    case .label: throw ResamplingError(reason: "numbers of materials or zones cannot be put together")
    case nil: break
    }
    throw ResamplingError(reason: "it is not known what bins hold: say so with --as")
  }
}

extension Axis {
  /// Whether the bins are those of another axis, to rounding.
  package func hasBins(of other: Axis) -> Bool {
    guard centres.count == other.centres.count, Agreement.firstDifference(centres, other.centres) == nil
    else { return false }
    guard let edges, let others = other.edges else { return true }
    return Agreement.firstDifference(edges, others) == nil
  }
}
