import Foundation
import Testing

@testable import EbbSamples

@Suite("RandomSource") struct RandomSourceTests {
  @Test("xoshiro256** gives its published words")
  func xoshiro() {
    var random = RandomSource(state: (1, 2, 3, 4))
    let words = (0..<6).map { _ in random.next() }
    #expect(
      words == [
        11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
        607_988_272_756_665_600,
      ])
  }

  @Test("SplitMix64 gives its published words")
  func splitMix() {
    var mixer = SplitMix64(state: 1_234_567)
    #expect(
      [mixer.next(), mixer.next(), mixer.next()] == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test("streams differ by seed and by each of their numbers")
  func streams() {
    let streams: [(UInt64, [Int])] = [
      (1, []), (2, []), (1, [0]), (1, [1]), (1, [0, 1]), (1, [1, 0]), (1, [0, 0]), (1, [-1]),
    ]
    let words = streams.map { seed, stream in
      var random = RandomSource(seed: seed, stream: stream)
      return random.next()
    }
    #expect(Set(words).count == words.count)
  }

  @Test("standard() has mean 0, variance 1 and stays within 6")
  func standard() {
    var random = RandomSource(seed: 5)
    let draws = (0..<100_000).map { _ in random.standard() }
    let (mean, variance) = moments(draws)
    #expect(abs(mean) < 4 / 316.0)
    #expect(abs(variance - 1) < 4 * 1.4 / 316)
    #expect(draws.allSatisfy { abs($0) <= 6 })
  }

  @Test(
    "poisson() has the mean, the variance and the share of zeros of its distribution",
    arguments: [0.0, 0.02, 0.7, 4, 9.99, 10, 10.01, 37.5, 400, 123_456])
  func poisson(mean: Double) {
    var random = RandomSource(seed: 11, stream: [Int(mean * 100)])
    let count = 40_000
    let draws = (0..<count).map { _ in Double(random.poisson(mean)) }
    let (found, variance) = moments(draws)
    let error = (mean / Double(count)).squareRoot()
    #expect(abs(found - mean) <= 4.5 * error)
    // The variance of a Poisson variable's square has the terms 2·mean² + mean.
    #expect(abs(variance - mean) <= 4.5 * ((2 * mean * mean + mean) / Double(count)).squareRoot())
    #expect(draws.allSatisfy { $0 >= 0 })
  }

  @Test(
    "poisson() has each count as often as its distribution, on both sides of 10",
    arguments: [3.0, 9.5, 10.5, 25])
  func poissonShares(mean: Double) {
    var random = RandomSource(seed: 3)
    let count = 100_000
    var found = [Int](repeating: 0, count: 200)
    for _ in 0..<count { found[random.poisson(mean)] += 1 }
    var share = exp(-mean)
    for k in 0..<60 {
      let expected = share * Double(count)
      if expected > 20 {
        #expect(abs(Double(found[k]) - expected) <= 5 * expected.squareRoot(), "count \(k)")
      }
      share *= mean / Double(k + 1)
    }
  }
}
