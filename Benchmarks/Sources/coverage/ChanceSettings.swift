internal import EbbAggregate
internal import EbbAnalysis
internal import EbbModel
internal import Glibc

/// Chances that are stated though nothing differs: they should be uniform.
enum ChanceSettings {
  /// A kind of contributions.
  private struct Setting: Sendable {
    var name: String
    var bins: Int
    /// The primaries of contribution `index`.
    var weight: @Sendable (_ index: Int) -> Double
    /// The values of a contribution of so many primaries.
    var contribution: @Sendable (_ weight: Double, _ draws: inout Draws) -> [Double]
  }

  private static let settings: [Setting] = [
    Setting(
      name: "20 independent bins", bins: 20, weight: { _ in 1 },
      contribution: { _, draws in (0..<20).map { _ in 1 + 0.1 * draws.normal() } }),
    Setting(
      name: "correlated bins", bins: 20, weight: { _ in 1 },
      contribution: { _, draws in
        let common = draws.normal()
        return (0..<20).map { _ in 1 + 0.1 * (common + draws.normal()) }
      }),
    Setting(
      name: "correlated, primaries 1 to 3", bins: 20, weight: { Double(1 + $0 % 3) },
      contribution: { weight, draws in
        let common = draws.normal()
        return (0..<20).map { _ in 1 + 0.1 * (common + draws.normal()) / weight.squareRoot() }
      }),
    Setting(
      name: "depth profile with a range that scatters", bins: 60, weight: { _ in 1 },
      contribution: { _, draws in
        let range = 15 + 0.05 * draws.normal()
        return (0..<60).map { bin -> Double in
          let depth = 10 + 0.1 * Double(bin)
          let noise: Double = 1 + 0.01 * draws.normal()
          return (0.02 + 0.5 * erfc((depth - range) / 0.3)) * noise
        }
      }),
    Setting(
      name: "one hit in ten tasks and bins", bins: 50, weight: { _ in 1 },
      contribution: { _, draws in
        (0..<50).map { _ in
          let hits = Int(draws.poisson(0.1))
          return (0..<hits).reduce(0) { sum, _ in sum + draws.uniform() }
        }
      }),
  ]

  /// - Parameter text: a part of the names of the settings that are wanted; `nil` for all.
  static func table(_ run: Run, of text: String? = nil) async throws -> String {
    var rows: [[String]] = []
    for setting in settings where text.map(setting.name.contains) ?? true {
      for n in [3, 5, 10] { rows += try await self.rows(of: setting, n, run) }
    }
    let compare = Document.table(
      "Chances though nothing differs",
      "The share of chances of at most 1, 5 and 10 %, which should be 1, 5 and 10. Of three contributions on each side `compare` by dealing has none below 10 %. `compare` of files knows no contributions, takes Welch's t of each bin, and bins as independent. The rows of `stats` are χ² of counts and the contribution that stands out most.",
      ["chance", "n", "≤ 1 %", "≤ 5 %", "≤ 10 %"], rows)
    return compare
  }

  private static func rows(of setting: Setting, _ n: Int, _ run: Run) async throws -> [[String]] {
    let axis = Experiment.axis("z", 0, Double(setting.bins), setting.bins)
    let weights = (0..<n).map(setting.weight)
    let found = try await run.outcomes("\(setting.name) chance \(n)", share: n == 10 ? 0.25 : 0.5) { draws in
      var sides: [Experiment] = []
      for _ in 0..<2 {
        var values: [[Double]] = []
        for weight in weights { values.append(setting.contribution(weight, &draws)) }
        sides.append(try Experiment(values, weights: weights, over: [axis]))
      }
      let dealt = try await PermutationTest.test(sides[0].replicates, sides[1].replicates, threads: 1)
      let pages = try PageComparison(sides[0].page, sides[1].page)
      let square = pages.chiSquare.map {
        TailProbability.chiSquare($0, degreesOfFreedom: pages.degreesOfFreedom)
      }
      return [
        dealt?.sumProbability, dealt?.largestProbability, square,
        try outlier(sides[0]), try counts(setting, n, weights, &draws),
      ]
    }
    let names = [
      "compare, Σ z², dealt anew", "compare, largest z, dealt anew", "compare of files, χ²",
      "stats, contribution that stands out",
      "stats, χ² of counts",
    ]
    return names.indices.compactMap { index in
      let chances = found.compactMap { $0[index] }
      guard chances.count > found.count / 2 else { return nil }
      let least = index < 2 && n == 3 ? 0.1 : 0
      let shares = [0.01, 0.05, 0.1].map { level in
        let share = Double(chances.count { $0 <= level * (1 + 1e-9) }) / Double(chances.count)
        return level < least
          ? Document.percent(share) : Scatter.share(share, goal: level, within: level / 5, of: chances.count)
      }
      return ["\(setting.name): \(names[index])", "\(n)"] + shares
    }
  }

  /// The chance of the contribution of one side that stands out most.
  private static func outlier(_ side: Experiment) throws -> Double? {
    var statistics = StatisticsAccumulator(rule: .mean, policy: .propagate)
    for (values, weight) in zip(side.replicates.values, side.replicates.weights) {
      statistics.add(stored(values), weight: weight)
    }
    let outliers = statistics.finish().outliers
    return outliers.map(\.probability).min().map {
      TailProbability.smallest($0, of: outliers.count)
    }
  }

  /// The chance of the χ² of counts with the mean of 100 hits, in the first setting alone.
  private static func counts(
    _ setting: Setting, _ n: Int, _ weights: [Double], _ draws: inout Draws
  ) throws -> Double? {
    guard setting.name == settings[0].name else { return nil }
    var statistics = StatisticsAccumulator(rule: .sum, policy: .propagate)
    for weight in weights {
      let values = (0..<setting.bins).map { _ in draws.poisson(100 * weight) }
      statistics.add(stored(values), weight: weight)
    }
    return statistics.finish().chiSquare?.probability
  }

  private static func stored(_ values: [Double]) -> StoredPage {
    StoredPage(
      quantity: "COUNT", unit: "", metadata: Metadata(),
      axes: [StoredAxis(name: "Position (Z)", unit: "cm", centres: values.indices.map(Double.init))],
      values: values, isFinite: true)
  }
}
