import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbAggregate

/// Averages of what was scored over tasks: their values, errors and merging.
@Suite("Ratios over tasks")
struct RatioMeanTests {
  private static func ratio(
    _ values: [[Double]], _ parts: [[Double]], _ weights: [Double]
  ) -> RatioMean {
    var ratio = RatioMean()
    for ((value, part), weight) in zip(zip(values, parts), weights) {
      ratio.add(value, denominators: part, weight: weight, policy: .propagate)
    }
    return ratio
  }

  @Test("a ratio of sums, with the error of two passes")
  func twoPasses() throws {
    var random = SeededGenerator(seed: 5)
    let weights = (0..<9).map { _ in Double.random(in: 1...5, using: &random) }
    let parts = (0..<9).map { _ in [Double.random(in: 0.1...2, using: &random)] }
    let values = (0..<9).map { _ in [Double.random(in: 3...9, using: &random)] }
    let found = Self.ratio(values, parts, weights)
    let shares = zip(parts, weights).map { $0[0] * $1 }
    let whole = shares.reduce(0, +)
    let mean = zip(shares, values).reduce(0) { $0 + $1.0 * $1.1[0] } / whole
    let residuals = zip(shares, values).reduce(0) {
      $0 + ($1.0 * ($1.1[0] - mean)) * ($1.0 * ($1.1[0] - mean))
    }
    let rest = 1 - shares.reduce(0) { $0 + $1 * $1 } / (whole * whole)
    #expect(abs(found.ratios[0] / mean - 1) < 1e-14)
    let error = try #require(found.standardErrors?[0])
    #expect(abs(error / ((8.0 / 9 * residuals).squareRoot() / whole / rest) - 1) < 1e-12)
  }

