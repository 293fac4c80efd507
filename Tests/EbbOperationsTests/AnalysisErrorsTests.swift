import EbbModel
import Testing

@testable import EbbAnalysis
@testable import EbbOperations
@testable import EbbSamples

/// Whether the errors of figures are those of repeated experiments.
@Suite("Errors of figures, experiment by experiment")
struct AnalysisErrorsTests {
  private static let experiments = 500

  @Test(
    "the jackknife's error is the spread of the figure over 500 experiments, for equal and unequal tasks",
    arguments: [[Int](repeating: 5000, count: 11), [9000, 1000, 5000, 5000, 2000, 8000, 5000, 10_000]],
    [Interpolation.linear, .average])
  func spread(primaries: [Int], interpolation: Interpolation) async throws {
    let truth = try #require(SampleStore().truth(of: "z_profile", page: 0))
    let bins = truth.values.count
    let centres = (0..<bins).map { 0.05 + 0.1 * Double($0) }
    let axis = Axis(
      name: "z", label: "Position (Z)", unit: "cm", centres: centres,
      edges: (0...bins).map { 0.1 * Double($0) })
    // As noisy as the experiments, which decides of how much is smoothed; and with their errors.
    var first = RandomSource(seed: 8, stream: [0])
    let (values, itsErrors) = Self.combined(
      primaries, primaries.map { truth.sample(primaries: $0, random: &first) })
    let page = ResultPage(
      number: 0, quantity: "DOSE", unit: Unit(source: "MeV/g/prim"), filter: nil, metadata: Metadata(),
      axes: [axis], values: values, errors: itsErrors, errorKind: .stderr, isPhaseSpace: false, rule: .mean,
      contributions: primaries.count, primaries: nil)
    let analysis = try BraggAnalysis(
      page, interpolation, level: interpolation == .average ? .smooth : .maximum)
    let names = analysis.outline.map(\.name)
    var moments = [(count: Int, sum: Double, squares: Double, errors: Double)](
      repeating: (0, 0, 0, 0), count: names.count)
    for experiment in 0..<Self.experiments {
      var random = RandomSource(seed: 7, stream: [experiment])
      let tasks = primaries.map { truth.sample(primaries: $0, random: &random) }
      let mean = Self.combined(primaries, tasks).mean
      let replicates = Replicates(
        weights: primaries.map(Double.init), values: tasks, contributions: primaries.count)
      let figures = try analysis.figures(of: mean)
      let errors = try await Jackknife.errors(of: figures, mean, replicates, threads: 2) {
        values throws(CancellationError) in try analysis.figures(of: values)
      }
      for index in names.indices {
        guard let figure = figures[index], let error = errors[index] else { continue }
        moments[index].count += 1
        moments[index].sum += figure
        moments[index].squares += figure * figure
        moments[index].errors += error * error
      }
    }
    for name in ["r80", "r50", "r20", "fall_off_80_20", "proximal_r50", "fwhm", "entrance", "integral"] {
      let found = moments[try #require(names.firstIndex(of: name))]
      let count = Double(found.count)
      let variance = (found.squares - found.sum * found.sum / count) / (count - 1)
      // The spread of 500 is known to 3 %; the root mean square of the errors to less.
      let ratio = (found.errors / count / variance).squareRoot()
      #expect(found.count == Self.experiments)
      #expect(abs(ratio - 1) < 0.2, "\(name): \(ratio)")
    }
  }

  /// The mean of tasks by their primaries, and its standard error.
  private static func combined(_ primaries: [Int], _ tasks: [[Double]]) -> (mean: [Double], errors: [Double])
  {
    let weight = Double(primaries.reduce(0, +))
    let mean = tasks[0].indices.map { bin in
      zip(tasks, primaries).reduce(0) { $0 + $1.0[bin] * Double($1.1) / weight }
    }
    let errors = mean.indices.map { bin in
      let squares = zip(tasks, primaries).reduce(0) {
        $0 + ($1.0[bin] - mean[bin]) * ($1.0[bin] - mean[bin]) * Double($1.1)
      }
      return (squares / (Double(tasks.count - 1) * weight)).squareRoot()
    }
    return (mean, errors)
  }
}
