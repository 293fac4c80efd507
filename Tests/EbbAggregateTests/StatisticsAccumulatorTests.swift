import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

@Suite("StatisticsAccumulator")
struct StatisticsAccumulatorTests {
  private static func gather(
    _ contributions: [([Double], Double)], rule: AggregationRule = .mean,
    policy: NonFinitePolicy = .propagate
  ) -> PageStatistics {
    var accumulator = StatisticsAccumulator(rule: rule, policy: policy)
    for (values, weight) in contributions {
      accumulator.add(
        StoredPage(
          quantity: "DOSE", unit: "MeV/g", metadata: Metadata(), axes: [], values: values,
          isFinite: values.allSatisfy { $0.isFinite }), weight: weight)
    }
    return accumulator.finish()
  }

  @Test("what is told does not change with the magnitude of values", arguments: [-900, -300, 300, 900])
  func magnitudes(exponent: Int) throws {
    var random = SeededGenerator(seed: 9)
    var parts: [([Double], Double)] = [([0, 0, 0], 2)]
    for index in 0..<8 {
      parts.append(((0..<3).map { _ in Double.random(in: 1...2, using: &random) }, Double(1 + index % 2)))
    }
    let far = parts.map { part in
      (part.0.map { Double(sign: .plus, exponent: exponent, significand: $0) }, part.1)
    }
    #expect(Self.gather(far) == Self.gather(parts))
  }

  @Test("relative errors by hand: quantiles and shares are those of the bins that are not 0")
  func relativeErrors() {
    // Two contributions m ± d of weight 1: the standard error is d, R = d/m.
    let errors = [0.01, 0.04, 0.06, 0.2, 0.5]
    let contributions = [1.0, -1].map { sign in ([0] + errors.map { 1 + sign * $0 } + [0, 0], 1.0) }
    let statistics = Self.gather(contributions)
    #expect(statistics.bins == 8)
    #expect(statistics.nonZeroBins == 5)
    #expect(statistics.nonFiniteBins == 0)
    #expect(isClose(statistics.relativeError!.median, 0.06))
    // 0.9 of the way from the first to the last of five: 0.6 of the way from 0.2 to 0.5.
    #expect(isClose(statistics.relativeError!.quantile90, 0.38))
    #expect(isClose(statistics.relativeError!.worst, 0.5))
    #expect(isClose(statistics.errorAboveHalf!, (errors.reduce(0) { $0 + $1 * $1 } / 5).squareRoot()))
    #expect(isClose(statistics.shareBelow5!, 0.4))
    #expect(isClose(statistics.shareBelow10!, 0.6))
    #expect(isClose(statistics.figureOfMerit(seconds: 10)!, 1 / (0.06 * 0.06 * 10)))
    #expect(statistics.figureOfMerit(seconds: 0) == nil)
  }

  @Test("χ² of counts by hand")
  func chiSquare() {
    // 40 and 60 of equal weight: m = 50, χ² = 2·10²/50 = 4; 100 of 1000 and 160 of 2000: expected 86 2/3 and
    // 173 1/3, χ² = 13.33²·(1/86.67 + 1/173.33) = 3.0769…; the bin of 3 and 5 is too small to count.
    let equal = Self.gather([([40, 3], 10), ([60, 5], 10)], rule: .sum)
    #expect(isClose(equal.chiSquare!.value, 4))
    #expect(equal.chiSquare!.degreesOfFreedom == 1)
    #expect(isClose(equal.chiSquare!.probability, 0.0455002638963584, tolerance: 1e-12))
    let unequal = Self.gather([([100], 1000), ([160], 2000)], rule: .sum)
    #expect(isClose(unequal.chiSquare!.value, 40.0 / 13))
    #expect(Self.gather([([40], 10), ([60], 10)]).chiSquare == nil)
    #expect(Self.gather([([4], 10), ([4], 10)], rule: .sum).chiSquare == nil)
  }

