internal import EbbAnalysis
internal import EbbModel

/// The figures of an experiment, with the errors that `ebb analyze` states.
enum StatedFigures {
  static func of(
    _ experiment: Experiment, _ analysis: some PageAnalysis
  ) async throws -> [(value: Double?, error: Double?)] {
    let values = try analysis.figures(of: experiment.page.values)
    let errors = try await Jackknife.errors(
      of: values, experiment.page.values, experiment.replicates, threads: 1
    ) { values throws(CancellationError) in try analysis.figures(of: values) }
    return Array(zip(values, errors)).map { (value: $0, error: $1) }
  }
}
