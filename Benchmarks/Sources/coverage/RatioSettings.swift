internal import EbbAggregate
internal import EbbModel
internal import Glibc

/// Averages weighted by what was scored: dose-averaged LET, with its denominators and without.
enum RatioSettings {
  private static let bins = 20

  static func table(_ run: Run) async throws -> String {
    // Hits whose LET is log-normal, each with a dose in proportion to it: Σ d·L/Σ d is E(L²)/E(L).
    let sigma = 0.5
    let truth = exp(sigma * sigma)
    var rows: [[String]] = []
    for rate in [1.0, 3, 10, 100] {
      for n in [3, 5, 10, 30] {
        var row = [
          rate == 1 ? "1 hit a bin and task" : "\(Document.decimals(rate, 0)) hits a bin and task", "\(n)",
        ]
        let found = try await run.outcomes("ratio \(rate) \(n)", share: rate > 10 ? 0.1 : 0.5) { draws in
          var (values, doses): ([[Double]], [[Double]]) = ([], [])
          for _ in 0..<n {
            var (own, dose) = ([Double](), [Double]())
            for _ in 0..<bins {
              var (first, second) = (0.0, 0.0)
              for _ in 0..<Int(draws.poisson(rate)) {
                let transfer = draws.logNormal(sigma)
                first += transfer
                second += transfer * transfer
              }
              own.append(first > 0 ? second / first : 0)
              dose.append(first)
            }
            values.append(own)
            doses.append(dose)
          }
          let weights = [Double](repeating: 1, count: n)
          let weighted = try Experiment.combined(
            values, weights: weights, .stderr, quantity: "DLET", denominators: doses)
          let plain = try Experiment.combined(values, weights: weights, .stderr, quantity: "DLET")
          return [weighted, plain]
        }
        for kind in 0..<2 {
          var scatter = Scatter()
          var (sum, count) = (0.0, 0)
          for pages in found {
            for (value, error) in zip(pages[kind].values, pages[kind].errors ?? []) where value != 0 {
              scatter.add(value, error)
              sum += value
              count += 1
            }
          }
          let mean = sum / Double(max(count, 1))
          row += [Document.percent(mean / truth - 1), scatter.ratioText, scatter.coverageText(truth, of: n)]
        }
        rows.append(row + [Document.percent(Scatter.student(n))])
      }
    }
    return Document.table(
      "Averages of what was scored",
      "Dose-averaged LET, whose contributions are combined by their dose; beside it where no dose was scored, so that they are combined by primaries. Bias in percent; bins without a hit are left out.",
      [
        "LET", "n", "bias", "error/spread", "coverage", "bias without", "error/spread", "coverage",
        "Student's",
      ], rows)
  }
}
