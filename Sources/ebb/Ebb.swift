internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import EbbText
internal import Foundation
internal import Glibc

/// The command line: options in, one call of the pipeline, messages out.
struct Ebb: AsyncParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "ebb",
    abstract: "Export and analyse the results of YAPTIDE simulations.",
    discussion: """
      Examples:
        ebb list simulations --db yaptide.sqlite
        ebb show 20230615 --db yaptide.sqlite
        ebb export 20230615 --db yaptide.sqlite -o result.h5
        ebb values latest -p DOSE --at z=0
        ebb export 20230615 -e z_profile -p 0 -o dose.csv
        ebb check 20230615
        ebb analyze bragg 20230615 -e z_profile -p DOSE
        ebb compare 2023-a1 2023-b2 --gamma 3%/2mm
        ebb plot 20230615 -e z_profile -p DOSE -o bragg.png
        ebb export 20230615 | jq '.simulations[].estimators[].name'

      A store is named by --db, EBB_DB or FLASK_SQLALCHEMY_DATABASE_URI. A simulation is named by its job \
      id, the first characters of one (4 or more), id:NUMBER, latest, latest:'TITLE*', or its title. In its place \
      stand files of results, and what ebb export wrote as HDF5 or JSON. Stores are only ever read, but for those that \
      ebb archive and ebb import make.

      Completion of jobs, pages and all else: ebb --generate-completion-script bash, zsh or fish. Manual pages: man \
      ebb, man ebb-export and so on. The package has both in their places.

      Exit status: 0 done; 1 done, but pages were left out on request, or an audit found something; 64 usage; \
      65 broken data in the store; 66 no such simulation, estimator or page; 69 store not reachable, or gnuplot \
      not installed; 73 output \
      not creatable; 74 reading or writing failed; 77 not permitted; 130 interrupted.
      """,
    version: Version.text,
    subcommands: [
      ListCommand.self, ShowCommand.self, ValuesCommand.self, ExportCommand.self, MergeCommand.self,
      PlanCommand.self,
      IndexCommand.self,
      SlurmCommand.self,
      StatsCommand.self,
      CheckCommand.self, AnalyzeCommand.self, CompareCommand.self, PlotCommand.self, ReportCommand.self,
      InputCommand.self, LogsCommand.self, ArchiveCommand.self, ImportCommand.self, SchemaCommand.self,
      QuantitiesCommand.self,
    ])

  static func main() async {
    // A reader that has gone, and a file that may not grow, are seen by the write that fails, not by a signal.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    CommandLine.hidePasswords()
    Terminal.setWidthOfHelp()
    var status = await status(of: CommandLine.arguments)
    do throws(Failure) {
      try Answer.close()
    } catch {
      // Of two failures the first is the cause.
      if status == ExitCode.success.rawValue { status = tell(error) }
    }
    Glibc.exit(status)
  }

  /// Runs the command that `words`, the program's name first, ask for.
  /// - Returns: the exit status.
  private static func status(of words: [String]) async -> Int32 {
    do {
      var command = try await asyncParseAsRoot(Array(PictureOptions.withLogAxes(words).dropFirst()))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return ExitCode.success.rawValue
    } catch {
      let code = exitCode(for: error)
      // A shell that asks for candidates shows what it gets in the middle of its line: also where its script is of
      // another version of ebb, there is nothing to say.
      let isCompleting = words.dropFirst().first == "---completion"
      if isCompleting, code != .success { return ExitCode.success.rawValue }
      // Jobs come the newest first, and are to stay so.
      let text = fullMessage(for: error)
        .replacing("complete -o filenames", with: "complete -o nosort -o filenames")
      guard code == .success else {
        if !text.isEmpty { StandardStreams.tell(ErrorLines.ofTerminal.text(lines: named(text, words))) }
        return code.rawValue
      }
      // Help is an answer like others.
      do throws(Failure) {
        if !text.isEmpty { try Answer.write(text + "\n") }
        return code.rawValue
      } catch {
        return tell(error)
      }
    }
  }

  /// What is wrong with the command line, a word that is none before all else; the rest is how the command is used.
  private static func named(_ text: String, _ words: [String]) -> String {
    guard let misspelt = MisspeltWord(in: Array(words.dropFirst()), of: Ebb.self),
      let usage = text.range(of: "\nUsage:")
    else {
      return text
    }
    return "Error: \(misspelt.message)" + text[usage.lowerBound...]
  }

  /// - Returns: the exit status.
  static func tell(_ failure: Failure) -> Int32 {
    Messages(isQuiet: false, isVerbose: false).show(failure)
    return failure.kind.rawValue
  }
}
