import EbbModel
import EbbTestSupport
import Glibc
import Testing

@testable import EbbAggregate

/// Errors of contributions of very unequal primaries.
@Suite("Unequal primaries") struct UnequalPrimariesTests {
  private static func fold(_ parts: [([Double], Double)]) -> WeightedMean {
    var mean = WeightedMean()
    for (values, weight) in parts {
      mean.add(values, weight: weight, isFinite: values.allSatisfy(\.isFinite))
    }
    return mean
  }

  private struct Source {
    var random: SeededGenerator
    mutating func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    mutating func poisson(_ mean: Double) -> Double {
      guard mean < 30 else {
        let normal = (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
        return max(0, (mean + mean.squareRoot() * normal).rounded())
      }
      var (count, product) = (0.0, uniform())
      let limit = exp(-mean)
      while product > limit {
        count += 1
        product *= uniform()
      }
      return count
    }
  }

  @Test("classes are of the nearest power of two, and cannot be what they cannot")
  func classes() {
    #expect([1, 1.41, 1.42, 2, 3000, 1e-3].map(WeightClasses.exponent) == [0, 0, 1, 1, 12, -10])
    var classes = WeightClasses()
    for weight in [10, 1000, 11, 1000.0] { classes.add(weight) }
    #expect(
      classes.classes == [
        .init(exponent: 3, count: 2, weight: 21), .init(exponent: 10, count: 2, weight: 2000),
      ])
    #expect(WeightClasses(classes.classes) == classes)
    for wrong in [
      [.init(exponent: 9, count: 0, weight: 500)], [.init(exponent: 2, count: 1, weight: 500)],
      [.init(exponent: 9, count: 1, weight: .infinity)], [.init(exponent: 9, count: 1, weight: .nan)],
      classes.classes.reversed(),
    ] as [[WeightClasses.Class]] {
      #expect(WeightClasses(wrong) == nil)
    }
  }

  @Test(
    "classes of numbers that no weights have are refused",
    arguments: [
      (Int.min, 1, 1.0), (Int.max, 1, 1.0), (0, 4, .leastNonzeroMagnitude), (0, 0, 1), (0, -1, 1),
      (0, 1, .infinity),
      (3, 1, 1),
    ])
  func hostileClasses(exponent: Int, count: Int, weight: Double) {
    #expect(WeightClasses([.init(exponent: exponent, count: count, weight: weight)]) == nil)
  }

  @Test("the error is by two passes what it is said to be, and so is its freedom")
  func twoPasses() throws {
    var source = Source(random: SeededGenerator(seed: 1))
    for weights in [
      [1000, 1000, 1000, 10, 10, 10, 10], [10, 316, 10_000, 1e5], [1e5, 3, 7, 20],
      [1, 2, 4, 8, 16, 32, 64.0],
    ] {
      let parts = weights.map { weight in
        ((0..<5).map { _ in source.uniform() / weight.squareRoot() }, weight)
      }
      let mean = Self.fold(parts)
      let whole = weights.reduce(0, +)
      let units = weights.map { pow(2, log2($0).rounded()) }
      let norm = zip(units, weights).reduce(0) { $0 + $1.0 * (1 - $1.1 / whole) }
      let errors = try #require(mean.intervalErrors)
      for bin in 0..<5 {
        let sum = zip(parts, units).reduce(0) { sum, part in
          let difference = part.0.0[bin] - mean.mean[bin]
          return sum + part.1 * part.0.1 * difference * difference
        }
        #expect(isClose(errors[bin], (sum / (whole * norm)).squareRoot(), tolerance: 1e-10))
      }
      // tr(DP)²/tr(DPDP), with P in full.
      let count = weights.count
      var (first, second) = (0.0, 0.0)
      func element(_ a: Int, _ b: Int) -> Double {
        units[a] * ((a == b ? 1 : 0) - (weights[a] * weights[b]).squareRoot() / whole)
      }
      for a in 0..<count {
        first += element(a, a)
        for b in 0..<count { second += element(a, b) * element(b, a) }
      }
      #expect(isClose(mean.degreesOfFreedom, first * first / second, tolerance: 1e-10))
    }
  }

