import EbbTestSupport
import Testing

@testable import EbbAggregate

@Suite("BatchConsistency")
struct BatchConsistencyTests {
  private static func fold(_ contributions: [[Double]], weights: [Double]) -> BatchConsistency {
    var consistency = BatchConsistency()
    for (values, weight) in zip(contributions, weights) { consistency.add(values, weight: weight) }
    return consistency
  }

  /// Contributions that scatter normally around 1, with a variance of 1 over the weight.
  private static func normal(
    _ weights: [Double], bins: Int, _ random: inout SeededGenerator
  ) -> [[Double]] {
    weights.map { weight in
      (0..<bins).map { _ in
        let sum = (0..<12).reduce(0.0) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }
        return 1 + (sum - 6) / weight.squareRoot()
      }
    }
  }

  @Test("the total's t by hand")
  func byHand() {
    // The others of 109 are 101, 102 and 103: M = 102, s² = 1, t = 7/√(1 + 1/3), p of 2 degrees of freedom, of 4.
    let consistency = Self.fold([[101], [109], [102], [103]], weights: [5, 5, 5, 5])
    let outlier = consistency.total!
    #expect(outlier.index == 1)
    #expect(isClose(outlier.t, 7 / (4.0 / 3).squareRoot()))
    let single = 2 * TailProbability.studentT(outlier.t, degreesOfFreedom: 2)
    #expect(isClose(outlier.probability, 1 - (1 - single) * (1 - single) * (1 - single) * (1 - single)))
    #expect(consistency.bins == nil)
    // Unequal: the others are 1 of weight 1 and 3 of weight 3: M = 2.5, S = 3, s² = 3/1,
    // t = (5 − 2.5)/√(3·(1/2 + 1/4)).
    let t = BatchConsistency.studentized([1, 3, 5], weights: [1, 3, 2])[2]
    #expect(isClose(t, 2.5 / 2.25.squareRoot()))
  }

  @Test("each residual is in units of an error that is estimated from all others alone")
  func leftOut() {
    var random = SeededGenerator(seed: 9)
    let weights = (0..<40).map { _ in Double.random(in: 1...100, using: &random) }
    // One outdoes all others together: taken away from the sums of all it would cancel.
    let values = (0..<40).map { $0 == 7 ? 1e12 : Double.random(in: 0...1, using: &random) }
    let found = BatchConsistency.studentized(values, weights: weights)
    for left in values.indices {
      let others = values.indices.filter { $0 != left }
      let weight = others.reduce(0) { $0 + weights[$1] }
      let mean = others.reduce(0) { $0 + weights[$1] * values[$1] } / weight
      let spread = others.reduce(0) { $0 + weights[$1] * (values[$1] - mean) * (values[$1] - mean) }
      let scale = (spread / 38 * (1 / weights[left] + 1 / weight)).squareRoot()
      #expect(isClose(found[left], (values[left] - mean) / scale, tolerance: 1e-10))
    }
  }

  @Test("Q is by hand what it is said to be")
  func deviations() throws {
    // Blocks in units of the root of the squares' sum; of weights 1, 1 and 2 the shares left are 3/4, 3/4 and 1/2.
    let found = try #require(BatchConsistency.deviations([[0.6, -0.8, 0], [0, 0.6, 0.8]], [1, 1, 2]))
    #expect(isClose(found[0], 0.18 / 0.75) && isClose(found[1], 0.5 / 0.75) && isClose(found[2], 0.32 / 0.5))
  }

  @Test("one contribution that is scaled by a tenth is found by its total", arguments: 0..<8)
  func scaled(index: Int) {
    var random = SeededGenerator(seed: 2)
    let weights = (0..<8).map { Double(1000 + 500 * ($0 % 3)) }
    var contributions = Self.normal(weights, bins: 200, &random)
    contributions[index] = contributions[index].map { $0 * 1.1 }
    let outlier = Self.fold(contributions, weights: weights).total!
    #expect(outlier.index == index)
    #expect(outlier.probability < 1e-4)
  }

  @Test("one contribution in which the beam was elsewhere is found by its bins, though its total is the same")
  func moved() {
    var random = SeededGenerator(seed: 3)
    let weights = [Double](repeating: 10_000, count: 8)
    var contributions = Self.normal(weights, bins: 100, &random)
    for bin in 0..<100 { contributions[3][bin] += bin < 50 ? 0.04 : -0.04 }
    let consistency = Self.fold(contributions, weights: weights)
    #expect(consistency.bins?.index == 3)
    #expect(consistency.bins!.probability < 1e-3)
    #expect(consistency.total!.probability > 0.01)
  }

  @Test("pages of more bins than blocks, of one bin, and of none")
  func sizes() {
    var random = SeededGenerator(seed: 6)
    let weights = [Double](repeating: 1, count: 5)
    for bins in [1, 2, 511, 512, 513, 1500, 100_000] {
      var contributions = Self.normal(weights, bins: bins, &random)
      contributions[2][bins - 1] += 1e6
      let consistency = Self.fold(contributions, weights: weights)
      #expect(consistency.total?.index == 2)
      #expect((consistency.bins == nil) == (bins == 1))
    }
    let empty = Self.fold([[], [], []], weights: [1, 1, 1])
    #expect(empty.total?.t == 0)
    #expect(empty.bins == nil)
  }

  @Test("too few contributions, and values that are not finite, say nothing")
  func nothing() {
    #expect(Self.fold([[1, 2], [3, 4]], weights: [1, 1]).total == nil)
    #expect(Self.fold([[1, 2], [3, 4]], weights: [1, 1]).bins == nil)
    #expect(Self.fold([], weights: []).total == nil)
    #expect(Self.fold([[1, .nan], [1, 2], [1, 3], [1, 4]], weights: [1, 1, 1, 1]).total == nil)
    #expect(Self.fold([[1, .infinity], [1, 2], [1, 3]], weights: [1, 1, 1]).bins == nil)
  }

  @Test("contributions that are the same do not stand out, and one beside those that are does")
  func same() {
    let same = Self.fold([[1, 2], [1, 2], [1, 2], [1, 2]], weights: [1, 2, 3, 4])
    #expect(same.total!.t == 0)
    #expect(same.total!.probability == 1)
    #expect(same.bins == nil)
    let one = Self.fold([[1, 2], [1, 2], [1, 7], [1, 2]], weights: [1, 1, 1, 1])
    #expect(one.total!.index == 2)
    #expect(one.total!.probability == 0)
  }
}
