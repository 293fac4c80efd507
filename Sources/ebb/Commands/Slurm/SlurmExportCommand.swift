internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct SlurmExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "A job array that exports all simulations in shards, and the index that follows.",
    discussion: """
      Examples:
        ebb slurm export --shards 8 -- -f hdf5 -o results/ > export.sbatch
        ebb slurm export --shards 100 --time 4:00:00 -- --user bob -f csv -o out/
        ebb slurm export --shards 8 --plan plan.json -- -f hdf5 -o results/

      After -- stand the options of ebb export, without --all and --shard. The store is that of --db there, else \
      that of EBB_DB where the script runs; it and the folder must be seen from every node.
      """)

  @Option(help: ArgumentHelp("How many shards.", valueName: "n"))
  var shards: Int

  @Option(
    help: ArgumentHelp("Share simulations out by this plan, of ebb plan.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var plan: String?

  @OptionGroup(title: "Of the job array") var slurm: SlurmOptions
  @OptionGroup var common: CommonOptions

  @Argument(parsing: .postTerminator, help: ArgumentHelp("The options of ebb export.", valueName: "option"))
  var options: [String] = []

  func validate() throws {
    try ShardOptions.check(count: shards)
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let folder = try await command.folder()
      if let plan = command.plan {
        let count = try ShardPlan.read(plan).plan.count
        guard count == command.shards else {
          throw Failure(
            .usage, "\(Failure.quoted(plan)) has \(count) shards, and --shards asks for \(command.shards).",
            advice: "Give --shards \(count), or make another plan with ebb plan.")
        }
      }
      let own = ["--skip-existing", "--quiet"].filter {
        !command.options.contains($0) && !command.options.contains("--force")
      }
      let words =
        ["ebb", "export", "--all"] + command.options + own + (command.plan.map { ["--plan", $0] } ?? [])
      let line = words.map(ShellWord.quoted).joined(separator: " ") + " --shard \"$shard/$shards\""
      let share = [
        "status=0", line + " || status=$?",
        "# 1: done, but something was left out, which the index tells of.",
        "if [ \"$status\" -gt 1 ]; then exit \"$status\"; fi",
      ]
      let script = command.slurm.array("ebb-export", of: command.shards).script(
        file: "export.sbatch",
        purpose:
          "Exports all simulations in \(command.shards == 1 ? "1 shard" : "\(command.shards) shards").",
        share: share, end: ["ebb index " + ShellWord.quoted(folder)], ending: "index")
      try Answer.write(script)
    }
  }

  /// The folder that the options of the export name, which they must, and without what the script says itself.
  private func folder() async throws(Failure) -> String {
    let parsed: ExportCommand
    do {
      parsed = try await ExportCommand.asyncParse(["--all"] + options)
    } catch {
      throw .refusedOptions(ExportCommand.message(for: error))
    }
    guard parsed.shards.shard == nil, parsed.shards.plan == nil else {
      throw Failure(
        .usage, "the script has --shard of its own.", advice: "Give --shards N, and --plan before --.")
    }
    guard parsed.output.output != "-" else {
      throw Failure(
        .usage, "an export of all simulations goes to a folder.", advice: "Give -o FOLDER/ after --.")
    }
    return parsed.output.output
  }
}

extension Failure {
  /// - Parameter reason: the parser's words.
  static func refusedOptions(_ reason: String) -> Failure {
    Failure(
      .usage, "ebb export would refuse these options: \(reason.oneLine).",
      advice: "ebb export --help lists them.")
  }
}