  @Test("equal and moderately unequal tasks have the plain error, with n − 1 degrees of freedom")
  func plain() throws {
    for weights in [[1000, 1000, 1000], [1000, 2000, 1000, 1500], [100, 300, 200, 100, 200.0]] {
      let mean = Self.fold(weights.enumerated().map { ([Double($0 * $0), 7, 1 / $1], $1) })
      let divisor = Double(weights.count - 1) * weights.reduce(0, +)
      #expect(mean.standardErrors == mean.spreads?.map { ($0 / divisor).squareRoot() })
      #expect(mean.degreesOfFreedom == Double(weights.count - 1))
    }
    // Of one class there is no other array, and none to write.
    #expect(Self.fold([([1], 1000), ([2], 1001), ([3], 1300)]).unequal == nil)
  }

  @Test(
    "the truth lies within as often as is said, where a history in a thousand hits",
    arguments: [
      [1e4, 100, 1e4, 100, 1e4, 100], [1e4, 1e4, 1e4, 1e4, 1e3, 1e3, 1e3, 1e3],
      [10, 100, 1000, 1e4, 1e5], [10, 30, 100, 300, 1000, 3000, 1e4, 3e4, 1e5],
      [1e5, 1e3, 1e3, 1e3, 1e3, 1e3],
      [3000, 3000, 3000, 10, 10, 10, 10],
    ])
  func coverage(weights: [Double]) throws {
    var source = Source(random: SeededGenerator(seed: UInt64(weights.count)))
    // Each bin is an experiment.
    let (rate, experiments) = (0.001, 4000)
    let parts = weights.map { weight in
      ((0..<experiments).map { _ in source.poisson(rate * weight) / weight }, weight)
    }
    let mean = Self.fold(parts)
    let errors = try #require(mean.intervalErrors)
    // As large as the true spread, in the mean of squares.
    let stated = errors.reduce(0) { $0 + $1 * $1 } / Double(experiments)
    #expect(abs((stated * weights.reduce(0, +) / rate).squareRoot() - 1) < 0.08)
    let factor = StudentT.halfWidth(0.682689492137, degreesOfFreedom: mean.degreesOfFreedom)
    let share =
      Double(zip(mean.mean, errors).count { abs($0 - rate) <= $1 * factor }) / Double(experiments)
    #expect(abs(share - 0.683) < 0.05, "\(share)")
  }

  @Test("a bin that is not finite has no error, and the others have theirs")
  func notFinite() throws {
    let parts: [([Double], Double)] = [
      ([1, .nan, 2, 1], 1000), ([2, 1, .infinity, 2], 1000), ([4, 1, 1, 4], 10), ([3, 1, 1, 3], 10),
    ]
    let errors = try #require(Self.fold(parts).intervalErrors)
    #expect(errors[1].isNaN && errors[2].isNaN)
    #expect(errors[0] == errors[3] && errors[0] > 0)
  }

  @Test("values whose squares no number holds have no error, and not 0 or an infinite one")
  func magnitudes() throws {
    for weights in [[10, 10, 10], [1000, 1000, 10.0]] {
      let parts = weights.enumerated().map { index, weight in
        let value = 1 + Double(index)
        return (
          [value * 1e-170, value * 1e160, value, .leastNonzeroMagnitude, 0, value * 1e-140, 1e-100], weight
        )
      }
      let errors = try #require(Self.fold(parts).intervalErrors)
      #expect(errors[0].isNaN && errors[1].isNaN && errors[3].isNaN)
      #expect(errors[2] > 0 && errors[4] == 0 && errors[6] == 0)
      #expect(isClose(errors[5], errors[2] * 1e-140, tolerance: 1e-9))
    }
  }

  @Test("statistics have the errors of an export", arguments: [[1000, 1000, 10, 10.0], [1000, 1000, 1500]])
  func statistics(weights: [Double]) throws {
    var moments = BatchMoments()
    var mean = WeightedMean()
    for (index, weight) in weights.enumerated() {
      let values = [1 + Double(index), 2, 5 - Double(index)]
      moments.add(values, weight: weight, isFinite: true)
      mean.add(values, weight: weight, isFinite: true)
    }
    let relative = try #require(moments.relativeErrors)
    for (bin, error) in try #require(mean.standardErrors).enumerated() {
      #expect(isClose(relative[bin], error / mean.mean[bin]))
    }
  }
}
