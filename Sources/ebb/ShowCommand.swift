internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one simulation: state, tasks, primaries, estimators, pages with shapes and units.",
    discussion: """
      Examples:
        ebb show 20230615 --db yaptide.sqlite
        ebb show id:12 --json | jq '.pages[] | {estimator, quantity, shape}'
        ebb show workspaces/
      """)

  @Argument(
    help: ArgumentHelp(
      "A job id, its first characters (4 or more), or id:NUMBER; or files and folders of results.",
      valueName: "job"))
  var jobs: [String]

  @OptionGroup var store: StoreOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (jobs, store, form, common) = (jobs, store, form.form, common)
    try await common.messages.reporting { () throws(Failure) in
      var request = ExportRequest()
      request.threads = common.threadCount
      request.keepGoing = true
      let (catalog, source) = try await store.open(for: jobs, request)
      let simulation = try await Self.simulation(jobs, in: catalog, source)
      let overview = try await catalog.overview(of: simulation, threads: common.threadCount)
      await catalog.close()
      try Answer.write(SimulationReport(overview).text(form, width: Terminal.width))
      common.messages.show(catalog.notices + overview.notices)
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
