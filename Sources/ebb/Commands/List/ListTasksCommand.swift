internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline
internal import EbbText

struct ListTasksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "Show the tasks of simulations, by their numbers.")

  @OptionGroup var scope: ScopeOptions
  @OptionGroup var options: ListOptions

  func run() async throws {
    let (scope, messages) = (scope, options.common.messages)
    try await options.print { catalog, limit throws(Failure) in
      let simulations = try await scope.simulations(in: catalog, messages)
      return Self.listing(try await catalog.tasks(of: simulations, limit: limit))
    }
  }

  static func listing(_ tasks: [Owned<SimulationTask>]) -> Listing {
    var listing = Listing([
      Listing.Column("id"), Listing.Column("simulation_id"),
      .simulation(old: "job_id"), Listing.Column("task", old: "task_id", heading: "TASK"),
      Listing.Column("state", old: "task_state", heading: "STATE", minimum: .max, mark: .state),
      Listing.Column("simulated_primaries", heading: "SIMULATED"),
      Listing.Column("requested_primaries", heading: "REQUESTED"),
      Listing.Column("start_time", heading: "STARTED"), Listing.Column("end_time", heading: "ENDED"),
      Listing.Column("last_update_time"), Listing.Column("estimated_time"), Listing.Column("platform"),
      Listing.Column("celery_id"),
    ])
    for owned in tasks {
      let task = owned.row
      var celeryID: String?
      if case .celery(let id) = task.kind { celeryID = id }
      listing.add([
        .integer(task.id.rawValue), .integer(task.simulationID.rawValue), .init(owned.simulation?.jobID),
        .init(task.number), .text(task.state.description), .integer(task.simulatedPrimaries),
        .integer(task.requestedPrimaries), .init(task.startTime), .init(task.endTime),
        .init(task.lastUpdateTime), .init(task.estimatedTime), .init(task.platform?.description),
        .init(celeryID),
      ])
    }
    return listing
  }
}
