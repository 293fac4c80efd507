internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ListPagesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pages", abstract: "Show the pages of simulations: a row for each task's.",
    discussion: "No page is read. 'ebb show JOB' tells shapes and units.")

  @OptionGroup var scope: ScopeOptions
  @OptionGroup var options: ListOptions

  func run() async throws {
    let scope = scope
    try await options.print { catalog, limit throws(Failure) in
      let simulations = try await scope.simulations(in: catalog)
      var listing = Listing([
        Listing.Column("id", heading: "ID"), Listing.Column("simulation_id"),
        .simulation(old: "job_id"), Listing.Column("estimator_id"),
        Listing.Column("estimator", old: "estimator_name", heading: "ESTIMATOR"),
        Listing.Column("page", old: "page_number", heading: "PAGE"),
        Listing.Column("quantity", old: "page_name", heading: "QUANTITY"),
        Listing.Column("dimensions", old: "page_dimension", heading: "DIMENSIONS"),
        Listing.Column("compressed_bytes", heading: "BYTES"),
      ])
      for owned in try await catalog.pages(of: simulations, limit: limit) {
        let page = owned.row
        listing.add([
          .integer(page.id.rawValue), .init(owned.estimator?.simulationID.rawValue),
          .init(owned.simulation?.jobID), .integer(page.estimatorID.rawValue), .init(owned.estimator?.name),
          .init(page.number), .init(page.name), .init(page.dimension), .init(page.compressedBytes),
        ])
      }
      return listing
    }
  }
}
