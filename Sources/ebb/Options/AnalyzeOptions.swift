internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The options of every analysis.
struct AnalyzeOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Job ids, their first characters (4 or more), or id:NUMBER; or files and folders of results.",
      valueName: "job"))
  var jobs: [String]

  @OptionGroup var store: StoreOptions
  @OptionGroup var selection: RequestOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if selection.aggregation.error != .stderr {
      throw ValidationError("--error has no place here: errors are standard errors.")
    }
  }

  /// Asks `question` of the pages, and prints the answer.
  func print(_ question: PageQuestion) async throws {
    let options = self
    try await common.messages.reporting { () throws(Failure) in
      let (catalog, simulations) = try await options.store.openSimulations(options.jobs, options.request)
      let report = try await Analysis(question, options.request, of: catalog).run(simulations)
      await catalog.close()
      try Answer.write(AnalysisTable(report).text(options.form.form, width: Terminal.width))
      try options.common.messages.finish(catalog.notices + report.notices)
    }
  }

  private var request: ExportRequest { selection.request(threads: common.threadCount) }
}

/// The curve of a profile between its bins.
struct InterpolationOptions: ParsableArguments {
  @Option(help: "The curve between the centres of bins: straight lines, a cubic spline, or pchip.")
  var interpolation = Interpolation.linear
}

extension Interpolation: ExpressibleByArgument {}
