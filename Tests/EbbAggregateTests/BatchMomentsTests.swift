import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

@Suite("BatchMoments")
struct BatchMomentsTests {
  private static func fold(
    _ contributions: [([Double], Double)], _ policy: NonFinitePolicy = .propagate
  ) -> BatchMoments {
    var moments = BatchMoments(policy: policy)
    for (values, weight) in contributions {
      moments.add(values, weight: weight, isFinite: values.allSatisfy { $0.isFinite })
    }
    return moments
  }

  @Test("R and VOV by hand")
  func byHand() {
    // m = 4, deviations −3, −1, 0, 4: S/w = 26, Σd⁴ = 81 + 1 + 256 = 338, VOV = 338/676 − 1/4 = 1/4;
    // s² = 26/3, error² = 26/12.
    for weight in [1.0, 1000, 0.3] {
      let moments = Self.fold([1.0, 3, 4, 8].map { ([$0], weight) })
      #expect(isClose(moments.variancesOfVariance![0], 0.25))
      #expect(isClose(moments.relativeErrors![0], (26.0 / 12).squareRoot() / 4))
    }
    // Unequal weights, with 30 digits.
    let unequal = Self.fold([([1.0], 1000), ([1.4], 2000), ([0.7], 500), ([1.1], 3000)])
    #expect(isClose(unequal.mean[0], 7450.0 / 6500))
    #expect(isClose(unequal.relativeErrors![0], Self.expectedError))
    #expect(isClose(unequal.variancesOfVariance![0], Self.expectedVariance))
  }

  private static let expectedError = 0.0999977478238344906
  private static let expectedVariance = 0.16166989261237355485

  @Test("all moments are those of two passes, to 1e-9 of what they are made of")
  func twoPasses() {
    var random = SeededGenerator(seed: 5)
    for round in 0..<200 {
      let count = 2 + Int(random.next() % 40)
      let offset = [0.0, 1, 1000][round % 3]
      let contributions = (0..<count).map { _ in
        (
          (0..<6).map { _ in offset + Double(random.next() % 1_000_003) / 1e6 },
          Double(1 + random.next() % 5000)
        )
      }
      let moments = Self.fold(contributions)
      for bin in 0..<6 {
        let pairs = contributions.map { (Wide($0.0[bin]), Wide($0.1)) }
        let weight = pairs.reduce(0) { $0 + $1.1 }
        let mean = pairs.reduce(0) { $0 + $1.0 * $1.1 } / weight
        let z2 = pairs.map { $0.1 * ($0.0 - mean) * ($0.0 - mean) }
        let spread = z2.reduce(0, +)
        let expected = Double(z2.reduce(0) { $0 + $1 * $1 } / (spread * spread)) - 1 / Double(count)
        #expect(isClose(moments.mean[bin], Double(mean)))
        #expect(isClose(moments.spread[bin], Double(spread), tolerance: 1e-9))
        #expect(isClose(moments.variancesOfVariance![bin], expected, tolerance: 1e-9, scale: 1))
      }
    }
  }

  @Test("the mean and the error are those that are exported, bins that skip contributions too")
  func sameAsWeightedMean() {
    var random = SeededGenerator(seed: 6)
    for policy in NonFinitePolicy.allCases {
      for _ in 0..<50 {
        let contributions = (0..<5).map { _ in
          (
            (0..<8).map { _ in random.next() % 7 == 0 ? .nan : 1 + Double(random.next() % 999) },
            Double(1 + random.next() % 50)
          )
        }
        let moments = Self.fold(contributions, policy)
        var mean = WeightedMean(policy: policy)
        for (values, weight) in contributions {
          mean.add(values, weight: weight, isFinite: values.allSatisfy { $0.isFinite })
        }
        for bin in 0..<8 {
          let error = mean.standardErrors![bin] / mean.mean[bin]
          #expect(isClose(moments.relativeErrors![bin], error.isFinite ? error : .nan))
          let counted = moments.counts(bin) > 0 && mean.mean[bin].isFinite
          if counted { #expect(isClose(moments.mean[bin], mean.mean[bin])) }
        }
      }
    }
  }

  @Test("one contribution, no bins, zeros, and contributions that are the same, have no error to speak of")
  func nothing() {
    #expect(Self.fold([([1, 2], 3)]).relativeErrors == nil)
    #expect(Self.fold([([1, 2], 3)]).variancesOfVariance == nil)
    #expect(Self.fold([([], 3), ([], 3)]).relativeErrors == [])
    let zeros = Self.fold([([0], 1), ([0], 1), ([0], 1)])
    #expect(zeros.relativeErrors![0].isNaN)
    #expect(zeros.variancesOfVariance![0].isNaN)
    #expect(zeros.squaredRelativeNorm == nil)
    let same = Self.fold([([5], 1), ([5], 2)])
    #expect(same.relativeErrors == [0])
    #expect(same.variancesOfVariance![0].isNaN)
  }

  @Test("values of any size: what cannot be said is NaN")
  func anySize() {
    for size in [1e-300, 1e-150, 1e-70, 1, 1e70, 1e150] {
      let moments = Self.fold([1.0, 3, 4, 8].map { ([$0 * size], 10) })
      let variance = moments.variancesOfVariance![0]
      #expect(variance.isNaN || isClose(variance, 0.25, tolerance: 1e-9))
      if (1e-70...1e70).contains(size) { #expect(!variance.isNaN) }
    }
  }
}
