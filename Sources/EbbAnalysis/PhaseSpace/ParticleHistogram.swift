private import Glibc

/// Bins of particles over one variable, or over two.
package struct ParticleHistogram: Sendable, Equatable {
  /// The bins along a variable.
  package struct Side: Sendable, Equatable {
    package let variable: ParticleVariable
    /// Rising, one more than there are bins.
    package let edges: [Double]
    package let isLogarithmic: Bool

    /// Bins of the same width, or of the same ratio of their edges.
    /// - Parameter limits: above 0 where it is logarithmic; where both ends are one number, bins are laid around it, 1 wide
    ///   together or half and twice of it.
    package init(
      _ variable: ParticleVariable, bins: Int, limits: ClosedRange<Double>, isLogarithmic: Bool = false
    ) {
      var (low, high) = (limits.lowerBound, limits.upperBound)
      if low == high { (low, high) = isLogarithmic ? (low / 2, high * 2) : (low - 0.5, high + 0.5) }
      self.variable = variable
      self.isLogarithmic = isLogarithmic
      let (from, to) = isLogarithmic ? (log(low), log(high)) : (low, high)
      edges =
        [low]
        + (1..<bins).map { number in
          let place = from + (to - from) * (Double(number) / Double(bins))
          return isLogarithmic ? exp(place) : place
        } + [high]
    }

    package var bins: Int { edges.count - 1 }

    /// The middle of each bin, geometric where they are logarithmic.
    package var centres: [Double] {
      zip(edges, edges.dropFirst()).map {
        isLogarithmic ? ($0 * $1).squareRoot() : $0 + ($1 - $0) / 2
      }
    }

    /// The bin of a value: the edge below is within, and of the last bin both; `nil` outside.
    package func bin(of value: Double) -> Int? {
      guard let low = edges.first, let high = edges.last, low <= value, value <= high else { return nil }
      let share =
        isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
      var bin = min(bins - 1, max(0, Int(share * Double(bins))))
      // Rounding leads to a neighbour.
      while bin > 0, value < edges[bin] { bin -= 1 }
      while bin < bins - 1, value >= edges[bin + 1] { bin += 1 }
      return bin
    }
  }

  /// One or two; bins of the last are next to each other.
  package let sides: [Side]

  package init(_ sides: [Side]) { self.sides = sides }

  package var bins: Int { sides.reduce(1) { $0 * $1.bins } }

  func bin(of particle: Particle) -> Int? {
    var bin = 0
    for side in sides {
      guard let own = side.bin(of: side.variable.value(of: particle)) else { return nil }
      bin = bin * side.bins + own
    }
    return bin
  }
}
