internal import EbbAnalysis
internal import EbbModel

/// The figures of an experiment, with the errors that `ebb analyze` states.
enum StatedFigures {
  static func of(
    _ experiment: Experiment, _ analysis: some PageAnalysis
  ) async throws -> [(value: Double?, error: Double?)] {
    let values = try analysis.figures(of: experiment.page.values)
    let errors = try await FigureErrors(
      values, of: experiment.page, experiment.replicates, by: analysis, threads: 1
    ).errors
    return Array(zip(values, errors)).map { (value: $0, error: $1) }
  }
}