  @Test("χ² sees counts that scatter more than Poisson's, and counts that were copied")
  func chiSquareFails() {
    var random = SeededGenerator(seed: 1)
    func poisson() -> Double {
      // 400 chances of 1/4: nearly Poisson, of mean 100 and variance 75.
      Double((0..<400).count { _ in random.next() % 4 == 0 })
    }
    let sound = Self.gather((0..<6).map { _ in ((0..<40).map { _ in poisson() }, 1) }, rule: .sum)
    let ratio = sound.chiSquare!.value / Double(sound.chiSquare!.degreesOfFreedom)
    #expect((0.6...0.9).contains(ratio))
    let scaled = Self.gather(
      (0..<6).map { index in ((0..<40).map { _ in poisson() * (index == 2 ? 1.3 : 1) }, 1) }, rule: .sum)
    #expect(scaled.chiSquare!.probability < 1e-10)
    #expect(scaled.outliers.first { $0.kind == .total }?.index == 2)
    let one = (0..<40).map { _ in poisson() }
    #expect(Self.gather((0..<6).map { _ in (one, 1) }, rule: .sum).chiSquare!.probability > 1 - 1e-12)
  }

  @Test(
    "R falls as one over the root of the primaries, for equal and unequal contributions", arguments: [1, 4])
  func slope(spread: Int) {
    var random = SeededGenerator(seed: 2)
    var slopes: [Double] = []
    for _ in 0..<100 {
      let contributions = (0..<20).map { index in
        let weight = Double(100 * (1 + index * 7 % spread))
        return ((0..<200).map { _ in 1 + (uniform(&random) - 0.5) / weight.squareRoot() }, weight)
      }
      slopes.append(Self.gather(contributions).slope!)
    }
    let mean = slopes.reduce(0, +) / 100
    #expect(abs(mean + 0.5) < 0.01)
    #expect(slopes.allSatisfy { abs($0 + 0.5) < 0.15 })
  }

  @Test("R does not fall where contributions come from further and further away")
  func noSlope() {
    let drift = (0..<20).map { index in ((0..<5).map { _ in 1 + 0.01 * Double(index * index) }, 1.0) }
    #expect(Self.gather(drift).slope! > -0.2)
    #expect(Self.gather(Array(drift.prefix(3))).slope == nil)
    // One bin says too little.
    #expect(Self.gather(drift.map { ([$0.0[0]], $0.1) }).slope == nil)
  }

  private func uniform(_ random: inout SeededGenerator) -> Double { Double(random.next() >> 11) * 0x1p-53 }

  @Test("of bins below half the largest value the one number of a page knows nothing")
  func aboveHalf() {
    let statistics = Self.gather([([9, 4, 5.5, -20], 1), ([11, 1, 6.5, -30], 1)])
    #expect(isClose(statistics.errorAboveHalf!, ((0.01 + 1 / 144.0) / 2).squareRoot()))
  }

  @Test("the variance of the variance takes five contributions")
  func variance() {
    let parts = (1...5).map { ([Double($0 * $0)], 1.0) }
    #expect(Self.gather(Array(parts.prefix(4))).varianceOfVariance == nil)
    #expect(Self.gather(parts).varianceOfVariance != nil)
  }

  @Test("one contribution, zeros, and what is not finite are said to be so")
  func nothing() {
    let one = Self.gather([([1, 2, 0], 5)])
    #expect(one.contributions == 1)
    #expect(one.nonZeroBins == 2)
    #expect(one.relativeError == nil)
    #expect(one.shareBelow5 == nil)
    #expect(one.varianceOfVariance == nil)
    #expect(one.outliers == [])
    #expect(one.figureOfMerit(seconds: 1) == nil)
    let zeros = Self.gather([([0, 0], 5), ([0, 0], 5), ([0, 0], 5)])
    #expect(zeros.nonZeroBins == 0)
    #expect(zeros.relativeError == nil)
    #expect(zeros.slope == nil)
    let broken = Self.gather([([1, .nan, .infinity], 1), ([3, 1, 1], 1), ([2, 2, 2], 1)])
    #expect(broken.nonFiniteBins == 2)
    #expect(broken.nonZeroBins == 1)
    #expect(broken.relativeError != nil)
    #expect(broken.outliers == [])
    let skipped = Self.gather([([1, .nan], 1), ([3, 1], 1), ([2, 2], 1)], policy: .skip)
    #expect(skipped.nonFiniteBins == 0)
    #expect(isClose(skipped.relativeError!.worst, 0.5 / 1.5))
    #expect(Self.gather([]).bins == 0)
  }
}
