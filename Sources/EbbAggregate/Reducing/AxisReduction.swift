internal import EbbModel

/// One step along one dimension of an array: each new bin is a weighted sum of neighbouring old ones.
struct AxisReduction: Sendable {
  /// The old bins of each new one.
  let bins: [Range<Int>]
  /// The weight of each old bin; `nil` where all count once.
  let weights: [Double]?
  /// The number that each new bin is divided by; `nil` where it is a sum.
  let divisors: [Double]?
  /// The weights of the old bins of each new one, where an old bin is in several; in place of `weights`.
  let shares: [[Double]]?

  /// Old bins put together to sums, or with `weights` to weighted ones; an average where `divides`.
  init(_ bins: [Range<Int>], weights: [Double]? = nil, divides: Bool = false) {
    self.bins = bins
    self.weights = weights
    shares = nil
    guard divides, let weights else {
      divisors = nil
      return
    }
    divisors = bins.map { weights[$0].reduce(0, +) }
  }

  /// New bins that are sums of old ones, each with a weight of its own: `shares` has as many as `bins` has bins.
  init(_ bins: [Range<Int>], shares: [[Double]]) {
    self.bins = bins
    self.shares = shares
    (weights, divisors) = (nil, nil)
  }

  /// The array with its dimension of `count` bins reduced. `inner` is how far apart neighbours on it lie.
  ///
  /// Cost: one pass. The inner loops are over memory that is contiguous, whatever the order of the axes is.
  func reduced(_ values: [Double], count: Int, inner: Int) -> [Double] {
    let outer = values.count / (count * inner)
    var reduced = [Double](repeating: 0, count: outer * bins.count * inner)
    var result = reduced.mutableSpan
    let values = values.span
    for block in 0..<outer {
      for (number, range) in bins.enumerated() {
        let start = (block * bins.count + number) * inner
        var isFirst = true
        for bin in range {
          let source = (block * count + bin) * inner
          let weight = shares?[number][bin - range.lowerBound] ?? weights?[bin] ?? 1
          if isFirst {
            // Not 0 + x: the sum of one bin is that bin, -0.0 too.
            for offset in 0..<inner { result[start + offset] = values[source + offset] * weight }
            isFirst = false
          } else {
            for offset in 0..<inner { result[start + offset] += values[source + offset] * weight }
          }
        }
        guard let divisor = divisors?[number] else { continue }
        for offset in 0..<inner { result[start + offset] /= divisor }
      }
    }
    return reduced
  }
}
