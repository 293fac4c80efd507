import EbbTestSupport
import Glibc
import Testing

@testable import EbbAnalysis

/// The chance of a difference by dealing contributions anew.
@Suite("Permutation test") struct PermutationTestTests {
  private struct Normal {
    var random: SeededGenerator

    init(_ seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func next() -> Double {
      let (u, v) = (Double(random.next() >> 11) * 0x1p-53, Double(random.next() >> 11) * 0x1p-53)
      return (-2 * log(1 - u)).squareRoot() * cos(2 * .pi * v)
    }
  }

  /// Contributions of which half the scatter is common to all bins.
  private static func side(
    _ count: Int, bins: Int, weights: [Double]? = nil, shift: Double = 0, _ normal: inout Normal
  ) -> Replicates {
    let weights = weights ?? [Double](repeating: 1, count: count)
    return Replicates(
      weights: weights,
      values: weights.map { weight in
        let common = normal.next()
        return (0..<bins).map { _ in 10 + shift + (common + normal.next()) / weight.squareRoot() }
      }, contributions: count)
  }

  /// Σ z² and the largest |z| of a deal, word by word.
  private func slow(_ parts: [(weight: Double, values: [Double])], _ deal: Set<Int>) -> (Double, Double) {
    func mean(_ bin: Int, _ isIn: Bool) -> (mean: Double, variance: Double) {
      let own = parts.enumerated().filter { deal.contains($0.offset) == isIn }.map(\.element)
      let weight = own.reduce(0) { $0 + $1.weight }
      let mean = own.reduce(0) { $0 + $1.weight * $1.values[bin] } / weight
      let spread = own.reduce(0) { $0 + $1.weight * ($1.values[bin] - mean) * ($1.values[bin] - mean) }
      return (mean, spread / (Double(own.count - 1) * weight))
    }
    let squares = parts[0].values.indices.map { bin -> Double in
      let (a, b) = (mean(bin, true), mean(bin, false))
      return (a.mean - b.mean) * (a.mean - b.mean) / (a.variance + b.variance)
    }
    return (squares.reduce(0, +), squares.max()!.squareRoot())
  }

  @Test("counts all deals that differ as much", arguments: [(3, 4), (2, 2), (5, 3)])
  func exact(first: Int, second: Int) async throws {
    var normal = Normal(3)
    let a = Self.side(first, bins: 4, weights: (1...first).map(Double.init), &normal)
    let b = Self.side(second, bins: 4, shift: 1, &normal)
    let parts = Array(zip(a.weights + b.weights, Array(a.values) + Array(b.values))).map {
      (weight: $0, values: $1)
    }
    let deals = (0..<1 << parts.count).map { bits in Set(parts.indices.filter { bits >> $0 & 1 == 1 }) }
      .filter { $0.count == first }
    let own = slow(parts, Set(0..<first))
    let others = deals.map { slow(parts, $0) }
    let found = try #require(try await PermutationTest.test(a, b, threads: 2))
    let count = Double(deals.count)
    #expect(found.sumProbability == Double(others.count { $0.0 >= own.0 * (1 - 1e-9) }) / count)
    #expect(found.largestProbability == Double(others.count { $0.1 >= own.1 * (1 - 1e-9) }) / count)
    #expect(found.leastProbability == (first == second ? 2 : 1) / count)
  }

  @Test("of three tasks and three, the least chance is a tenth, and a large difference has it")
  func least() async throws {
    var normal = Normal(4)
    let a = Self.side(3, bins: 20, &normal)
    let found = try await PermutationTest.test(a, Self.side(3, bins: 20, shift: 100, &normal), threads: 1)
    #expect(found?.sumProbability == 0.1 && found?.leastProbability == 0.1)
  }

  @Test(
    "is uniform where nothing differs, though bins are correlated and tasks unequal", arguments: [3, 5, 10])
  func null(count: Int) async throws {
    var normal = Normal(UInt64(count))
    var chances: [Double] = []
    for _ in 0..<300 {
      let weights = (0..<count).map { Double(1 + $0 % 3) }
      let a = Self.side(count, bins: 12, weights: weights, &normal)
      let b = Self.side(count, bins: 12, weights: weights, &normal)
      chances.append(try #require(try await PermutationTest.test(a, b, threads: 1)).sumProbability)
    }
    for level in [0.1, 0.5] {
      let share = Double(chances.count { $0 <= level }) / 300
      #expect(abs(share - level) < 4 * (level * (1 - level) / 300).squareRoot(), "\(share) below \(level)")
    }
  }

  @Test("any number of threads gives the same, of many drawn deals too")
  func threads() async throws {
    var normal = Normal(6)
    let (a, b) = (Self.side(12, bins: 30, &normal), Self.side(9, bins: 30, shift: 0.5, &normal))
    let one = try #require(try await PermutationTest.test(a, b, threads: 1))
    #expect(try await PermutationTest.test(a, b, threads: 3) == one)
    #expect(one.leastProbability == 1.0 / 1000)
  }

  @Test(
    "so many contributions that their deals are beyond counting, and more bins than a block",
    arguments: [40, 700])
  func many(count: Int) async throws {
    var normal = Normal(9)
    let bins = count == 40 ? 5000 : 3
    let (a, b) = (Self.side(count, bins: bins, &normal), Self.side(count, bins: bins, &normal))
    let found = try #require(try await PermutationTest.test(a, b, threads: 2))
    #expect(found.leastProbability == 1.0 / 1000 && found.sumProbability > 0.001)
  }

  @Test("a difference without any scatter is as large as can be, and none that is rounding")
  func certain() async throws {
    var normal = Normal(8)
    func side(_ constant: Double) -> Replicates {
      let values = (0..<4).map { _ in (0..<20).map { _ in normal.next() } + [constant] }
      return Replicates(weights: [1, 2, 3, 4], values: values, contributions: 4)
    }
    let found = try #require(try await PermutationTest.test(side(0.1), side(0.2), threads: 1))
    #expect(found.sumProbability == found.leastProbability)
    #expect(found.largestProbability == found.leastProbability)
    var least = 0
    for _ in 0..<10 {
      let same = try #require(try await PermutationTest.test(side(0.1), side(0.1), threads: 1))
      if same.largestProbability == same.leastProbability { least += 1 }
    }
    #expect(least < 4)
  }

  @Test("of many bins neighbours are put together, as they are of pages whose bins are not kept")
  func neighbours() async throws {
    var normal = Normal(10)
    let bins = PermutationTest.maxBins + 3
    let (a, b) = (Self.side(3, bins: bins, &normal), Self.side(3, bins: bins, &normal))
    func halves(_ side: Replicates) -> Replicates {
      var halves = Replicates(
        weights: side.weights,
        values: side.values.map { values in
          stride(from: 0, to: bins, by: 2).map { values[$0] + ($0 + 1 < bins ? values[$0 + 1] : 0) }
        }, contributions: 3)
      halves.binsOfValue = 2
      return halves
    }
    let found = try await PermutationTest.test(a, b, threads: 2)
    #expect(found != nil)
    #expect(try await PermutationTest.test(halves(a), halves(b), threads: 2) == found)
    #expect(try await PermutationTest.test(halves(a), b, threads: 2) == nil)
  }

  @Test("one contribution, and sums over different primaries, have none")
  func none() async throws {
    var normal = Normal(7)
    var a = Self.side(3, bins: 2, &normal)
    #expect(try await PermutationTest.test(a, Self.side(1, bins: 2, &normal), threads: 1) == nil)
    a.scale = 7
    #expect(try await PermutationTest.test(a, Self.side(3, bins: 2, &normal), threads: 1) == nil)
  }
}
