internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Put files of results into a store of one's own, as simulations.",
    discussion: """
      Examples:
        ebb import job-result.json -o jobs.sqlite
        ebb import workspaces/ -o jobs.sqlite --title 'Proton beam' --user alice
        ebb import 'run_*/' -o jobs.sqlite
        ebb list simulations --db jobs.sqlite

      Files of results are what convertmc json writes for tasks, what the web interface saves, and what GET /results \
      answers, also compressed by gzip; folders and patterns of them. Files of one folder, or of task_0001/, task_0002/ \
      … beside each other, are the tasks of one simulation, as in every other command. A file that does not name its \
      job gets an id from its contents: imported again, it is there already. The file is the store that ebb archive \
      writes.
      """)

  @Argument(
    help: ArgumentHelp("Files and folders of results.", valueName: "results"),
    completion: .file(extensions: ["json", "gz"]))
  var results: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The SQLite file, a new one or one that ebb has made.", valueName: "file"),
    completion: .stores)
  var output: String

  @Option(
    help: ArgumentHelp(
      "The title, of one simulation (default: its own, else its folder's name).", valueName: "text"))
  var title: String?

  @Option(help: ArgumentHelp("The user of results that name none.", valueName: "name"))
  var user = "import"

  @Flag(help: "Put simulations there anew that are there.")
  var force = false

  @Flag(help: "Hold what is there against the files at the end: every row, and all data byte by byte.")
  var verify = false

  @Flag(help: "Leave files out that cannot be read, and say so; the exit status is 1 then.")
  var keepGoing = false

  @OptionGroup var limit: LimitOptions
  @OptionGroup var common: CommonOptions

  @Option(help: "Show a progress bar on standard error.")
  var progress = ProgressBar.Choice.auto

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      try command.common.messages.finish(try await command.imported())
    }
  }

  private func imported() async throws(Failure) -> ArchiveSummary {
    var request = try ArchiveRequest(path: output)
    request.replaces = force
    request.verifies = verify
    try Import.check(results)
    let bar = ProgressBar(progress, isQuiet: common.quiet)
    defer { bar.finish() }
    let catalog = try await Catalog.open(
      files: results, byteLimit: limit.maxPageBytes, keepGoing: keepGoing, threads: common.threadCount)
    let summary = try await Import(
      request, Import.Names(user: user, title: title), from: catalog, byteLimit: limit.maxPageBytes
    ) { bar.show($0) }.run()
    await catalog.close()
    return summary
  }
}
