internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Share simulations out over shards of as many bytes each, for several machines.",
    discussion: """
      Examples:
        ebb plan --shards 8 --db yaptide.sqlite
        ebb plan --shards 100 --state COMPLETED -o completed.json
        ebb export --all --shard 3/8 --plan plan.json -f hdf5 -o results/

      The largest simulation goes first, each to the shard that has fewest bytes. Without a plan --shard K/N goes by \
      a hash of the job id: a simulation then keeps its shard while the store grows, and the largest of 8 shards has \
      about twice the mean. With a plan, what came into the store later is in no shard.
      """)

  @Option(help: ArgumentHelp("How many shards.", valueName: "n"))
  var shards: Int

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file, or - for standard output.", valueName: "path"),
    completion: .file())
  var output = "plan.json"

  @Flag(help: "Replace a file that exists.")
  var force = false

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "Which simulations") var filter: FilterOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try ShardOptions.check(count: shards)
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      try Answer.check(command.output, overwrites: command.force)
      let catalog = try await command.store.open()
      let selection = command.filter.selection()
      let simulations = try await catalog.simulations(selection)
      guard !simulations.isEmpty else { throw try await catalog.nothingFits(selection).failure }
      let plan = ShardPlan(try await catalog.sizes(of: simulations), over: command.shards)
      await catalog.close()
      try Answer.write(plan.text(creator: Version.text), to: command.output, overwrites: command.force)
      command.common.messages.show(catalog.notices)
      if command.output != "-" { command.common.messages.say(Self.summary(plan, command.output)) }
    }
  }

  private static func summary(_ plan: ShardPlan, _ path: String) -> String {
    let loads = plan.loads
    let sum = total(loads)
    let mean = Double(sum) / Double(loads.count)
    let largest = Double(loads.max() ?? 0)
    let ratio = mean > 0 ? "; the largest has \(hundredths(largest / mean)) times the mean" : ""
    let simulations = plan.jobs.count == 1 ? "1 simulation" : "\(Failure.count(plan.jobs.count)) simulations"
    return "wrote \(path): \(simulations), \(Failure.count(Int(sum))) bytes in \(plan.count) shards\(ratio)."
  }

  /// "1.28".
  private static func hundredths(_ number: Double) -> String {
    let rounded = Int((number * 100).rounded())
    return "\(rounded / 100).\(rounded % 100 < 10 ? "0" : "")\(rounded % 100)"
  }
}
