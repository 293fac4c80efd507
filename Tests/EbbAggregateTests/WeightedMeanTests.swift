import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

@Suite("WeightedMean")
struct WeightedMeanTests {
  @Test("small cases by hand")
  func byHand() {
    // W = 4, m = (1 + 9)/4 = 2.5, S = 1·1.5² + 3·0.5² = 3, error = √(3/(1·4)).
    let two = fold([([1], 1), ([3], 3)])
    #expect(two.weight == 4)
    #expect(two.mean == [2.5])
    #expect(isClose(two.standardErrors![0], 0.75.squareRoot()))
    // s² = ((2−4)² + (4−4)² + (6−4)²)/2 = 4, s/√3.
    let three = fold([([2], 10), ([4], 10), ([6], 10)])
    #expect(three.mean == [4])
    #expect(isClose(three.standardErrors![0], 2 / 3.0.squareRoot()))
    #expect(fold([([5, 7], 1), ([5, 7], 99)]).standardErrors! == [0, 0])
  }

  @Test("one contribution has no error", arguments: [NonFinitePolicy.propagate, .skip])
  func oneContribution(policy: NonFinitePolicy) {
    let one = fold([([1, 2, .nan], 1_000)], policy)
    #expect(one.count == 1)
    #expect(one.standardErrors == nil)
    #expect(one.mean[0..<2] == [1, 2])
    #expect(one.mean[2].isNaN)
    let none = WeightedMean(policy: policy)
    #expect(none.mean == [])
    #expect(none.standardErrors == nil)
  }

  @Test("pages without values keep none", arguments: [NonFinitePolicy.propagate, .skip])
  func noValues(policy: NonFinitePolicy) {
    #expect(fold([([], 1), ([], 2)], policy).standardErrors == [])
  }

  /// How random weights are drawn.
  enum Weights: CaseIterable {
    case equal, primaries, fractions, extreme

    func draw(_ random: inout SeededGenerator) -> Double {
      switch self {
      case .equal: 1_000
      case .primaries: Double(1 + random.next() % 1_000_000)
      case .fractions: Double(1 + random.next() >> 11) * 0x1p-53
      case .extreme: Double(UInt64(1) << (random.next() % 64))
      }
    }

    /// What 1e-12 is relative to. Where a weight outdoes all before, the digits that a larger mean had are gone.
    func scale(_ values: [Double]) -> Double {
      self == .extreme ? values.reduce(0) { max($0, $1.magnitude) } : 0
    }
  }

  @Test("mean and error are those of two passes, to 1e-12", arguments: Weights.allCases)
  func twoPasses(weights: Weights) {
    var random = SeededGenerator(seed: 1)
    for round in 0..<300 {
      let count = 2 + Int(random.next() % 20)
      let contributions = (0..<count).map { _ in
        (values(12, round: round, &random), weights.draw(&random))
      }
      for policy in NonFinitePolicy.allCases {
        let folded = fold(contributions, policy)
        let errors = folded.standardErrors!
        for bin in 0..<12 {
          let expected = TwoPass(contributions.map { $0.0[bin] }, weights: contributions.map(\.1))
          let scale = weights.scale(contributions.map { $0.0[bin] })
          #expect(isClose(folded.mean[bin], expected.mean, scale: scale))
          #expect(isClose(errors[bin], expected.error, scale: scale))
        }
      }
    }
  }

  @Test("for equal weights the error is s/√n")
  func equalWeights() {
    var random = SeededGenerator(seed: 2)
    for count in 2...40 {
      let numbers = (0..<count).map { _ in uniform(&random) }
      let mean = numbers.reduce(0, +) / Double(count)
      let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
      for weight in [1.0, 7, 1_000, 0.1] {
        let folded = fold(numbers.map { ([$0], weight) })
        #expect(isClose(folded.mean[0], mean))
        #expect(isClose(folded.standardErrors![0], (variance / Double(count)).squareRoot()))
      }
    }
  }

