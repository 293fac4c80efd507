internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct SlurmMergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "A job array that exports a simulation's tasks in parts, and the merge that follows.",
    discussion: """
      Examples:
        ebb slurm merge 20230615 --shards 8 -o result.h5 > merge.sbatch
        ebb slurm merge 20230615 --shards 8 -o result.h5 -- -e 'mesh*'

      For a simulation whose tasks are too many for one machine. After -- stand further options of ebb export. \
      Where tasks leave their results on nodes, each makes its part there: samples/slurm has the script.
      """)

  @Argument(help: JobHelp.any, completion: .jobsAndFiles)
  var job: String

  @Option(help: ArgumentHelp("How many parts.", valueName: "n"))
  var shards: Int

  @Option(name: .shortAndLong, help: ArgumentHelp("The merged file.", valueName: "path"), completion: .file())
  var output: String

  @Option(
    help: ArgumentHelp(
      "The folder of the parts (default: the merged file's name and .parts).", valueName: "folder"),
    completion: .directory)
  var parts: String?

  @OptionGroup(title: "Of the job array") var slurm: SlurmOptions
  @OptionGroup var common: CommonOptions

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("Further options of ebb export.", valueName: "option"))
  var options: [String] = []

  func validate() throws {
    try ShardOptions.check(count: shards)
    if output == "-" || output.hasSuffix("/") || output.isEmpty { throw ValidationError("-o takes a file.") }
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      try await command.check()
      let folder = command.parts ?? command.output + ".parts"
      let parts = ShellWord.quoted(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)
      let words = ["ebb", "export", command.job] + command.options + ["--partial", "--force", "--quiet"]
      let share = [
        "mkdir -p " + parts,
        words.map(ShellWord.quoted).joined(separator: " ")
          + " --tasks \"$shard/$shards\" -o \(parts)/\"$shard.h5\"",
      ]
      // By number, so that a part of an earlier array of more parts is not taken, and one that is missing is an error.
      let end = [
        "parts=()", "for ((shard = 1; shard <= shards; shard++)); do parts+=(\(parts)/\"$shard.h5\"); done",
        "ebb merge \"${parts[@]}\" --force -o " + ShellWord.quoted(command.output),
      ]
      let script = command.slurm.array("ebb-merge", of: command.shards).script(
        file: "merge.sbatch",
        purpose:
          "Exports the tasks of a simulation in \(command.shards == 1 ? "1 part" : "\(command.shards) parts"), and merges them.",
        share: share, end: end, ending: "merge")
      try Answer.write(script)
    }
  }

  /// Refuses what ebb export would.
  private func check() async throws(Failure) {
    do {
      let parsed = try await ExportCommand.asyncParse(
        [job] + options + ["--partial", "--tasks", "1/1", "-o", "part.h5"])
      guard !parsed.all else { throw ValidationError("--all is no part of one simulation.") }
    } catch {
      throw .refusedOptions(ExportCommand.message(for: error))
    }
  }
}
