internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ArchiveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Put simulations into a store of one's own: a SQLite file that every command reads.",
    discussion: """
      Examples:
        ebb archive 20230615 --db yaptide.sqlite -o jobs.sqlite
        ebb archive 2023-a1 2023-b2 -o jobs.sqlite        # into the same file
        ebb archive --all --user alice --until 2025-01-01 -o 2024.sqlite --verify
        ebb export 20230615 --db jobs.sqlite -o result.h5

      The file is a store in the platform's current schema, with the rows of these simulations and all that belongs to \
      them, data byte for byte; passwords and keys are never read, and empty in it. A simulation is there whole or not \
      at all. One that is there already is passed over, so that the same command goes on where one before was ended; \
      one that is there and differs is told of. The store is only read; a store that ebb has not made is not written to.
      """)

  @Argument(help: JobHelp.stored, completion: .jobs)
  var jobs: [String] = []

  @OptionGroup var store: StorePlace

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The SQLite file, a new one or one that ebb has made.", valueName: "file"),
    completion: .stores)
  var output: String

  @Flag(help: "Put simulations there anew that are there.")
  var force = false

  @Flag(help: "Hold the archive against the store at the end: every row, and all data byte by byte.")
  var verify = false

  @Flag(help: "Every simulation that the filters select.")
  var all = false

  @OptionGroup(title: "Which simulations, with --all") var filter: FilterOptions
  @OptionGroup(title: "Which share of them, with --all") var shards: ShardOptions
  @OptionGroup var common: CommonOptions

  @Option(help: "Show a progress bar on standard error.")
  var progress = ProgressBar.Choice.auto

  func validate() throws {
    try JobOptions.check(jobs, all: all, filter)
    try shards.check(all: all)
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      try command.common.messages.finish(try await command.archive())
    }
  }

  private func archive() async throws(Failure) -> ArchiveSummary {
    if case .files = try ResultSource(jobs, storeIsNamed: store.url != nil) {
      throw Failure(
        .usage, "\(Failure.quoted(jobs[0])) is a file of results, and an archive is made of a store.",
        advice: "Put results into one with ebb import.")
    }
    var request = try ArchiveRequest(path: output)
    request.replaces = force
    request.verifies = verify
    let bar = ProgressBar(progress, isQuiet: common.quiet)
    defer { bar.finish() }
    let shard = try shards.chosen()
    var catalog = try await store.open()
    var simulations: [Simulation]
    if all {
      let selection = filter.selection()
      simulations = try await catalog.simulations(selection)
      guard !simulations.isEmpty else { throw try await catalog.nothingFits(selection).failure }
      if let shard {
        let share = SimulationShare(shard, of: simulations)
        catalog = catalog.telling(share.warnings)
        simulations = share.simulations
      }
    } else {
      simulations = try await catalog.simulations(named: jobs)
    }
    let summary = try await Archive(request, from: catalog) { bar.show($0) }.run(simulations)
    await catalog.close()
    return summary
  }
}