  @Test("the order, the weights' unit and halved tasks change nothing", arguments: Weights.allCases)
  func invariances(weights: Weights) {
    var random = SeededGenerator(seed: 3)
    for round in 0..<100 {
      let contributions = (0..<2 + Int(random.next() % 12)).map { _ in
        (values(8, round: round, &random), weights.draw(&random))
      }
      let folded = fold(contributions)
      let errors = folded.standardErrors!
      let shuffled = fold(contributions.shuffled(using: &random))
      let scaled = fold(contributions.map { ($0.0, $0.1 * 3.7) })
      let doubled = fold(contributions.map { ($0.0, $0.1 * 8) })
      let first = contributions[0]
      var halves = contributions
      halves[0].1 = first.1 / 2
      halves.append(halves[0])
      let halved = fold(halves)
      for bin in 0..<8 {
        let scale = weights.scale(contributions.map { $0.0[bin] })
        for other in [shuffled, scaled] {
          #expect(isClose(other.mean[bin], folded.mean[bin], scale: scale))
        }
        // Another unit moves weights from one class to another, which very unequal ones feel.
        for other in weights == .equal ? [shuffled, scaled] : [shuffled] {
          #expect(isClose(other.standardErrors![bin], errors[bin], scale: scale))
        }
        #expect(isClose(halved.mean[bin], folded.mean[bin], scale: scale))
      }
      #expect(doubled.mean == folded.mean)
      #expect(doubled.standardErrors == errors)
    }
  }

  @Test("a much heavier contribution leaves an error, not NaN or zero")
  func heavyContribution() {
    var random = SeededGenerator(seed: 4)
    for round in 0..<2_000 {
      let numbers = [uniform(&random), uniform(&random)]
      let weights = [1, Double(UInt64(1) << (40 + UInt64(round) % 24))]
      for order in [[0, 1], [1, 0]] {
        let expected = TwoPass(order.map { numbers[$0] }, weights: order.map { weights[$0] })
        for policy in NonFinitePolicy.allCases {
          // One bin that is not finite makes every bin take the slow way.
          for other in [1, Double.nan] {
            let folded = fold(order.map { ([numbers[$0], other], weights[$0]) }, policy)
            #expect(isClose(folded.standardErrors![0], expected.error))
          }
        }
      }
    }
  }

  /// Values of one bin, and what Σw·x/W is in IEEE arithmetic.
  private static let nonFinite: [([Double], Double)] = [
    ([.nan, 1, 2], .nan), ([1, .nan, 2], .nan), ([1, 2, .nan], .nan), ([.nan, .nan, .nan], .nan),
    ([.infinity, 1, 2], .infinity), ([1, .infinity, 2], .infinity), ([1, 2, .infinity], .infinity),
    ([-.infinity, 1, 2], -.infinity), ([1, -.infinity, 2], -.infinity), ([1, 2, -.infinity], -.infinity),
    ([.infinity, .infinity, 1], .infinity), ([.infinity, .infinity, .infinity], .infinity),
    ([.infinity, -.infinity, 1], .nan), ([-.infinity, 1, .infinity], .nan),
    ([1, .infinity, -.infinity], .nan),
    ([.infinity, .nan, 1], .nan), ([.nan, .infinity, 1], .nan), ([.nan, 1, -.infinity], .nan),
  ]

