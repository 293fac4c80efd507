private import Glibc

/// An axis of a scorer: bins of equal width, or of equal ratio.
package struct SampleAxis: Sendable {
  var lower: Double
  var upper: Double
  package var bins: Int
  var isLogarithmic = false

  /// The n + 1 edges.
  var edges: [Double] {
    (0...bins).map { index in
      let share = Double(index) / Double(bins)
      return isLogarithmic
        ? lower * pow(upper / lower, share) : lower + (upper - lower) * share
    }
  }

  /// The centres, on a logarithmic axis the geometric ones, to 12 digits.
  var centres: [Double] {
    let edges = edges
    return (0..<bins).map { index in
      let (low, high) = (edges[index], edges[index + 1])
      return roundToDigits(isLogarithmic ? (low * high).squareRoot() : (low + high) / 2, 12)
    }
  }
}
