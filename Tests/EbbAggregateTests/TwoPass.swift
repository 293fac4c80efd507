#if arch(x86_64)
  typealias Wide = Float80
#else
  typealias Wide = Double
#endif

/// The weighted mean and its error as textbooks have them, in two passes and more digits.
struct TwoPass {
  var mean: Double
  /// `sqrt(Σw(x − m)² / ((n − 1)·W))`.
  var error: Double

  init(_ values: [Double], weights: [Double]) {
    let pairs = zip(values, weights).map { (value: Wide($0), weight: Wide($1)) }
    let weight = pairs.reduce(0) { $0 + $1.weight }
    let mean = pairs.reduce(0) { $0 + $1.weight * $1.value } / weight
    let spread = pairs.reduce(0) { sum, pair in
      sum + pair.weight * (pair.value - mean) * (pair.value - mean)
    }
    self.mean = Double(mean)
    error = Double((spread / (Wide(values.count - 1) * weight)).squareRoot())
  }
}

/// Whether `a` is `b` to `tolerance` of `scale`, or of `b`.
func isClose(_ a: Double, _ b: Double, tolerance: Double = 1e-12, scale: Double = 0) -> Bool {
  a == b || a.isNaN && b.isNaN || abs(a - b) <= tolerance * max(abs(b), scale)
}