  @Test(
    "propagate: the mean is what Σw·x/W gives, the error NaN; other bins keep theirs", arguments: nonFinite)
  func propagate(values: [Double], mean: Double) {
    let weights: [Double] = [100, 300, 200]
    let others = [1.0, 5, 3]
    let expected = TwoPass(others, weights: weights)
    let folded = fold((0..<3).map { ([others[$0], values[$0], others[$0]], weights[$0]) })
    #expect(folded.mean[1].isNaN == mean.isNaN)
    if !mean.isNaN { #expect(folded.mean[1] == mean) }
    #expect(folded.standardErrors![1].isNaN)
    for bin in [0, 2] {
      #expect(isClose(folded.mean[bin], expected.mean))
      #expect(isClose(folded.standardErrors![bin], expected.error))
    }
    #expect(folded.binCounts == nil)
    #expect(folded.binWeights == nil)
  }

  @Test("skip: a bin is the mean of its finite contributions, with their weight", arguments: nonFinite)
  func skip(values: [Double], mean: Double) {
    let weights: [Double] = [100, 300, 200]
    let others = [1.0, 5, 3]
    let folded = fold((0..<3).map { ([others[$0], values[$0]], weights[$0]) }, .skip)
    let kept = (0..<3).filter { values[$0].isFinite }
    #expect(folded.binCounts == [3, kept.count])
    #expect(folded.binWeights == [600, kept.reduce(0) { $0 + weights[$1] }])
    #expect(isClose(folded.mean[0], TwoPass(others, weights: weights).mean))
    #expect(isClose(folded.standardErrors![0], TwoPass(others, weights: weights).error))
    let errors = folded.standardErrors!
    switch kept.count {
    case 0: #expect(folded.mean[1].isNaN && errors[1].isNaN)
    case 1: #expect(folded.mean[1] == values[kept[0]] && errors[1].isNaN)
    default:
      let expected = TwoPass(kept.map { values[$0] }, weights: kept.map { weights[$0] })
      #expect(isClose(folded.mean[1], expected.mean))
      #expect(isClose(errors[1], expected.error))
    }
  }

  @Test("skip, wherever the bins that are not finite begin")
  func skipRandom() {
    var random = SeededGenerator(seed: 5)
    let gaps = [Double.nan, .infinity, -.infinity]
    for round in 0..<300 {
      let weights = Weights.allCases[round % 4]
      let sound = Int(random.next() % 6)
      let contributions = (0..<12).map { index in
        let values = values(10, round: round, &random).map { value in
          index >= sound && random.next() % 3 == 0 ? gaps[Int(random.next() % 3)] : value
        }
        return (values, weights.draw(&random))
      }
      let folded = fold(contributions, .skip)
      for bin in 0..<10 {
        let kept = contributions.filter { $0.0[bin].isFinite }
        let count = folded.binCounts?[bin] ?? folded.count
        #expect(count == kept.count)
        guard kept.count > 1 else { continue }
        let expected = TwoPass(
          kept.map { $0.0[bin] }, weights: kept.map(\.1))
        let scale = weights.scale(kept.map { $0.0[bin] })
        #expect(isClose(folded.mean[bin], expected.mean, scale: scale))
        #expect(isClose(folded.standardErrors![bin], expected.error, scale: scale))
        let weight = folded.binWeights?[bin] ?? folded.weight
        #expect(isClose(weight, kept.reduce(0) { $0 + $1.1 }))
      }
    }
  }

  @Test("skip and propagate give the same bits where all is finite")
  func samePolicies() {
    var random = SeededGenerator(seed: 6)
    let contributions = (0..<9).map { _ in
      (values(100, round: 1, &random), Weights.primaries.draw(&random))
    }
    let (skipped, propagated) = (fold(contributions, .skip), fold(contributions))
    #expect(skipped.mean == propagated.mean)
    #expect(skipped.standardErrors == propagated.standardErrors)
    #expect(skipped.binCounts == nil)
    // The same with one more bin that is skipped.
    let gap = fold(contributions.map { ($0.0 + [.nan], $0.1) }, .skip)
    #expect(Array(gap.mean.dropLast()) == propagated.mean)
    #expect(Array(gap.standardErrors!.dropLast()) == propagated.standardErrors!)
  }

  private func fold(
    _ contributions: [(values: [Double], weight: Double)], _ policy: NonFinitePolicy = .propagate
  ) -> WeightedMean {
    var mean = WeightedMean(policy: policy)
    for (values, weight) in contributions {
      mean.add(values, weight: weight, isFinite: values.allSatisfy { $0.isFinite })
    }
    return mean
  }

  private func uniform(_ random: inout SeededGenerator) -> Double {
    Double(random.next() >> 11) * 0x1p-53
  }

  /// Positive numbers, alike or of very different size.
  private func values(_ count: Int, round: Int, _ random: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in
      switch round % 3 {
      case 0: uniform(&random)
      case 1: uniform(&random) * Double(UInt64(1) << (random.next() % 40)) * 1e-9
      default: random.next() % 3 == 0 ? 0 : uniform(&random) * 1e-6
      }
    }
  }
}
