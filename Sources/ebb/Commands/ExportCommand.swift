internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Read, aggregate over tasks, and write results: HDF5, CSV, JSON and others.",
    discussion: """
      Examples:
        ebb export 20230615 --db yaptide.sqlite -o result.h5
        ebb export 20230615 -e z_profile -p 0 -o dose.csv
        ebb export 20230615 -f csv -o tables/ --wide
        ebb export 20230615 -p DOSE --range z=10:20 --sum y --primaries 1e9
        ebb export 20230615 | jq '.simulations[0].estimators[].pages[].name'
        ebb export 2023-a1 2023-b2 --combine -o replicas.h5
        ebb export --all --state COMPLETED -f hdf5 -o results/ --skip-existing
        ebb export --all --shard 3/8 -f hdf5 -o results/
        ebb export 20230615 -f yaptide -o job-result.json   # for the web interface
        ebb export latest:'*proton*' -o latest.h5
        ebb export result.h5 -o result.json
        ebb export workspaces/ -o result.h5
        ebb export 'out/dose*.json' --per-task -f csv -o tables/
        ebb export workspaces/task_00* --partial -o part1.h5
        ebb export 20230615 --tasks 1-100 --partial -o part1.h5

      Formats:
      \(ExportDestination.formatLines.map { "  " + $0 }.joined(separator: "\n"))

      In place of simulations, files of results: what convertmc json writes for tasks, what the web interface \
      saves, what GET /results answers, also compressed by gzip; folders and patterns of them. Files of one \
      folder, or of task_0001/, task_0002/ … beside each other, are the contributions to one result, as are \
      dose0001.json, dose0002.json, …; files of several folders are several, unless --combine is given.
      """)

  @Argument(help: JobHelp.any, completion: .jobsAndFiles)
  var jobs: [String] = []

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Formats") var formats: FormatChoice
  @OptionGroup var selection: RequestOptions<AggregationOptions>
  @OptionGroup(title: "Which tasks") var tasks: TaskOptions

  @Flag(
    help:
      "List the formats: names, suffixes, what they hold, what reads them. With -f json or csv for programs.")
  var listFormats = false

  @Flag(help: "Export every simulation that the filters select, one file each: JOB_ID.h5, and an index.json.")
  var all = false

  @OptionGroup(title: "Which simulations, with --all") var filter: FilterOptions
  @OptionGroup(title: "Which share of them, with --all") var shards: ShardOptions
  @OptionGroup var common: CommonOptions

  @Option(help: "Show a progress bar on standard error.")
  var progress = ProgressBar.Choice.auto

  func validate() throws {
    if listFormats { return }
    if selection.aggregation.perTask, output.partial {
      throw ValidationError("--per-task leaves every contribution apart, and --partial is for merging.")
    }
    if selection.reduction.primaries != nil, output.partial {
      throw ValidationError("--primaries scales what is complete, and --partial is for merging.")
    }
    try JobOptions.check(jobs, all: all, filter)
    try shards.check(all: all)
    if all {
      if selection.aggregation.combine {
        throw ValidationError("--combine takes simulations that are named.")
      }
    }
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      if command.listFormats {
        let form: Listing.Format =
          switch command.output.format {
          case "json": .json
          case "csv": .csv
          default: .table
          }
        return try Answer.write(ExportDestination.formatTable.text(form, width: Terminal.width))
      }
      let summary = try await command.export()
      try command.common.messages.finish(
        summary.notices, wrote: summary, writesFiles: command.all && command.output.output != "-")
    }
  }

  private func export() async throws(Failure) -> ExportSummary {
    var choice = output.choice(formats, isBatch: all)
    choice.scalesToPrimaries = selection.reduction.primaries != nil
    let shard = try shards.chosen()
    choice.shard = shard?.shard
    let destination = try ExportDestination(choice)
    try destination.checkPlace()
    let writtenAt = try WritingTime.instant()
    let bar = ProgressBar(progress, isQuiet: common.quiet)
    defer { bar.finish() }
    let (opened, source) = try await store.open(for: jobs, request)
    var simulations = try await simulations(in: opened, source)
    let share = shard.map { SimulationShare($0, of: simulations) }
    if let share { simulations = share.simulations }
    let catalog = opened.telling(share?.notices ?? [])
    let export = Export(
      request, to: destination, from: catalog, creator: Version.text, command: CommandLine.recorded,
      writtenAt: writtenAt
    ) { bar.show($0) }
    let (wanted, chosen) = (request, simulations)
    let summary = try await output.toScreen { () throws(Failure) in
      let plan = try await catalog.plan(of: chosen, wanted)
      let names = Failure.list(plan.simulations.map(\.name))
      return "JSON: \(plan.groups.count == 1 ? "1 page" : "\(plan.groups.count) pages") of \(names)."
    } export: { () throws(Failure) in
      try await export.run(chosen, gone: share?.gone ?? [])
    }
    await catalog.close()
    return summary
  }

  private func simulations(
    in catalog: Catalog, _ source: ResultSource
  ) async throws(Failure) -> [Simulation] {
    guard all || source == .files else { return try await catalog.simulations(named: jobs) }
    let selection = filter.selection()
    let simulations = try await catalog.simulations(selection)
    if all, simulations.isEmpty {
      let nothing = try await catalog.nothingFits(selection)
      if nothing.isMistaken { throw nothing.failure }
      common.messages.say(nothing.text)
    }
    return simulations
  }

  private var request: PageRequest {
    var request = selection.request(threads: common.threadCount)
    tasks.apply(to: &request)
    request.partial = output.partial
    request.countsHits = output.hits
    request.isStrict = output.strict
    return request
  }
}

extension ProgressBar.Choice: ExpressibleByArgument {}