  @Test("parts merge to what all come to, whatever the cut")
  func merging() {
    var random = SeededGenerator(seed: 11)
    let weights = (0..<12).map { _ in Double.random(in: 1...1000, using: &random) }
    let parts = (0..<12).map { _ in
      (0..<6).map { _ in Bool.random(using: &random) ? Double.random(in: 0...1, using: &random) : 0 }
    }
    let values = (0..<12).map { _ in (0..<6).map { _ in Double.random(in: 1...30, using: &random) } }
    let whole = Self.ratio(values, parts, weights)
    for cut in 1..<12 {
      var merged = Self.ratio(Array(values[..<cut]), Array(parts[..<cut]), Array(weights[..<cut]))
      merged.merge(Self.ratio(Array(values[cut...]), Array(parts[cut...]), Array(weights[cut...])))
      #expect(merged.hits == whole.hits && merged.count == whole.count)
      for (a, b) in zip(merged.ratios, whole.ratios) { #expect(abs(a - b) < 1e-12 * abs(b) || a == b) }
      for (a, b) in zip(merged.standardErrors ?? [], whole.standardErrors ?? []) {
        #expect(a.isNaN && b.isNaN || abs(a - b) <= 1e-9 * b)
      }
    }
  }

  @Test("a constant ratio stays itself, without an error")
  func constant() {
    let parts: [[Double]] = [[1, 0, 2], [0.5, 0, 0], [3, 0, 0.1]]
    let found = Self.ratio([[4, 0, 4], [4, 0, 0], [4, .nan, 4]], parts, [1000, 500, 2000])
    #expect(found.ratios == [4, 0, 4] && found.hits == [3, 0, 2])
    #expect(found.standardErrors?[0] == 0 && found.standardErrors?[2] == 0)
    #expect(found.standardErrors?[1].isNaN == true)
  }

  /// 2,000 experiments of tasks of 1000, 500, 2000, … primaries, with from 0.2 to 2,000 hits a bin and task.
  @Test(
    "bias below 1 % from 20 hits on, and coverage near what so many contributions allow",
    arguments: [(0.2, 60), (2, 12), (20, 12), (200, 12), (2000, 6)])
  func coverage(hits: Double, tasks: Int) {
    var random = SeededGenerator(seed: UInt64(hits * 10) + 1)
    let experiments = 2000
    let weights = (0..<tasks).map { [1000.0, 500, 2000][$0 % 3] }
    let meanWeight = weights.reduce(0, +) / Double(tasks)
    var (sum, measured, covered, known) = (0.0, 0, 0, 0)
    for _ in 0..<experiments {
      var ratio = RatioMean()
      for weight in weights {
        let (part, product) = Self.scored(hits * weight / meanWeight, &random)
        ratio.add(
          [part > 0 ? product / part : 0], denominators: [part / weight], weight: weight, policy: .propagate)
      }
      guard ratio.hits[0] > 0 else { continue }
      measured += 1
      sum += ratio.ratios[0]
      guard let error = ratio.standardErrors?[0], error.isFinite else { continue }
      known += 1
      if abs(ratio.ratios[0] - 10) < error { covered += 1 }
    }
    let bias = sum / Double(measured) / 10 - 1
    let share = Double(covered) / Double(known)
    let allowed = Self.studentWithinOne(tasks - 1)
    print("\(hits) hits in each of \(tasks) tasks: bias \(bias), coverage \(share) of \(allowed)")
    if hits * Double(tasks) > 20 { #expect(abs(bias) < 0.01) }
    // Chance: 1.1 % of 2,000 experiments, three times.
    if hits * Double(tasks) > 200 { #expect(abs(share - allowed) < 0.03 + 0.033) }
  }

  /// Hits of unequal weight and a LET of mean 10: Σ d and Σ d·L. Beyond 50 hits by the normal distribution.
  private static func scored(_ expected: Double, _ random: inout SeededGenerator) -> (Double, Double) {
    func uniform() -> Double { Double.random(in: Double.leastNonzeroMagnitude..<1, using: &random) }
    func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
    if expected > 50 {
      // d is exponential of mean 1, L of mean 10 and variance 25, both independent.
      let count = max(1, expected + expected.squareRoot() * normal())
      let part = count + count.squareRoot() * normal()
      return (part, 10 * part + 5 * (2 * count).squareRoot() * normal())
    }
    var (part, product) = (0.0, 0.0)
    var left = exp(-expected)
    var number = 0
    var draw = uniform()
    while draw > left {
      number += 1
      left += exp(-expected) * (1...number).reduce(1) { $0 * expected / Double($1) }
      if number > 1000 { draw = 0 }
    }
    for _ in 0..<number {
      let weight = -log(uniform())
      let value = 2.5 * (0..<4).reduce(0) { total, _ in total - log(uniform()) }
      part += weight
      product += weight * value
    }
    return (part, product)
  }

  /// The share of Student's t of so many degrees of freedom within −1 and 1, by Simpson's rule.
  private static func studentWithinOne(_ degrees: Int) -> Double {
    let n = Double(degrees)
    let scale = exp(lgamma((n + 1) / 2) - lgamma(n / 2)) / (n * .pi).squareRoot()
    func density(_ t: Double) -> Double { scale * pow(1 + t * t / n, -(n + 1) / 2) }
    let steps = 200
    let h = 2.0 / Double(steps)
    return (0...steps).reduce(0) { total, step in
      let factor = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
      return total + factor * density(-1 + Double(step) * h)
    } * h / 3
  }

  @Test("without a denominator zeros are no measurements, and what is not finite follows the policy")
  func hitsOnly() throws {
    let found = try Self.hits(.propagate)
    #expect(found.values[0] == 6.5)
    #expect(found.values[1].isNaN)
    #expect(abs(found.values[2] - (2 * 8 + 3 * 4) / 5.0) < 1e-14)
    #expect(found.values[3] == .infinity && found.errors?[3].isNaN == true)
    #expect(found.binContributions == [2, 1, 2, 3])
    let skipped = try Self.hits(.skip)
    #expect(skipped.values[1] == 0 && skipped.values[3] == (1 + 3 * 2) / 4.0)
    #expect(skipped.binContributions == [2, 0, 2, 2])
  }

  @Test("the standard deviation of a ratio is its error times the root of the contributions that hit the bin")
  func deviation() throws {
    let errors = try #require(try Self.hits(.propagate).errors)
    let deviations = try #require(try Self.hits(.propagate, .stddev).errors)
    // Three contributions, of which two have hit: not the root of 3.
    #expect(errors[0] > 0 && abs(deviations[0] - errors[0] * 2.0.squareRoot()) < 1e-12)
    #expect(errors[2] > 0 && abs(deviations[2] - errors[2] * 2.0.squareRoot()) < 1e-12)
  }

  private static func hits(
    _ policy: NonFinitePolicy, _ errors: ErrorKind = .stderr
  ) throws -> AggregatedValues {
    var aggregator = PageAggregator(policy: policy)
    for (index, values) in [[5.0, 0, 0, 1], [0, .nan, 8, .infinity], [7, 0, 4, 2]].enumerated() {
      try aggregator.add(
        StoredPage(
          quantity: "DLET", unit: "keV/um",
          metadata: Metadata([Metadata.Entry(name: "page_normalized", value: "3")]),
          axes: [StoredAxis(name: "Position (Z)", unit: "cm", centres: [1, 2, 3, 4])], values: values,
          isFinite: values.allSatisfy(\.isFinite), simulator: .shieldhit),
        id: PageID(Int64(index)), weight: [1, 2, 3][index])
    }
    return aggregator.finish(errors: errors)
  }
}
