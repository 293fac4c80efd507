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
      """)

  @Argument(
    help: ArgumentHelp("A job id, its first characters (4 or more), or id:NUMBER.", valueName: "job"))
  var job: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (job, store, form, common) = (job, store, form.form, common)
    try await common.messages.reporting { () throws(Failure) in
      let catalog = try await store.open()
      let simulation = try await catalog.simulation(job)
      let overview = try await catalog.overview(of: simulation, threads: common.threadCount)
      await catalog.close()
      try Answer.write(SimulationReport(overview).text(form, width: Terminal.width))
      common.messages.show(overview.notices)
    }
  }
}
