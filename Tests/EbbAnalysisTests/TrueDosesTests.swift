import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAnalysis

@Suite("Doses without the noise of bins")
struct TrueDosesTests {
  private static func normal(_ random: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }
  }

  private static func figures(
    _ page: ResultPage, _ noise: NoiseTreatment, _ replicates: Replicates? = nil
  ) throws -> [String: Double] {
    let analysis = try DoseVolumeAnalysis(
      page, levels: [.percentOfMaximum(95)], of: .smooth, noise: noise, replicates)
    let figures = zip(analysis.outline.map(\.name), try analysis.figures(of: page.values))
    return Dictionary(uniqueKeysWithValues: figures.compactMap { name, value in value.map { (name, $0) } })
  }

  private static let mesh = [("x", 0.0, 8.0, 8), ("y", 0, 8, 8), ("z", 0, 8, 8)]

  @Test("what noise does to a uniform target is taken out, but for a fraction of the noise, outward or not")
  func uniformTargets() async throws {
    var random = SeededGenerator(seed: 3)
    let (tasks, experiments) = (5, 24)
    var ratios: [String: [Double]] = [:]
    for _ in 0..<experiments {
      let parts = (0..<tasks).map { _ in (0..<512).map { _ in 1 + 0.03 * Self.normal(&random) } }
      let mean = (0..<512).map { bin in parts.reduce(0) { $0 + $1[bin] } / Double(tasks) }
      let errors = (0..<512).map { bin in
        let squares = parts.reduce(0) { $0 + ($1[bin] - mean[bin]) * ($1[bin] - mean[bin]) }
        return (squares / Double(tasks * (tasks - 1))).squareRoot()
      }
      let page = smallPage(mean, over: Self.mesh, errors: errors)
      let found = try Self.figures(
        page, .remove,
        Replicates(weights: [Double](repeating: 1, count: tasks), values: parts, contributions: tasks))
      for name in ["d98", "d95", "d2"] {
        ratios[name, default: []].append((found[name]! - 1) / found["noise"]!)
      }
    }
    for (name, off) in ratios {
      // Half the noise, always, by the iteration alone.
      let mean = off.reduce(0, +) / Double(experiments)
      #expect(abs(mean) < 0.4, "\(name) is \(mean) of the noise off")
      #expect(off.contains { abs($0) < 0.1 }, "\(name)")
    }
  }

  @Test("three quarters of what noise of 3 % does to a uniform target are taken out at least")
  func uniform() throws {
    var random = SeededGenerator(seed: 2)
    let values = (0..<512).map { _ in 1 + 0.03 * Self.normal(&random) }
    let page = smallPage(values, over: Self.mesh, errors: [Double](repeating: 0.03, count: 512))
    let (kept, removed) = (try Self.figures(page, .keep), try Self.figures(page, .remove))
    #expect(kept["d98"]! < 0.95 && kept["v_95_percent"]! < 60)
    #expect(abs(removed["d98"]! - 1) < 0.025 && abs(removed["d2"]! - 1) < 0.025)
    #expect(removed["v_95_percent"]! > 99)
    #expect(removed["mean"] == kept["mean"])
    #expect(abs(removed["noise"]! - 0.03) < 1e-12)
  }

  @Test("what is really spread stays so, and what is kept is the staircase")
  func slope() throws {
    var random = SeededGenerator(seed: 4)
    let values = (0..<4096).map { 0.9 + 0.2 * Double($0) / 4096 + 0.01 * Self.normal(&random) }
    let page = smallPage(
      values, over: [("x", 0, 16, 16), ("y", 0, 16, 16), ("z", 0, 16, 16)],
      errors: [Double](repeating: 0.01, count: 4096))
    let removed = try Self.figures(page, .remove)
    #expect(abs(removed["d98"]! - 0.904) < 0.004)
    #expect(abs(removed["d50"]! - 1) < 0.004)
    #expect(abs(removed["d2"]! - 1.096) < 0.004)
    var plain = page
    plain.errors = nil
    let (kept, without) = (try Self.figures(page, .keep), try Self.figures(plain, .remove))
    #expect(kept["d95"] == without["d95"])
  }

  @Test("doses far below what noise is on average are told as well as cells of the histogram are wide")
  func lowDoses() async throws {
    // A beam in an empty mesh: 512 bins of which most have next to no dose and no noise.
    let shape = (0..<512).map { bin in bin < 450 ? 1e-4 * Double(bin) : Double(bin - 449) }
    var random = SeededGenerator(seed: 6)
    let parts = (0..<6).map { _ in shape.map { $0 * (1 + 0.05 * Self.normal(&random)) } }
    let mean = shape.indices.map { bin in parts.reduce(0) { $0 + $1[bin] } / 6 }
    let page = smallPage(mean, over: Self.mesh, errors: mean.map { $0 * 0.02 })
    let replicates = Replicates(
      weights: [Double](repeating: 1, count: 6), values: parts, contributions: 6)
    let analysis = try DoseVolumeAnalysis(page, of: .smooth, noise: .remove, replicates)
    let figures = try analysis.figures(of: page.values)
    let errors = try await FigureErrors(figures, of: page, replicates, by: analysis, threads: 2).errors
    let index = try #require(analysis.outline.firstIndex { $0.name == "d98" })
    let truth = shape.sorted()[10]
    #expect(abs(try #require(figures[index]) - truth) < 2 * (try #require(errors[index])))
  }

  @Test("errors that bins have in common widen nothing, and nothing is taken out for them")
  func common() throws {
    let (tasks, bins) = (6, 512)
    var random = SeededGenerator(seed: 9)
    let shape = (0..<bins).map { 0.9 + 0.2 * Double($0) / 512 }
    let factors = (0..<tasks).map { _ in 1 + 0.05 * Self.normal(&random) }
    let parts = factors.map { factor in shape.map { $0 * factor } }
    let mean = factors.reduce(0, +) / Double(tasks)
    let square = factors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (square / Double(tasks * (tasks - 1))).squareRoot()
    let page = smallPage(shape.map { $0 * mean }, over: Self.mesh, errors: shape.map { $0 * error })
    let replicates = Replicates(
      weights: [Double](repeating: 1, count: tasks), values: parts, contributions: tasks)
    let (kept, removed) = (try Self.figures(page, .keep), try Self.figures(page, .remove, replicates))
    #expect(abs(removed["d98"]! - kept["d98"]!) < 1e-3)
  }
}
