/// The axis that varies fastest in a page's flat array of values.
///
/// SHIELD-HIT12A and FLUKA store the first axis fastest, TOPAS the last. The `data_order` that the
/// converter writes is wrong for `bin2010` files and absent in old rows, so it is not asked.
package enum MemoryOrder: Sendable, Equatable {
  /// Fortran order.
  case firstAxisFastest
  /// C order, the order of everything Ebb writes.
  case lastAxisFastest

  /// The order of a simulator's values; of an unknown one that of most.
  package init(_ simulator: Simulator?) {
    self = simulator?.storesLastAxisFastest ?? false ? .lastAxisFastest : .firstAxisFastest
  }

  /// `values` of `shape` [n1, n2, …], rearranged so that the last axis varies fastest.
  ///
  /// Cost: one pass; pages of fewer than two axes and pages in this order already are returned as they are.
  package func lastAxisFastest(_ values: [Double], shape: [Int]) -> [Double] {
    arranged(values, shape: shape)
  }

  package func lastAxisFastest(_ counts: [Int], shape: [Int]) -> [Int] {
    arranged(counts, shape: shape)
  }

  package func lastAxisFastest(_ hits: [UInt32], shape: [Int]) -> [UInt32] {
    arranged(hits, shape: shape)
  }

  /// The inverse: `values` with the last axis fastest, rearranged into this order.
  package func restored(_ values: [Double], shape: [Int]) -> [Double] {
    // To an array in C order, its own shape backwards is that of one in Fortran order.
    arranged(values, shape: shape.reversed())
  }

  private func arranged<Element>(_ values: [Element], shape: [Int]) -> [Element] {
    guard self == .firstAxisFastest, shape.count > 1, !values.isEmpty else { return values }
    precondition(values.count == shape.reduce(1, *))
    let axes = shape.count
    var strides = [Int](repeating: 1, count: axes)  // of the stored array, in elements
    for axis in 1..<axes { strides[axis] = strides[axis - 1] * shape[axis - 1] }
    let last = axes - 1
    var index = [Int](repeating: 0, count: axes)
    var start = 0  // where the row along the last axis begins
    var arranged: [Element] = []
    arranged.reserveCapacity(values.count)
    while arranged.count < values.count {
      var at = start
      for _ in 0..<shape[last] {
        arranged.append(values[at])
        at += strides[last]
      }
      var axis = last - 1
      while axis >= 0 {
        index[axis] += 1
        start += strides[axis]
        if index[axis] < shape[axis] { break }
        start -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return arranged
  }
}
