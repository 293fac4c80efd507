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
        ebb report --all --state COMPLETED -o reports/

      The file needs nothing besides itself: no network and no scripts. It follows the reader's choice of light or \
      dark, and prints. Pictures are drawn by gnuplot (Debian's gnuplot-nox); without it there are numbers only.
      """)

  @OptionGroup var jobs: JobOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file, or - for standard output; of several simulations a folder/.", valueName: "path"),
    completion: .file())
  var output = "report.html"

  @Flag(help: "Replace a file that exists.")
  var force = false

  @OptionGroup var selection: RequestOptions<CombiningOptions>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let output = command.output
      let isFolder = Answer.isFolder(output)
      if isFolder {
        try Answer.check(folder: output)
      } else {
        try Answer.check(output, overwrites: command.force)
      }
      let (catalog, simulations) = try await command.jobs.open(command.request)
      guard isFolder || simulations.count == 1 else {
        throw Failure(
          .usage, "these are \(simulations.count) simulations, and a file reports one.",
          advice: "Name a folder with -o FOLDER/, which gets a file for each.")
      }
      var notices = catalog.notices
      var written: [String] = []
      var names = UniqueNames()
      for simulation in simulations {
        let path =
          isFolder
          ? (output.hasSuffix("/") ? output : output + "/")
            + command.jobs.name(of: simulation, among: &names) + ".html" : output
        do throws(Failure) {
          notices += try await command.report(simulation, of: catalog, to: path)
          written.append(path)
        } catch {
          // One of several that has no results does not stop the rest.
          guard simulations.count > 1, error.kind == .notFound || error.kind == .brokenData else {
            throw error
          }
          notices.append(Notice(.leftOut, "left out simulation \(simulation.jobID): \(error.message)"))
        }
      }
      await catalog.close()
      if written.count > 1 { command.common.messages.say("wrote \(written.count) files to \(output).") }
      if written.count == 1, output != "-" { command.common.messages.say("wrote \(written[0]).") }
      try command.common.messages.finish(notices)
    }
  }

  private func report(
    _ simulation: Simulation, of catalog: Catalog, to path: String
  ) async throws(Failure) -> [Notice] {
    let contents = try await Report(request, of: catalog).run(simulation)
    if Answer.isFolder(output) { try Answer.makeFolder(of: path) }
    try Answer.write(HTMLReport(contents, creator: Version.text).text, to: path, overwrites: force)
    return contents.notices
  }

  private var request: PageRequest { selection.request(threads: common.threadCount) }
}
