internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Write all of a simulation as one page of HTML: summary, tasks, audit, statistics, pictures, input.",
    discussion: """
      Examples:
        ebb report my-result.json
        ebb report 20230615 -e 'mesh*' -o mesh.html --db yaptide.sqlite

      The file needs nothing besides itself: no network and no scripts. It follows the reader's choice of light or \
      dark, and prints. Pictures are drawn by gnuplot (Debian's gnuplot-nox); without it there are numbers only.
      """)

  @Argument(
    help: ArgumentHelp(
      "A job id, its first characters (4 or more), or id:NUMBER; or a file or folder of results.",
      valueName: "job"),
    completion: .jobsAndFiles)
  var job: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file, or - for standard output.", valueName: "path"),
    completion: .file())
  var output = "report.html"

  @Flag(help: "Replace a file that exists.")
  var force = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var selection: RequestOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if selection.aggregation.perTask {
      throw ValidationError("--per-task leaves contributions apart: see 'ebb plot'.")
    }
    if selection.aggregation.error != .stderr {
      throw ValidationError("--error has no place here: errors are standard errors.")
    }
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let (catalog, simulations) = try await command.store.openSimulations([command.job], command.request)
      guard simulations.count == 1 else {
        throw Failure(
          .usage, "these are \(simulations.count) simulations.", advice: "Report them one by one.")
      }
      let contents = try await Report(command.request, of: catalog).run(simulations[0])
      await catalog.close()
      try Answer.write(
        HTMLReport(contents, creator: Version.text).text, to: command.output, overwrites: command.force)
      if command.output != "-" { command.common.messages.say("wrote \(command.output).") }
      try command.common.messages.finish(catalog.notices + contents.notices)
    }
  }

  private var request: PageRequest { selection.request(threads: common.threadCount) }
}
