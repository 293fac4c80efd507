internal import ArgumentParser
internal import EbbModel
internal import EbbOperations

/// The options that a job array has on a cluster.
struct SlurmOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The account that is charged.", valueName: "name"))
  var account: String?

  @Option(help: ArgumentHelp("The partition that it runs in.", valueName: "name"))
  var partition: String?

  @Option(help: ArgumentHelp("The longest that one task of the array may take: 1:00:00.", valueName: "time"))
  var time: String?

  @Option(help: ArgumentHelp("The memory of one task: 2G.", valueName: "size"))
  var memory = "2G"

  @Option(help: ArgumentHelp("The processors of one task.", valueName: "n"))
  var processors = 1

  @Option(help: ArgumentHelp("At most this many tasks of the array at a time.", valueName: "n"))
  var atOnce: Int?

  @Option(
    help: ArgumentHelp(
      "The cluster's MaxArraySize (scontrol show config): where there are more shards, a task takes several.",
      valueName: "n"))
  var arrayLimit = 1001

  func validate() throws {
    if processors < 1 { throw ValidationError("--processors takes a number from 1 on.") }
    if let atOnce, atOnce < 1 { throw ValidationError("--at-once takes a number from 1 on.") }
    if arrayLimit < 2 { throw ValidationError("--array-limit takes a number from 2 on.") }
    for (name, value) in [("account", account), ("partition", partition), ("time", time), ("memory", memory)]
    {
      // A line of #SBATCH ends at its first blank; nothing else can be in these.
      let isWord = value?.unicodeScalars.allSatisfy {
        $0.isASCII && $0.value > 32 && !"#'\"\\".unicodeScalars.contains($0)
      }
      if isWord == false || value == "" { throw ValidationError("--\(name) takes a word of Slurm's.") }
    }
  }

  func array(_ name: String, of shards: Int) -> SlurmArray {
    SlurmArray(
      name: name, shards: shards, tasks: min(shards, arrayLimit - 1), account: account, partition: partition,
      time: time, memory: memory, processors: processors, atOnce: atOnce)
  }
}
