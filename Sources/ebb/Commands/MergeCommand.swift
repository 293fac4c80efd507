internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merge partial results, as if all their contributions had been exported at once.",
    discussion: """
      Examples:
        ebb export workspaces/task_00* --partial -o part1.h5
        ebb export workspaces/task_01* --partial -o part2.h5
        ebb merge part1.h5 part2.h5 -o result.h5
        ebb merge part*.h5 --partial -o part.h5
        ebb merge part*.h5 -f csv -o tables/

      A part holds, for each bin, the number of contributions, their weight, mean and squared deviations; and the \
      tasks and jobs that they are of. Merging is exact to rounding, in any order. It is an error when two parts \
      hold the same contribution, or one part lacks a page. Tasks that no part holds are named: all of them where \
      jobs are in a store; of result files, which do not say how many tasks there are, those between the first and \
      the last. Files of one simulation each are merged whatever the simulation is called; files of several are \
      merged by the names of their simulations.
      """)

  @Argument(
    help: ArgumentHelp("Files that ebb export --partial has written.", valueName: "part"),
    completion: .file(extensions: ["h5"]))
  var parts: [String]

  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Formats") var formats: FormatChoice

  @Option(help: AggregationOptions.errorHelp)
  var error = ErrorKind.stderr

  @Flag(help: "Leave out pages that a part lacks, or that cannot be merged, say so, and exit with 1.")
  var keepGoing = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      var request = PageRequest()
      request.errorKind = command.error
      request.keepGoing = command.keepGoing
      request.partial = command.output.partial
      request.countsHits = command.output.hits
      request.isStrict = command.output.strict
      request.threads = command.common.threadCount
      let destination = try ExportDestination(command.output.choice(command.formats))
      try destination.checkPlace()
      let merge = Merge(
        request, to: destination, creator: Version.text,
        command: CommandLine.recorded, writtenAt: try WritingTime.instant())
      let summary = try await command.output.toScreen { () throws(Failure) in
        "JSON of what \(command.parts.count == 1 ? "1 part holds" : "\(command.parts.count) parts hold")."
      } export: { () throws(Failure) in
        try await merge.run(command.parts)
      }
      try command.common.messages.finish(summary.notices, wrote: summary)
    }
  }
}
