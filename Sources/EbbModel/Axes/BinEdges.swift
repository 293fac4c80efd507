/// Edges of bins of which the centres are known.
enum BinEdges {
  /// The edges of evenly spaced bins, or of geometrically spaced ones; `nil` where neither or both may be.
  /// - Parameter mayBeGeometric: whether the axis is one that simulators divide logarithmically.
  static func rebuilt(_ centres: [Double], mayBeGeometric: Bool) -> (edges: [Double]?, scale: Axis.Scale) {
    let even = even(centres)
    guard mayBeGeometric else { return (even, .linear) }
    let geometric = geometric(centres)
    switch (even, geometric) {
    case (let even?, nil): return (even, .linear)
    case (nil, let geometric?): return (geometric, .logarithmic)
    case (let even?, let geometric?):
      // Of two centres both can be, but no energy is below 0; of more, that are so near to each other, both are right.
      if centres.count > 2 { return (even, .linear) }
      return (even.min() ?? 0) < 0 ? (geometric, .logarithmic) : (nil, .linear)
    case (nil, nil): return (nil, .linear)
    }
  }

  /// The edges of evenly spaced bins (to 1e-6 of a width), else `nil`.
  static func even(_ centres: [Double]) -> [Double]? {
    guard centres.count > 1, let first = centres.first, let last = centres.last else { return nil }
    let width = (last - first) / Double(centres.count - 1)
    guard width.isFinite, width != 0 else { return nil }
    for (index, centre) in centres.enumerated() {
      guard abs(centre - (first + Double(index) * width)) <= 1e-6 * abs(width) else { return nil }
    }
    // Midpoints where there are two centres, so that a bin always holds its centre.
    var edges = [first - width / 2]
    for index in 1..<centres.count { edges.append((centres[index - 1] + centres[index]) / 2) }
    edges.append(last + width / 2)
    // What is left of zero by rounding would be a puzzle to readers: 0.05 - 0.1 / 2 is 6.9e-18.
    return edges.map { abs($0) < 1e-12 * abs(width) ? 0 : $0 }
  }

  /// The edges of bins whose centres, above 0, each are the same number of times the one before (to 1e-6), which are
  /// their geometric means.
  static func geometric(_ centres: [Double]) -> [Double]? {
    guard centres.count > 1, let first = centres.first, let last = centres.last, first > 0, last > 0 else {
      return nil
    }
    let step = power(last / first, 1 / Double(centres.count - 1))
    guard step.isFinite, step > 0, abs(step - 1) > 1e-6 else { return nil }
    for (index, centre) in centres.enumerated() {
      let expected = first * power(step, Double(index))
      guard abs(centre - expected) <= 1e-6 * abs(step - 1) * expected else { return nil }
    }
    let half = step.squareRoot()
    var edges = [first / half]
    for index in 1..<centres.count {
      edges.append(centres[index - 1].squareRoot() * centres[index].squareRoot())
    }
    edges.append(last * half)
    return edges.allSatisfy(\.isFinite) ? edges : nil
  }

  /// The numbers of zones, which the converter has put through an axis of a mesh: of n zones from a to b = a + n − 1 it
  /// gives a + (i + ½)·(n − 1)/n. Other centres are left.
  static func wholeNumbers(_ centres: [Double]) -> [Double] {
    let count = Double(centres.count)
    guard centres.count > 1, let first = centres.first else { return centres }
    let step = (count - 1) / count
    let start = (first - step / 2).rounded()
    guard abs(start) < 1e9 else { return centres }
    for (index, centre) in centres.enumerated() {
      guard abs(centre - (start + (Double(index) + 0.5) * step)) <= 1e-6 * count else { return centres }
    }
    return centres.indices.map { start + Double($0) }
  }

  static func midpoints(_ edges: [Double]) -> [Double] {
    (1..<edges.count).map { (edges[$0 - 1] + edges[$0]) / 2 }
  }
}
