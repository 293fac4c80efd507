internal import EbbModel
internal import EbbText

extension Listing {
  /// A row a simulation, all columns of the store among it.
  init(_ simulations: [Simulation]) {
    self.init([
      Listing.Column("id", heading: "ID"), .simulation(old: "job_id"), Listing.Column("user_id"),
      Listing.Column("user", old: "username", heading: "USER", minimum: 8),
      Listing.Column("start_time", heading: "STARTED"), Listing.Column("end_time"),
      Listing.Column("title", heading: "TITLE", minimum: 20),
      Listing.Column("platform", heading: "PLATFORM", isOptional: true), Listing.Column("input_type"),
      Listing.Column("simulator", old: "sim_type", heading: "SIMULATOR", isOptional: true),
      Listing.Column("state", old: "job_state", heading: "STATE", minimum: .max, mark: .state),
      Listing.Column("merge_id"), Listing.Column("cluster_id"), Listing.Column("job_dir"),
      Listing.Column("array_id"), Listing.Column("collect_id"),
    ])
    for simulation in simulations {
      add(
        [
          .integer(simulation.id.rawValue), .text(simulation.jobID), .init(simulation.userID?.rawValue),
          .init(simulation.username), .init(simulation.startTime), .init(simulation.endTime),
          .text(simulation.title), .text(simulation.platform.description), .text(simulation.inputType),
          .text(simulation.simulator), .text(simulation.state.description),
        ] + Self.classCells(simulation.kind))
    }
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
