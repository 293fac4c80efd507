internal import ArgumentParser

struct SlurmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slurm",
    abstract: "Print scripts for a Slurm cluster: an export in shards, or a job's parts and their merge.",
    discussion: """
      Examples:
        ebb slurm export --shards 8 -- -f hdf5 -o results/ > export.sbatch
        ebb slurm merge 20230615 --shards 8 -o result.h5 > merge.sbatch

      Nothing is submitted: the comments of a script say how to, and what to do when a task has failed.
      """,
    subcommands: [SlurmExportCommand.self, SlurmMergeCommand.self])
}
