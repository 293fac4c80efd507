internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// The results that a command is asked for: simulations that are named, all that filters select, or files.
struct JobOptions: ParsableArguments {
  @Argument(help: JobHelp.any, completion: .jobsAndFiles)
  var jobs: [String] = []

  @OptionGroup var store: StoreOptions

  @Flag(help: "Every simulation that the filters select, one after another.")
  var all = false

  @OptionGroup(title: "Which simulations, with --all") var filter: FilterOptions
  @OptionGroup(title: "Which share of them, with --all") var shards: ShardOptions

  func validate() throws {
    try Self.check(jobs, all: all, filter)
    try shards.check(all: all)
  }

  /// Refuses names and filters beside each other, and neither.
  static func check(_ jobs: [String], all: Bool, _ filter: FilterOptions) throws {
    if all {
      if !jobs.isEmpty { throw ValidationError("Name simulations, or give --all; not both.") }
    } else {
      if jobs.isEmpty { throw ValidationError("Name simulations, or give --all.") }
      if !filter.isEmpty { throw ValidationError("Filters such as --state go with --all.") }
    }
  }

  /// Opens what they are of.
  /// - Throws: where filters select nothing, besides what opening throws.
  func open(_ request: PageRequest) async throws(Failure) -> (catalog: Catalog, simulations: [Simulation]) {
    guard all else { return try await store.openSimulations(jobs, request) }
    let shard = try shards.chosen()
    let catalog = try await store.open()
    let selection = filter.selection()
    let simulations = try await catalog.simulations(selection)
    guard !simulations.isEmpty else { throw try await catalog.nothingFits(selection).failure }
    guard let shard else { return (catalog, simulations) }
    let share = SimulationShare(shard, of: simulations)
    return (catalog.telling(share.warnings), share.simulations)
  }

  /// The name of a simulation's file, without its suffix, among others: in a shard it does not depend on those.
  func name(of simulation: Simulation, among names: inout UniqueNames) -> String {
    shards.shard == nil
      ? names.unique(identifier(simulation.jobID, keepsCase: true, dashes: true))
      : Shard.fileName(of: simulation.jobID)
  }
}
