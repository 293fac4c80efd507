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
        ebb report 20230615 -o report.html --db yaptide.sqlite
        ebb report 20230615 -e 'mesh*' -o mesh.html
        ebb report workspaces/ -o report.html

      The file needs nothing besides itself: no network and no scripts. It follows the reader's choice of light or \
      dark, and prints. Pictures are drawn by gnuplot (Debian's gnuplot-nox); without it there are numbers only.
      """)

  @Argument(
    help: ArgumentHelp(
      "A job id, its first characters (4 or more), or id:NUMBER; or a file or folder of results.",
      valueName: "job"))
  var job: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The file, or - for standard output.", valueName: "path"))
  var output: String

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
      let (report, notices) = try await command.report(of: simulations[0], in: catalog)
      await catalog.close()
      try Answer.write(report.text, to: command.output, overwrites: command.force)
      if command.output != "-" { command.common.messages.say("wrote \(command.output).") }
      try command.common.messages.finish(catalog.notices + notices)
    }
  }

  private func report(
    of simulation: Simulation, in catalog: Catalog
  ) async throws(Failure) -> (report: HTMLReport, notices: [Notice]) {
    let request = request
    let overview = try await catalog.overview(
      of: simulation, byteLimit: request.byteLimit, threads: request.threads)
    let shown = SimulationReport(overview)
    let title = simulation.title.isEmpty ? simulation.jobID : simulation.title
    var report = HTMLReport(title: title, creator: Version.text)
    report.add(shown.fields)
    let drawn = try await catalog.pictures(of: simulation, request)
    report.begin("Audit")
    let findings = try await catalog.findings(
      in: simulation, byteLimit: request.byteLimit, threads: request.threads)
    if findings.isEmpty { report.add(paragraph: "Nothing found.") } else { report.add(findings) }
    report.begin("Pages")
    report.add(drawn.pictures)
    report.begin("Statistics")
    report.add(StatisticsTable(try await catalog.statistics(of: [simulation], request)).listing)
    report.add(
      paragraph:
        "R is the standard error over the value: its median over the bins, its 90 % quantile, "
        + "its maximum. P is the chance that the contribution that stands out most does so by chance.")
    if !overview.tasks.isEmpty {
      report.begin("Tasks")
      report.add(shown.tasks)
    }
    report.begin("All pages")
    report.add(shown.pages)
    let inputs = try await catalog.resultInputs(of: [simulation], byteLimit: request.byteLimit)
    if let input = inputs.inputs.first?.content {
      report.begin("Input")
      for file in input.files { report.add(file: file.name, file.text) }
      if let project = input.project { report.add(file: "project.json", project) }
    }
    let notices = drawn.notices + inputs.notices
    let warnings = notices.filter { $0.level != .detail }
    if !warnings.isEmpty {
      report.begin("Warnings")
      for warning in warnings { report.add(paragraph: warning.text) }
    }
    return (report, notices)
  }

  private var request: ExportRequest { selection.request(threads: common.threadCount) }
}
