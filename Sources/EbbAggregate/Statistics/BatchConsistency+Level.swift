extension BatchConsistency {
  /// The contributions in blocks of one size.
  struct Level {
    private let sums: [[Double]]
    private let weights: [Double]
    /// The mean of each block.
    let means: [Double]
    /// The amount that a hit adds to a block, as far as their scatter tells: the variance of one history over its mean.
    private let hit: Double

    init(_ sums: [[Double]], weights: [Double]) {
      self.sums = sums
      self.weights = weights
      let weight = weights.reduce(0, +)
      let means = (sums.first ?? []).indices.map { block in
        zip(sums, weights).reduce(0) { $0 + $1.0[block] * $1.1 } / weight
      }
      self.means = means
      hit = Self.variance(sums, weights) / means.reduce(0) { $0 + abs($1) }
    }

    var count: Int { means.count }

    /// The number of times that the smallest contribution has hit a block.
    func hits(_ block: Int) -> Double { (weights.min() ?? 0) * abs(means[block]) / hit }

    /// The number of times that it has hit any.
    var hitsOfAll: Double { (weights.min() ?? 0) * abs(means.reduce(0, +)) / hit }

    /// √w·(x − m) of every contribution.
    func residuals(_ block: Int) -> [Double] {
      zip(sums, weights).map { ($0[block] - means[block]) * $1.squareRoot() }
    }

    /// Sums over two blocks each.
    var halved: [[Double]] {
      sums.map { sums in
        stride(from: 0, to: sums.count, by: 2).map { block in
          sums[block] + (block + 1 < sums.count ? sums[block + 1] : 0)
        }
      }
    }

    /// The variance of one history, summed over blocks: the median over pairs of contributions of how far they are apart, so
    /// that one that is far off does not hide that it is. Each is held against the next two. Of three, where but one pair
    /// would be left, the mean.
    private static func variance(_ sums: [[Double]], _ weights: [Double]) -> Double {
      let count = sums.count
      var distances: [Double] = []
      for step in 1...(count > 3 ? 2 : 1) {
        for index in 0..<count {
          let other = (index + step) % count
          let squares = zip(sums[index], sums[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
          distances.append(squares / (1 / weights[index] + 1 / weights[other]))
        }
      }
      guard count > 3 else { return distances.reduce(0, +) / Double(max(1, distances.count)) }
      return distances.sorted()[(distances.count - 1) / 2]
    }
  }
}
