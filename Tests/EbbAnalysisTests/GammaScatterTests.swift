import EbbTestSupport
import Glibc
import Testing

@testable import EbbAnalysis

/// The error of a gamma pass rate, and what noise alone would give.
@Suite("Scatter of the gamma pass rate") struct GammaScatterTests {
  private static let axis = (0..<40).map { Double($0) * 0.2 }
  private static let index = GammaIndex(dose: 0.02, distance: 0.1)

  /// Contributions of 1 ± `noise` times `factor`, a third of it common to all bins.
  private static func replicates(_ count: Int, noise: Double, factor: Double = 1, _ seed: UInt64)
    -> Replicates
  {
    var random = SeededGenerator(seed: seed)
    func normal() -> Double {
      var sum = -6.0
      for _ in 0..<12 { sum += Double(random.next() >> 11) * 0x1p-53 }
      return sum
    }
    let values = (0..<count).map { _ -> [Double] in
      let common = normal() / 3
      return axis.map { _ in factor * (1 + noise * (common + normal())) }
    }
    return Replicates(weights: values.map { _ in 1 }, values: values, contributions: count)
  }

  private static func side(_ replicates: Replicates, keeps: Bool = true) -> GammaScatter.Side {
    let count = Double(replicates.count)
    let mean = axis.indices.map { bin -> Double in
      replicates.values.reduce(0.0) { sum, values in sum + values[bin] } / count
    }
    let errors = axis.indices.map { bin -> Double in
      var squares = 0.0
      for values in replicates.values { squares += (values[bin] - mean[bin]) * (values[bin] - mean[bin]) }
      return (squares / count / (count - 1)).squareRoot()
    }
    return GammaScatter.Side(
      GammaIndex.Map(axes: [axis], values: mean), errors: errors, replicates: keeps ? replicates : nil)
  }

  private static func passing(_ a: GammaScatter.Side, _ b: GammaScatter.Side) async throws -> Double {
    let found = try await index.values(reference: a.map, evaluated: b.map, threads: 1)
    return Double(found.count { $0 <= 1 }) / Double(found.count)
  }

  @Test("where nothing but noise differs, noise alone gives about what is found")
  func noise() async throws {
    var (found, alone) = (0.0, 0.0)
    for seed in 0..<20 {
      let a = Self.side(Self.replicates(6, noise: 0.05, UInt64(2 * seed)))
      let b = Self.side(Self.replicates(6, noise: 0.05, UInt64(2 * seed + 1)))
      let rate = try await Self.passing(a, b)
      let scatter = try await GammaScatter.of(rate, bins: 40, Self.index, a, b, threads: 1)
      found += rate / 20
      alone += try #require(scatter.noisePassing) / 20
      #expect(try #require(scatter.error) > 0)
    }
    #expect(found < 0.9)
    #expect(abs(found - alone) < 0.06, "\(found), of noise alone \(alone)")
  }

  @Test("where the sides differ by more than noise, noise alone passes, of either side")
  func difference() async throws {
    let a = Self.side(Self.replicates(4, noise: 0.005, 1))
    let b = Self.side(Self.replicates(4, noise: 0.005, factor: 1.04, 2))
    let rate = try await Self.passing(a, b)
    #expect(rate < 0.1)
    let kept = try await GammaScatter.of(rate, bins: 40, Self.index, a, b, threads: 2)
    #expect(try #require(kept.noisePassing) > 0.95)
    let lone = Self.side(Self.replicates(4, noise: 0.005, 1), keeps: false)
    #expect(
      try #require(try await GammaScatter.of(rate, bins: 40, Self.index, lone, b, threads: 1).noisePassing)
        > 0.9)
    // The same on any number of threads.
    #expect(try await GammaScatter.of(rate, bins: 40, Self.index, a, b, threads: 1) == kept)
  }

  @Test("the error is the jackknife's over both sides, by hand")
  func error() async throws {
    let (x, y) = (Self.replicates(3, noise: 0.05, 5), Self.replicates(4, noise: 0.05, 6))
    let (a, b) = (Self.side(x), Self.side(y))
    let rate = try await Self.passing(a, b)
    var variance = 0.0
    for (isFirst, side) in [(true, x), (false, y)] {
      var without: [Double] = []
      for left in 0..<side.count {
        let rest = side.values.enumerated().filter { $0.offset != left }.map(\.element)
        let mean = GammaIndex.Map(
          axes: [Self.axis],
          values: Self.axis.indices.map { bin -> Double in
            rest.reduce(0.0) { sum, values in sum + values[bin] } / Double(rest.count)
          })
        let kept = GammaScatter.Side(mean, errors: nil, replicates: nil)
        without.append(try await Self.passing(isFirst ? kept : a, isFirst ? b : kept))
      }
      let count = Double(side.count)
      let average = without.reduce(0, +) / count
      let squares = without.reduce(0.0) { sum, rate in sum + (rate - average) * (rate - average) }
      variance += (count - 1) / count * squares
    }
    let found = try await GammaScatter.of(rate, bins: 40, Self.index, a, b, threads: 1).error
    #expect(abs(try #require(found) - variance.squareRoot()) < 1e-9)
  }

  @Test("without contributions, and of more bins than can be computed often, there is neither")
  func none() async throws {
    let (a, b) = (Self.side(Self.replicates(3, noise: 0.1, 1)), Self.side(Self.replicates(3, noise: 0.1, 2)))
    let (lone, other) = (
      Self.side(Self.replicates(3, noise: 0.1, 1), keeps: false),
      Self.side(Self.replicates(3, noise: 0.1, 2), keeps: false)
    )
    #expect(try await GammaScatter.of(0.5, bins: 40, Self.index, lone, other, threads: 1) == GammaScatter())
    let many = Int(GammaScatter.maxBins)
    #expect(try await GammaScatter.of(0.5, bins: many, Self.index, a, b, threads: 1) == GammaScatter())
  }

  @Test("it ends where its task is cancelled")
  func cancelled() async throws {
    let (a, b) = (Self.side(Self.replicates(3, noise: 0.1, 1)), Self.side(Self.replicates(3, noise: 0.1, 2)))
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await GammaScatter.of(0.5, bins: 40, Self.index, a, b, threads: 2)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
