/// A script for `sbatch`: a job array that does a share each, and, as task 0, what follows when all have.
///
/// How many shards there are stands in the script: where one task is run again, Slurm's `SLURM_ARRAY_TASK_COUNT` is 1.
/// Arrays need Slurm 2.6, and what is written here was run with 22.05.
package struct SlurmArray: Sendable {
  /// The job's name.
  private let name: String
  private let shards: Int
  /// How many tasks the array has; each takes every so-manieth shard.
  private let tasks: Int
  private let options: [(name: String, value: String)]
  private let range: String

  package init(
    name: String, shards: Int, tasks: Int, account: String?, partition: String?, time: String?,
    memory: String,
    processors: Int, atOnce: Int?
  ) {
    self.name = name
    self.shards = shards
    self.tasks = tasks
    range = "1-\(tasks)" + (atOnce.map { "%\($0)" } ?? "")
    let given: [(String, String?)] = [
      ("job-name", name), ("array", range), ("cpus-per-task", "\(processors)"), ("mem", memory),
      ("time", time),
      ("account", account), ("partition", partition), ("output", "\(name)-%A_%a.log"),
    ]
    options = given.compactMap { name, value in value.map { (name, $0) } }
  }

  /// The script.
  /// - Parameters:
  ///   - file: the name that it is kept under, for its comments.
  ///   - purpose: what it does, a line.
  ///   - share: the lines of one shard, whose number is in `$shard` and whose count in `$shards`.
  ///   - end: the lines of what follows.
  ///   - ending: what that is called: "index", "merge".
  package func script(
    file: String, purpose: String, share: [String], end: [String], ending: String
  ) -> String {
    let lines =
      ["#!/bin/bash"] + options.map { "#SBATCH --\($0.name)=\($0.value)" }
      + ["#SBATCH --requeue", "#SBATCH --open-mode=append", "#"]
      + comments(file: file, purpose: purpose, ending: ending)
      + [
        "set -euo pipefail", "shards=\(shards)", "",
        "if [ \"$SLURM_ARRAY_TASK_ID\" = 0 ]; then",
      ] + end.map { "  " + $0 } + ["  exit", "fi", ""]
    let loop =
      tasks == shards
      ? ["shard=$SLURM_ARRAY_TASK_ID"] + share
      : ["for ((shard = SLURM_ARRAY_TASK_ID; shard <= shards; shard += \(tasks))); do"]
        + share.map { "  " + $0 }
        + ["done"]
    return (lines + loop).joined(separator: "\n") + "\n"
  }

  private func comments(file: String, purpose: String, ending: String) -> [String] {
    [
      "# \(purpose)",
      "#",
      "# Submit it, and the \(ending) that follows when every task has come to its end:",
      "#",
      "#   array=$(sbatch --parsable \(file))",
      "#   sbatch --array=0 --dependency=afterok:$array --kill-on-invalid-dep=no \(file)",
      "#",
      "# Where task 5 has failed, the \(ending) waits (DependencyNeverSatisfied). Run the task again, and have the",
      "# \(ending), whose job id squeue shows, wait for that:",
      "#",
      "#   again=$(sbatch --parsable --array=5 \(file))",
      "#   scontrol update jobid=ID dependency=afterok:$again",
      "#",
      "# A task that is requeued, or run again on another node, goes on where it was. One shard must not run twice at a",
      "# time. Logs are beside where you submit.",
      "",
    ]
  }
}
