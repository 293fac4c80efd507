internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ListSimulationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulations", abstract: "Show the simulations in the store, newest first.",
    discussion: """
      Examples:
        ebb list simulations --db yaptide.sqlite --limit 20
        ebb list simulations --state COMPLETED --since 2025-01-01 --title '*proton*'
        ebb list simulations --json | jq -r '.[].job_id'
      """)

  @OptionGroup(title: "Which simulations") var filter: FilterOptions
  @OptionGroup var options: ListOptions

  func run() async throws {
    var selection = filter.selection()
    selection.sort = options.sort
    selection.limit = options.limit
    let (chosen, options) = (selection, options)
    // The database sorts them, which with a limit need not look at all of them.
    try await options.common.messages.reporting { () throws(Failure) in
      let catalog = try await options.store.open()
      let simulations = try await catalog.simulations(chosen)
      await catalog.close()
      try Answer.write(Self.listing(simulations).text(options.form.form, width: Terminal.width))
    }
  }

  static func listing(_ simulations: [Simulation]) -> Listing {
    var listing = Listing([
      Listing.Column("id"), Listing.Column("job_id", heading: "JOB", minimum: 24), Listing.Column("user_id"),
      Listing.Column("username", heading: "USER", minimum: 8),
      Listing.Column("start_time", heading: "STARTED", minimum: 10),
      Listing.Column("end_time"), Listing.Column("title", heading: "TITLE"),
      Listing.Column("platform", heading: "PLATFORM", isOptional: true), Listing.Column("input_type"),
      Listing.Column("sim_type", heading: "SIMULATOR"), Listing.Column("job_state", heading: "STATE"),
      Listing.Column("merge_id"), Listing.Column("cluster_id"), Listing.Column("job_dir"),
      Listing.Column("array_id"), Listing.Column("collect_id"),
    ])
    for simulation in simulations {
      listing.add(
        [
          .integer(simulation.id.rawValue), .text(simulation.jobID), .init(simulation.userID?.rawValue),
          .init(simulation.username), .init(simulation.startTime), .init(simulation.endTime),
          .text(simulation.title), .text(simulation.platform.description), .text(simulation.inputType),
          .text(simulation.simulator), .text(simulation.state.description),
        ] + classCells(simulation.kind))
    }
    return listing
  }

  /// The columns that the classes of simulations add.
  private static func classCells(_ kind: Simulation.Kind) -> [Listing.Cell] {
    switch kind {
    case .celery(let mergeID): [.init(mergeID), .none, .none, .none, .none]
    case .batch(let cluster, let folder, let array, let collect):
      [.none, .init(cluster?.rawValue), .init(folder), .init(array), .init(collect)]
    case .unknown: Array(repeating: .none, count: 5)
    }
  }
}
