package import EbbModel

/// The standard errors of a page's figures, each by the way that is right for it.
package struct FigureErrors: Sendable {
  package enum Method: String, Sendable {
    /// The scatter of the contributions, or of groups of them, of which one after another is left out.
    case jackknife
    /// The contributions, or groups of them, weighed anew at random.
    case bootstrap
    /// The same of an extreme of single bins: how it scatters, and not how far noise has brought it out.
    case scatter = "bootstrap_scatter"
    /// The errors of the bins, as if they were independent.
    case binErrors = "bin_errors"
  }

  /// For each figure; `nil` where it is not known.
  package private(set) var errors: [Double?]
  /// The way to each; `nil` where there is none.
  package private(set) var methods: [Method?]
  /// The way to most of them; `nil` where no error is known.
  package private(set) var method: Method?
  /// The number of groups that were left out in turn, or of draws.
  package private(set) var samples: Int?
  /// The number of draws of the bootstrap beside the jackknife.
  package private(set) var draws: Int?

  /// Costs one computation of the figures for each contribution, and 200 more where some are bootstrapped.
  /// - Parameters:
  ///   - figures: those of the page.
  ///   - replicates: without them errors are by those of the bins, where these are known.
  package init(
    _ figures: [Double?], of page: ResultPage, _ replicates: Replicates?, by analysis: some PageAnalysis,
    threads: Int
  ) async throws(CancellationError) {
    let ways = analysis.outline.map(\.resampling)
    errors = figures.map { _ in nil }
    methods = figures.map { _ in nil }
    let resampled = { @Sendable (values: [Double]) throws(CancellationError) in
      try analysis.figures(ofResampled: values)
    }
    if let replicates {
      var bootstrapped: [Double?]?
      if ways.contains(.bootstrap) || ways.contains(.extreme),
        let draws = Bootstrap.draws(bins: page.values.count, contributions: replicates.count)
      {
        bootstrapped = try await Bootstrap.errors(
          of: figures, page.values, replicates, draws: draws, threads: threads, resampled)
        self.draws = draws
      }
      let left = try await Jackknife.errors(of: figures, page.values, replicates, threads: threads) {
        values throws(CancellationError) in try analysis.figures(of: values)
      }
      (method, samples) = (.jackknife, replicates.count)
      for index in ways.indices where ways[index] != .none {
        let isDrawn = ways[index] != .jackknife && bootstrapped != nil
        errors[index] = isDrawn ? bootstrapped?[index] : left[index]
        methods[index] = isDrawn ? (ways[index] == .extreme ? .scatter : .bootstrap) : .jackknife
      }
    } else if let known = page.errors {
      let drawn = try await BinErrors.errors(of: figures, page.values, known, threads: threads, resampled)
      (method, samples) = (.binErrors, BinErrors.draws)
      for index in ways.indices where ways[index] != .none {
        (errors[index], methods[index]) = (drawn[index], .binErrors)
      }
    }
    // That what is a bin's centre stays in its bin says nothing of its error.
    for (index, outline) in analysis.outline.enumerated() where outline.isBinCentre && errors[index] == 0 {
      errors[index] = nil
    }
    for index in errors.indices where errors[index] == nil { methods[index] = nil }
    if errors.allSatisfy({ $0 == nil }) { (method, samples, draws) = (nil, nil, nil) }
    guard method != nil else { return }
    for (index, remainder) in try analysis.remainders(of: page.values).enumerated() where remainder > 0 {
      errors[index] = errors[index].map { ($0 * $0 + remainder * remainder).squareRoot() }
    }
  }
}
