internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one simulation: state, tasks, primaries, estimators, pages with shapes and units.",
    discussion: """
      Examples:
        ebb show 20230615 --db yaptide.sqlite
        ebb show id:12 --json | jq '.pages[] | {estimator, quantity, shape}'
        ebb show workspaces/
        ebb show result.h5 --values
        ebb show 20230615 --plot -e z_profile -p DOSE
        ebb show 20230615 --record

      --plot draws pages over one or two axes, as wide as the terminal. Where a map has more bins than there are \
      places, each shows the largest of its bins; ebb plot without -o fills the terminal.

      --record tells what a paper has to (AAPM TG-268, "RECORDS"): code, source, geometry, materials, physics, scoring, \
      primaries, variance reduction and errors, as input files, the editor's project, the store and the results state \
      them, each with where it was read. What none of them states is not known, and said to be.
      """)

  @Argument(help: JobHelp.any, completion: .jobsAndFiles)
  var jobs: [String]

  @OptionGroup var store: StoreOptions
  @Flag(help: "Draw pages in place of listing them: those that -e and -p select, or all.")
  var plot = false

  @Flag(help: "Tell the least, the largest and the mean value of each page too, which reads all of them.")
  var values = false

  @Flag(help: "Tell how the results came about, for a paper or a colleague, which reads all pages.")
  var record = false

  @OptionGroup(title: "Which pages, with --plot, --values and --record") var pages: PageOptions
  @OptionGroup(title: "Which bins, with --plot and --values, in this order") var reduction: ReductionOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if plot, form.form != .table {
      throw ValidationError("--plot draws for people, --json and --csv are for programs.")
    }
    if plot, values { throw ValidationError("--plot draws pages, and --values lists them.") }
    if record, plot || values { throw ValidationError("--record goes with neither --plot nor --values.") }
    if record, !reduction.isEmpty {
      throw ValidationError("--record tells of pages as they are: leave out what is done to bins.")
    }
    if !plot, !values, !record, !(pages.isEmpty && reduction.isEmpty) {
      throw ValidationError(
        "-e, -p and what is done to bins go with --plot or --values, -e and -p with --record too.")
    }
  }

  func run() async throws {
    let (jobs, store, form, common) = (jobs, store, form, common)
    let (plot, values, pages, reduction, record) = (plot, values, pages, reduction, record)
    try await common.messages.reporting { () throws(Failure) in
      var request = PageRequest()
      request.threads = common.threadCount
      pages.apply(to: &request)
      reduction.apply(to: &request)
      request.keepGoing = true
      let (catalog, source) = try await store.open(for: jobs, request)
      let simulation = try await Self.simulation(jobs, in: catalog, source)
      if plot {
        let drawing = try await Drawing(
          request, of: catalog, on: Terminal.drawingScreen(showsColour: common.showsColour, most: 20)
        ).run(simulation)
        await catalog.close()
        try Answer.write(drawing.text)
        common.messages.show(catalog.notices + drawing.notices)
        return
      }
      if record {
        let found = try await Recording(request, of: catalog).run(simulation)
        await catalog.close()
        let answer = RecordAnswer(found.record)
        let layout = form.layout(common)
        // Columns that are asked for make a table of it.
        try form.print(
          form.form == .table && form.columns == nil
            ? answer.text(layout) : try form.chosen(answer.listing).text(form.form, layout))
        common.messages.show(catalog.notices + found.notices)
        return
      }
      var overview = try await Overview(
        of: catalog, byteLimit: request.byteLimit, threads: common.threadCount
      ).run(simulation)
      let found = values ? try await ValueRanges(request, of: catalog).run(simulation) : nil
      await catalog.close()
      if let found, !pages.isEmpty { overview.leave(Set(found.ranges.keys)) }
      let report = SimulationReport(overview, ranges: found?.ranges)
      try form.print(
        report.text(form.form, form.layout(common), pages: try form.chosen(report.pages)))
      common.messages.show(catalog.notices + (found?.notices ?? overview.notices))
    }
  }

  /// The one that is meant.
  private static func simulation(
    _ jobs: [String], in catalog: Catalog, _ source: ResultSource
  ) async throws(Failure) -> Simulation {
    let named: [String]
    switch source {
    case .store:
      if jobs.count == 1 { return try await catalog.simulation(jobs[0]) }
      named = jobs
    case .files:
      let found = try await catalog.simulations(SimulationSelection())
      if found.count == 1 { return found[0] }
      named = found.map(\.title)
    }
    let names = named.prefix(5).joined(separator: ", ") + (named.count > 5 ? ", …" : "")
    throw Failure(.usage, "these are \(named.count) simulations: \(names).", advice: "Show them one by one.")
  }
}
