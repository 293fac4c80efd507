internal import EbbAggregate
internal import EbbModel
internal import Glibc

/// Errors of bins: means of contributions with many hits and few, equal and unequal.
enum MeanSettings {
  private struct Setting: Sendable {
    var name: String
    var counts: [Int]
    /// The primaries of contribution `index` of `n`.
    var weight: @Sendable (_ index: Int, _ n: Int) -> Double
    /// The value of a bin of a contribution of so many primaries; 1 on average.
    var value: @Sendable (_ weight: Double, _ draws: inout Draws) -> Double
  }

  private static let bins = 20

  private static let settings: [Setting] = {
    let normal: @Sendable (Double, inout Draws) -> Double = { 1 + 0.1 * $1.normal() / $0.squareRoot() }
    /// Counts of so many hits a primary, each of its own energy, per primary.
    @Sendable func hits(_ rate: Double) -> @Sendable (Double, inout Draws) -> Double {
      { weight, draws in
        let count = Int(draws.poisson(rate * weight))
        return (0..<count).reduce(0) { sum, _ in sum + 2 * draws.uniform() } / (rate * weight)
      }
    }
    return [
      Setting(
        name: "many hits, equal tasks", counts: [2, 3, 5, 10, 30, 100], weight: { _, _ in 1 }, value: normal),
      Setting(
        name: "many hits, 1 to 2", counts: [2, 3, 5, 10, 30], weight: { index, _ in Double(1 + index % 2) },
        value: normal),
      Setting(
        name: "many hits, the first 100 times the others", counts: [2, 3, 5, 10, 30],
        weight: { index, _ in index == 0 ? 100 : 1 }, value: normal),
      Setting(
        name: "log-normal, σ = 1", counts: [2, 3, 5, 10, 30, 100], weight: { _, _ in 1 },
        value: { $1.logNormal(1) }),
      Setting(
        name: "one hit in ten tasks", counts: [2, 3, 5, 10, 30], weight: { _, _ in 1 }, value: hits(0.1)),
      Setting(
        name: "10 to 100,000 primaries, a hit in 1,000", counts: [2, 3, 5, 10, 30],
        weight: { index, n in 10 * pow(10, 4 * Double(index) / Double(max(n - 1, 1))) }, value: hits(0.001)),
      Setting(
        name: "three tasks of 1,000 and four of 10, a hit in 1,000", counts: [7],
        weight: { index, _ in index < 3 ? 1000 : 10 }, value: hits(0.001)),
    ]
  }()

  static func table(_ run: Run) async throws -> String {
    var rows: [[String]] = []
    for setting in settings {
      for n in setting.counts {
        let weights = (0..<n).map { setting.weight($0, n) }
        let found = try await run.outcomes("\(setting.name) \(n)", share: 0.5) { draws in
          var values: [[Double]] = []
          for weight in weights { values.append((0..<bins).map { _ in setting.value(weight, &draws) }) }
          let page = try Experiment.combined(values, weights: weights, .stderr)
          let interval = try Experiment.combined(values, weights: weights, .ci68)
          return (page.values, page.errors ?? [], interval.errors ?? [])
        }
        var (scatter, interval) = (Scatter(), Scatter())
        for (values, errors, widths) in found {
          for bin in errors.indices { scatter.add(values[bin], errors[bin]) }
          for bin in widths.indices { interval.add(values[bin], widths[bin]) }
        }
        rows.append([
          setting.name, "\(n)", scatter.ratioText, scatter.coverageText(1, of: n),
          Document.percent(Scatter.student(n)),
          Scatter.share(interval.coverage(1), goal: 0.6827, within: 0.03, of: interval.outcomes.count),
          Document.percent(scatter.shareWithoutError),
        ])
      }
    }
    return Document.table(
      "Errors of bins",
      "`--error ci68` should hold the truth in 68.3 %. The last column is the share of bins that are given as ± 0, which have no hit. Of unequal tasks Student's coverage is for as many equal ones. \(bins) independent bins in half as many experiments.",
      ["contributions", "n", "error/spread", "coverage", "Student's", "ci68", "± 0"], rows)
  }
}
