/// The measures of a mesh's bins by which their values add up to a total: the same for all amounts, and volumes or widths
/// for densities, in proportion to each other. A mesh is a product of its axes, and so are the measures.
package struct BinMeasure: Sendable, Equatable {
  /// Of the bins of each axis, 1 on average; `nil` where they are all the same.
  private let axes: [[Double]?]
  private let shape: [Int]

  /// - Returns: `nil` of averages and labels, which have no total, and where the meaning or the bins' volumes are not
  ///   known.
  package init?(_ axes: [Axis], _ meaning: PageMeaning) {
    guard meaning.overBins == .amount || meaning.overBins == .density else { return nil }
    var measures: [[Double]?] = []
    for axis in axes {
      guard axis.centres.count > 1, !Self.adds(axis, meaning) else {
        measures.append(nil)
        continue
      }
      if axis.isDifferential, meaning.overAxis(axis) == nil { return nil }
      guard let known = axis.kind.isSpatial ? axis.volumes : axis.widths else { return nil }
      let mean = known.reduce(0, +) / Double(known.count)
      guard mean > 0, mean.isFinite else { return nil }
      let isEven = known.allSatisfy { abs($0 - mean) <= 1e-9 * mean }
      measures.append(isEven ? nil : known.map { $0 / mean })
    }
    self.axes = measures
    shape = axes.map(\.centres.count)
  }

  /// Whether bins along the axis are shares of the whole, which add up as they are.
  private static func adds(_ axis: Axis, _ meaning: PageMeaning) -> Bool {
    guard axis.isDifferential else { return meaning.overBins == .amount }
    return meaning.overAxis(axis) == .share
  }

  /// A measure by which each bin counts once.
  package init(shape: [Int]) {
    axes = shape.map { _ in nil }
    self.shape = shape
  }

  /// The measures' sums with values of this mesh, of so many bins each that follow each other with the last axis fastest. Cost: one
  /// pass.
  /// - Parameter order: that of `values`.
  package func sums(
    _ values: [Double], of count: Int, order: MemoryOrder = .lastAxisFastest
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: (values.count + count - 1) / count)
    // Rows as they lie in memory, along the axis that is fastest.
    let isFirst = order == .firstAxisFastest && shape.count > 1
    let fast = isFirst ? 0 : max(shape.count - 1, 0)
    let row = shape.isEmpty ? 1 : shape[fast]
    let own = axes.isEmpty ? nil : axes[fast]
    let step = isFirst ? values.count / max(row, 1) : 1
    for start in stride(from: 0, to: values.count, by: max(row, 1)) {
      let (measure, first) = self.row(start / row, fast: fast, isFirst)
      var place = first
      for bin in 0..<row {
        sums[place / count] += values[start + bin] * (own.map { $0[bin] * measure } ?? measure)
        place += step
      }
    }
    return sums
  }

  /// The total of values of this mesh, the last axis fastest.
  package func total(_ values: [Double]) -> Double { sums(values, of: max(values.count, 1)).first ?? 0 }

  /// Of a row in memory along the axis `fast`: the product of the measures of the other axes, and the place of its first
  /// bin with the last axis fastest.
  private func row(_ index: Int, fast: Int, _ isFirst: Bool) -> (measure: Double, place: Int) {
    guard shape.count > 1 else { return (1, 0) }
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in (0..<shape.count - 1).reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    var (rest, measure, place) = (index, 1.0, 0)
    let others = isFirst ? Array(1..<shape.count) : Array((0..<shape.count - 1).reversed())
    for axis in others {
      let bin = rest % shape[axis]
      if let measures = axes[axis] { measure *= measures[bin] }
      place += bin * strides[axis]
      rest /= shape[axis]
    }
    return (measure, place)
  }
}
