private import Glibc

/// Numbers of mean 0 and variance 1, the same on every machine: sums of twelve uniform ones, less 6.
struct NormalSource {
  private static let uniforms = 12

  private var uniform: UniformSource

  /// - Parameter count: how many numbers of the sequence are passed over.
  init(seed: UInt64, skipping count: Int = 0) {
    uniform = UniformSource(seed: seed, skipping: Self.uniforms * count)
  }

  mutating func next() -> Double {
    var sum = -6.0
    for _ in 0..<Self.uniforms { sum += uniform.next() }
    return sum
  }
}

/// The share of a normal distribution below `x` standard deviations.
func normalShare(below x: Double) -> Double { erfc(-x * 0.5.squareRoot()) / 2 }

/// The largest of so many independent numbers of mean 0 and variance 1 that is to be expected, to about 1 %
/// (Blom, Statistical Estimates and Transformed Beta-Variables, 1958): the quantile of (n − 3/8)/(n + 1/4).
func expectedMaximum(ofNormals count: Int) -> Double {
  let share = (Double(count) - 0.375) / (Double(count) + 0.25)
  var (low, high) = (0.0, 40.0)
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if normalShare(below: middle) < share { low = middle } else { high = middle }
  }
  return low
}
