import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAnalysis

@Suite("Bootstrap of contributions")
struct BootstrapTests {
  private static func normal(_ random: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }
  }

  @Test(
    "directions have length 1, lie at right angles to the roots of the weights, and come in opposite pairs")
  func directions() {
    let weights = [1.0, 100, 7, 30]
    for draw in 0..<20 {
      let direction = Bootstrap.direction(draw: draw, weights: weights)
      let along = zip(direction, weights).reduce(0) { $0 + $1.0 * $1.1.squareRoot() }
      #expect(abs(along) < 1e-12)
      #expect(abs(direction.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
    }
    #expect(
      Bootstrap.direction(draw: 6, weights: weights)
        == Bootstrap.direction(draw: 7, weights: weights).map { -$0 })
  }

  @Test(
    "of a mean its error is the standard error, for equal and unequal contributions, and the same on any threads",
    arguments: [[5.0, 5, 5, 5, 5, 5], [1000, 10, 300, 5000, 700]])
  func mean(weights: [Double]) async throws {
    var random = SeededGenerator(seed: 3)
    let values = weights.map { 10 + Self.normal(&random) / $0.squareRoot() }
    let weight = weights.reduce(0, +)
    let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / weight
    let squares = zip(weights, values).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    let replicates = Replicates(weights: weights, values: values.map { [$0] }, contributions: weights.count)
    var found: [[Double?]] = []
    for threads in [1, 3] {
      found.append(
        try await Bootstrap.errors(
          of: [mean, nil], [mean], replicates, draws: Bootstrap.draws, threads: threads
        ) { [$0[0], nil] })
    }
    // 200 draws tell it to 5 %.
    let error = (squares / (Double(weights.count - 1) * weight)).squareRoot()
    #expect(abs(try #require(found[0][0]) / error - 1) < 0.15)
    #expect(found[0] == found[1])
    #expect(found[0][1] == nil)
  }

  @Test("contributions that are alike give no error, and what cannot be negative does not become so")
  func alike() async throws {
    let same = Replicates(weights: [1, 2, 3], values: [[0.3], [0.3], [0.3]], contributions: 3)
    let errors = try await Bootstrap.errors(of: [0.3], [0.3], same, draws: 50, threads: 1) { [$0[0]] }
    #expect(errors == [0])
    let rare = Replicates(
      weights: [1, 1, 1, 1, 1, 1], values: [[6], [0], [0], [0], [0], [0]], contributions: 6)
    for draw in 0..<50 {
      #expect(rare.values(of: [1], shifted: Bootstrap.direction(draw: draw, weights: rare.weights))[0] >= 0)
    }
  }

  @Test(
    "of D95 of a noisy mesh it is the spread of 60 experiments, where the jackknife is half as large again")
  func quantile() async throws {
    let (tasks, bins) = (10, 512)
    var random = SeededGenerator(seed: 8)
    let analysis = try DoseVolumeAnalysis(
      smallPage([Double](repeating: 1, count: bins), over: [("x", 0, 8, 8), ("y", 0, 8, 8), ("z", 0, 8, 8)]),
      of: .maximum, noise: .keep)
    let index = try #require(analysis.outline.firstIndex { $0.name == "d95" })
    var (values, drawn, left): ([Double], Double, Double) = ([], 0, 0)
    for _ in 0..<60 {
      let common = (0..<tasks).map { _ in 0.01 * Self.normal(&random) }
      let parts = common.map { shift in
        (0..<bins).map { 0.9 + 0.2 * Double($0) / 512 + shift + 0.095 * Self.normal(&random) }
      }
      let mean = (0..<bins).map { bin in parts.reduce(0) { $0 + $1[bin] } / Double(tasks) }
      let replicates = Replicates(
        weights: [Double](repeating: 1, count: tasks), values: parts, contributions: tasks)
      let known = [try analysis.figures(of: mean)[index]]
      let one = { @Sendable (values: [Double]) throws(CancellationError) in
        [try analysis.figures(of: values)[index]]
      }
      values.append(try #require(known[0]))
      let error = try await Bootstrap.errors(of: known, mean, replicates, draws: 50, threads: 2, one)[0]
      drawn += try #require(error) * #require(error) / 60
      let other = try await Jackknife.errors(of: known, mean, replicates, threads: 2, one)[0]
      left += try #require(other) * #require(other) / 60
    }
    // The spread of 60 is known to 9 %.
    let ratio = drawn.squareRoot() / spread(of: values)
    #expect(0.75...1.4 ~= ratio, "\(ratio)")
    #expect(left > drawn * 1.3)
  }

  @Test("a bin that a contribution does not tell is that of the others")
  func gaps() async throws {
    // Bin 1 is told by the first two alone.
    let replicates = Replicates(
      weights: [1, 3, 2], values: [[2, 5], [4, 9], [6, .nan]], binWeights: [6, 4], contributions: 3)
    let page = [(2.0 + 12 + 12) / 6, (5.0 + 27) / 4]
    let without = (0..<3).map { replicates.values(of: page, without: $0) }
    #expect(abs(without[0][0] - 24.0 / 5) < 1e-12)
    #expect(abs(without[0][1] - 9) < 1e-12)
    #expect(abs(without[1][1] - 5) < 1e-12)
    #expect(without[2][1] == page[1])
    for draw in 0..<10 {
      let shifted = replicates.values(
        of: page, shifted: Bootstrap.direction(draw: draw, weights: replicates.weights))
      for value in shifted { #expect(value.isFinite) }
    }
  }

  @Test("errors of very small and very large figures are neither 0 nor infinite", arguments: [1e-200, 1e200])
  func magnitude(scale: Double) async throws {
    let replicates = Replicates(
      weights: [1, 1, 1], values: [[1 * scale], [2 * scale], [3 * scale]], contributions: 3)
    let left = try await Jackknife.errors(of: [2 * scale], [2 * scale], replicates, threads: 1) { [$0[0]] }
    #expect(abs(try #require(left[0]) / scale - 1 / 3.0.squareRoot()) < 1e-12)
    let drawn = try await Bootstrap.errors(of: [2 * scale], [2 * scale], replicates, draws: 200, threads: 1) {
      [$0[0]]
    }
    let error = try #require(drawn[0])
    #expect(0.4...0.75 ~= error / scale)
  }
}
