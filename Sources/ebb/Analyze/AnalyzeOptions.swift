internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

/// What every analysis takes.
struct AnalyzeOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Job ids, their first characters (4 or more), or id:NUMBER; or files and folders of results.",
      valueName: "job"))
  var jobs: [String]

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "Which pages") var pages: PageOptions
  @OptionGroup(title: "Which bins, and how many primaries") var reduction: ReductionOptions
  @OptionGroup(title: "Aggregation") var aggregation: AggregationOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if aggregation.error != .stderr {
      throw ValidationError("--error has no place here: errors are standard errors.")
    }
  }

  /// Asks `question` of the pages, and prints the answer.
  func print(_ question: PageQuestion) async throws {
    let options = self
    try await common.messages.reporting { () throws(Failure) in
      let (catalog, simulations) = try await options.store.openSimulations(options.jobs, options.request)
      let report = try await catalog.analysis(of: simulations, options.request, question)
      await catalog.close()
      try Answer.write(AnalysisTable(report).text(options.form.form, width: Terminal.width))
      let notices = catalog.notices + report.notices
      options.common.messages.show(notices)
      if notices.contains(where: { $0.level == .leftOut }) {
        throw Failure(.leftOut, "some pages were left out; see above.")
      }
    }
  }

  private var request: ExportRequest {
    var request = ExportRequest()
    request.threads = common.threadCount
    pages.apply(to: &request)
    reduction.apply(to: &request)
    aggregation.apply(to: &request)
    return request
  }
}

/// How a profile is continued between its bins.
struct InterpolationOptions: ParsableArguments {
  @Option(help: "The curve between the centres of bins: straight lines, a cubic spline, or pchip.")
  var interpolation = Interpolation.linear
}

extension Interpolation: ExpressibleByArgument {}
