/// The chance that two sides differ as much as they do though nothing does: contributions are dealt to the sides anew,
/// in all ways or in many drawn at random, and it is counted how often they differ as much (Fisher, The Design of
/// Experiments, 1935, 21; Davison and Hinkley, Bootstrap Methods, 1997, 4.3).
///
/// That holds whatever the correlations between bins are, and however few contributions there are: the statistics are
/// Σ z² and the largest |z| over the bins, z being the difference over its standard error, from the contributions of
/// each deal. With 3 contributions on each side there are 20 deals, each as good as its mirror image: no chance below
/// 0.1 can come of it. A bin in which the sides differ, though neither has any scatter, has a z of 10,000.
///
/// Of more bins than `maxBins` neighbouring ones are put together, so that enough deals can be made: that is as exact, and
/// sees a difference of many bins better, of one alone less well.
package struct PermutationTest: Sendable, Equatable {
  /// The chance of as large a Σ z².
  package var sumProbability: Double
  /// The chance of as large a |z| in some bin.
  package var largestProbability: Double
  /// The least chance that can come of so many contributions and deals.
  package var leastProbability: Double

  /// All deals are made where there are no more than this, else as many are drawn, less the one that is.
  static let maxDeals = 1000
  /// z² of a difference without scatter: more than that of any other bin, and not infinite, since of counts of few
  /// hits many deals have such bins, and it matters how many.
  private static let certainSquare = 1e8
  /// With 10 contributions on each side all deals take about 1.5 s then, one thread.
  package static let maxBins = 1 << 16
  /// Steps of about 1 ns: of more contributions fewer deals are drawn, so that a test takes a few seconds.
  private static let maxSteps = 4e9
  private static let minDeals = 100
  /// The bins of a block, whose sums stay in the cache through all deals.
  private static let binsOfBlock = 4096

  /// The statistics of a deal.
  private struct Statistics: Sendable {
    /// Σ z².
    var sum = 0.0
    /// The largest |z|.
    var largest = 0.0

    mutating func add(_ other: Statistics) {
      sum += other.sum
      largest = max(largest, other.largest)
    }
  }

  /// Cost: twice the deals, times the contributions of a side, times the bins; memory of a few blocks of bins, and two
  /// numbers for each deal and block.
  /// - Returns: `nil` where a side has less than two contributions, where sums are over different weights, where
  ///   bins have skipped contributions, or a page is
  ///   so large that too few deals could be made.
  package static func test(
    _ a: Replicates, _ b: Replicates, threads: Int
  ) async throws(CancellationError) -> PermutationTest? {
    let bins = a.values.bins
    guard a.count > 1, b.count > 1, b.values.bins == bins, bins > 0, a.scale == b.scale,
      a.binsOfValue == b.binsOfValue, a.binWeights == nil, b.binWeights == nil
    else { return nil }
    if bins > maxBins {
      let size = (bins + maxBins - 1) / maxBins
      return try await test(
        try a.puttingTogether(size), try b.puttingTogether(size), threads: threads)
    }
    let count = a.count + b.count
    let all = Self.ways(count, a.count)
    let affordable = Int(
      min(Double(maxDeals), maxSteps / (2 * Double(min(a.count, b.count)) * Double(bins))))
    guard Double(affordable) >= min(all, Double(minDeals)) else { return nil }
    let isExact = all <= Double(affordable)
    let deals = isExact ? Self.allDeals(count, a.count) : Self.drawnDeals(count, a.count, affordable - 1)
    let own = Array(0..<a.count)
    let blocks = (bins + Self.binsOfBlock - 1) / Self.binsOfBlock
    let found = try await inParallel(blocks, threads: threads) {
      block throws(CancellationError) -> [Statistics] in
      let part = block * Self.binsOfBlock..<min((block + 1) * Self.binsOfBlock, bins)
      let sums = Sums(a, b, bins: part)
      return try ([own] + deals).map { deal throws(CancellationError) in
        try checkCancellation()
        return sums.statistics(of: deal)
      }
    }
    // In the order of the blocks, whichever came first.
    var statistics = [Statistics](repeating: Statistics(), count: deals.count + 1)
    for block in found {
      for deal in statistics.indices { statistics[deal].add(block[deal]) }
    }
    let others = statistics.dropFirst()
    // What is the same to rounding is as large.
    func chance(_ figure: (Statistics) -> Double) -> Double {
      let asLarge = others.count { figure($0) >= figure(statistics[0]) * (1 - 1e-9) }
      return isExact
        ? Double(asLarge) / Double(others.count) : Double(asLarge + 1) / Double(others.count + 1)
    }
    let mirrored = a.count == b.count ? 2.0 : 1
    return PermutationTest(
      sumProbability: chance(\.sum),
      largestProbability: chance(\.largest),
      leastProbability: isExact ? mirrored / all : 1 / Double(others.count + 1))
  }

  /// The number of ways to take some of a number of things.
  private static func ways(_ count: Int, _ taken: Int) -> Double {
    (0..<min(taken, count - taken)).reduce(1) { ($0 * Double(count - $1) / Double($1 + 1)).rounded() }
  }

  /// All ways to take some of the contributions, in order.
  private static func allDeals(_ count: Int, _ taken: Int) -> [[Int]] {
    var deals: [[Int]] = []
    var deal = Array(0..<taken)
    while true {
      deals.append(deal)
      guard let place = deal.indices.last(where: { deal[$0] < count - taken + $0 }) else { return deals }
      deal[place] += 1
      for next in place + 1..<max(taken, place + 1) { deal[next] = deal[next - 1] + 1 }
    }
  }

  /// Ways drawn at random, always the same ones.
  private static func drawnDeals(_ count: Int, _ taken: Int, _ number: Int) -> [[Int]] {
    var random = UniformSource(seed: UInt64(count) << 32 | UInt64(taken))
    return (0..<number).map { _ in
      var places = Array(0..<count)
      for index in 0..<taken { places.swapAt(index, index + random.next(below: count - index)) }
      return places[..<taken].sorted()
    }
  }

  /// Weights times values and their squares of all contributions, about the mean of all, from which each deal's means
  /// and errors follow.
  private struct Sums: Sendable {
    private let weights: [Double]
    private let values: [[Double]]
    private let squares: [[Double]]
    private let total: [Double]
    private let totalSquares: [Double]
    /// Of each bin the least difference that is none of rounding.
    private let roundings: [Double]
    private let count: Int

    init(_ a: Replicates, _ b: Replicates, bins block: Range<Int>) {
      weights = a.weights + b.weights
      count = weights.count
      let parts = a.values.map { Array($0[block]) } + b.values.map { Array($0[block]) }
      let bins = block.count
      let weight = weights.reduce(0, +)
      var mean = [Double](repeating: 0, count: bins)
      for (part, w) in zip(parts, weights) {
        for bin in 0..<bins { mean[bin] += part[bin] * (w / weight) }
      }
      var (values, squares): ([[Double]], [[Double]]) = ([], [])
      var (total, totalSquares) = (
        [Double](repeating: 0, count: bins), [Double](repeating: 0, count: bins)
      )
      for (part, w) in zip(parts, weights) {
        var (own, square) = ([Double](repeating: 0, count: bins), [Double](repeating: 0, count: bins))
        for bin in 0..<bins {
          let difference = part[bin] - mean[bin]
          own[bin] = w * difference
          square[bin] = own[bin] * difference
          total[bin] += own[bin]
          totalSquares[bin] += square[bin]
        }
        values.append(own)
        squares.append(square)
      }
      self.values = values
      self.squares = squares
      self.total = total
      self.totalSquares = totalSquares
      roundings = mean.map { 1e-12 * abs($0) }
    }

    /// Those where these contributions are one side and all others the other.
    func statistics(of deal: [Int]) -> Statistics {
      let bins = total.count
      var (own, square) = ([Double](repeating: 0, count: bins), [Double](repeating: 0, count: bins))
      for index in deal {
        for bin in 0..<bins {
          own[bin] += values[index][bin]
          square[bin] += squares[index][bin]
        }
      }
      let weight = deal.reduce(0) { $0 + weights[$1] }
      let rest = weights.reduce(0, +) - weight
      let (n, m) = (Double(deal.count - 1), Double(count - deal.count - 1))
      var (sum, largest) = (0.0, 0.0)
      for bin in 0..<bins {
        let (other, otherSquare) = (total[bin] - own[bin], totalSquares[bin] - square[bin])
        let (mean, otherMean) = (own[bin] / weight, other / rest)
        // What is left by cancelling is none.
        func spread(_ squares: Double, _ value: Double, _ mean: Double) -> Double {
          let spread = squares - value * mean
          return spread > 1e-12 * squares ? spread : 0
        }
        let variance =
          spread(square[bin], own[bin], mean) / (n * weight)
          + spread(otherSquare, other, otherMean) / (m * rest)
        let difference = mean - otherMean
        guard variance.squareRoot() > roundings[bin] * 1e-2 else {
          if abs(difference) > roundings[bin] {
            sum += PermutationTest.certainSquare
            largest = max(largest, PermutationTest.certainSquare)
          }
          continue
        }
        let z2 = difference * difference / variance
        sum += z2
        largest = max(largest, z2)
      }
      return Statistics(sum: sum, largest: largest.squareRoot())
    }
  }
}

extension Replicates {
  /// The sums of so many neighbouring values.
  fileprivate func puttingTogether(_ size: Int) throws(CancellationError) -> Replicates {
    var sums: [[Double]] = []
    for values in values {
      try checkCancellation()
      sums.append(
        stride(from: 0, to: values.count, by: size).map {
          values[$0..<min($0 + size, values.count)].reduce(0, +)
        })
    }
    var replicates = Replicates(weights: weights, values: sums, scale: scale, contributions: contributions)
    replicates.binsOfValue = binsOfValue * size
    return replicates
  }
}
