internal import ArgumentParser
internal import EbbAnalysis
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The options of every analysis.
struct AnalyzeOptions: ParsableArguments {
  @OptionGroup var jobs: JobOptions
  @OptionGroup var selection: RequestOptions<ContributionOptions>
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  /// Asks `question` of the pages, and prints the answer.
  func print(_ question: any PageQuestion) async throws {
    let options = self
    try await common.messages.reporting { () throws(Failure) in
      let (catalog, simulations) = try await options.jobs.open(options.request)
      let report = try await Analysis(question, options.request, of: catalog).run(simulations)
      await catalog.close()
      try AnalysisTable(report).print(options.form, options.common)
      try options.common.messages.finish(catalog.notices + report.notices)
    }
  }

  private var request: PageRequest {
    var request = selection.request(threads: common.threadCount)
    request.passesOverEmpty = jobs.all
    return request
  }
}

/// The curve of a profile between its bins, and what levels are of.
struct InterpolationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The curve: the spline that has each bin's average; or through the centres of bins, straight lines, a cubic "
        + "spline, or pchip."))
  var interpolation = Interpolation.average

  @OptionGroup var level: LevelOptions
}

/// The dose that levels in percent are of.
struct LevelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What 100 % is: the plateau or peak with its noise smoothed, in a mesh D2 (smooth); the highest point or bin "
        + "(max); or a dose in the page's unit.", valueName: "smooth|max|dose"),
    completion: .list(["smooth", "max"]),
    transform: Self.level)
  var levelOf = LevelReference.smooth

  private static func level(_ text: String) throws -> LevelReference {
    guard let level = LevelReference(text) else {
      throw ValidationError("'\(text)' is none of smooth, max and a dose above 0.")
    }
    return level
  }
}

extension Interpolation: ExpressibleByArgument {}
extension NoiseTreatment: ExpressibleByArgument {}
