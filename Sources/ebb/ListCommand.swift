internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show what is in the store.",
    subcommands: [ListSimulationsCommand.self])
}

struct ListSimulationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulations", abstract: "Show the simulations in the store, newest first.",
    discussion: """
      Examples:
        ebb list simulations --db yaptide.sqlite --limit 20
        ebb list simulations --state COMPLETED --since 2025-01-01 --title '*proton*'
        ebb list simulations --json | jq -r '.[].job_id'
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "Which simulations") var filter: FilterOptions

  @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
  var limit: Int?

  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0 on.") }
  }

  func run() async throws {
    let (store, form, selection) = (store, form.form, filter.selection(limit: limit))
    try await common.messages.reporting { () throws(Failure) in
      let catalog = try await store.open()
      let simulations = try await catalog.simulations(selection)
      await catalog.close()
      try Answer.write(Self.listing(simulations).text(form, width: Terminal.width))
    }
  }

  static func listing(_ simulations: [Simulation]) -> Listing {
    var listing = Listing([
      Listing.Column("id"), Listing.Column("job_id", heading: "JOB"),
      Listing.Column("user_id"), Listing.Column("start_time", heading: "STARTED"),
      Listing.Column("end_time"), Listing.Column("title", heading: "TITLE"),
      Listing.Column("platform", heading: "PLATFORM"), Listing.Column("input_type"),
      Listing.Column("sim_type", heading: "SIMULATOR"), Listing.Column("job_state", heading: "STATE"),
    ])
    for simulation in simulations {
      listing.add([
        .integer(simulation.id.rawValue), .text(simulation.jobID), .init(simulation.userID?.rawValue),
        .init(simulation.startTime?.iso8601), .init(simulation.endTime?.iso8601),
        .text(simulation.title), .text(simulation.platform.description), .text(simulation.inputType),
        .text(simulation.simulator), .text(simulation.state.description),
      ])
    }
    return listing
  }
}
