internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline
internal import EbbText

struct ListEstimatorsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimators", abstract: "Show the estimators of simulations: a row for each task's.")

  @OptionGroup var scope: ScopeOptions
  @OptionGroup var options: ListOptions

  func run() async throws {
    let (scope, messages) = (scope, options.common.messages)
    try await options.print { catalog, limit throws(Failure) in
      let simulations = try await scope.simulations(in: catalog, messages)
      var listing = Listing([
        Listing.Column("id", heading: "ID"), Listing.Column("simulation_id"),
        .simulation(old: "job_id"), Listing.Column("estimator", old: "name", heading: "ESTIMATOR"),
        Listing.Column("file_name", heading: "FILE"),
      ])
      for owned in try await catalog.estimators(of: simulations, limit: limit) {
        listing.add([
          .integer(owned.row.id.rawValue), .integer(owned.row.simulationID.rawValue),
          .init(owned.simulation?.jobID), .text(owned.row.name), .init(owned.row.fileName),
        ])
      }
      return listing
    }
  }
}
