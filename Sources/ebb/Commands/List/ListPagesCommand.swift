internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ListPagesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pages", abstract: "Show the pages of simulations: a row for each task's.",
    discussion: """
      Examples:
        ebb list pages 20230615
        ebb list pages --quantity LET --db yaptide.sqlite
        ebb list pages -e 'z_*' -p 'FLUENCE (Protons)' --user alice
        ebb list pages --unit Gy --json | jq -r '.[].simulation' | sort -u

      Without names of jobs those of all are shown. No page is read but where a filter of particles or a unit is asked \
      for, which only pages tell. 'ebb show JOB' tells shapes and units.
      """)

  @OptionGroup var scope: ScopeOptions
  @OptionGroup(title: "Which pages") var pages: SearchOptions
  @OptionGroup var options: ListOptions

  func run() async throws {
    let (scope, messages, search) = (
      scope, options.common.messages, pages.search(threads: options.common.threadCount)
    )
    try await options.print { catalog, limit throws(Failure) in
      let simulations = try await scope.simulations(in: catalog, messages)
      guard !search.isEmpty else {
        let pages = try await catalog.pages(of: simulations, limit: limit)
        return Self.listing(pages.map { PageSearch.Found(page: $0, facts: nil) })
      }
      return Self.listing(try await catalog.pages(of: simulations, search))
    }
  }

  private static func listing(_ found: [PageSearch.Found]) -> Listing {
    // What only pages tell is shown where they were read for it.
    let tellsUnits = found.contains { $0.facts != nil }
    var columns: [Listing.Column] = [
      Listing.Column("id", heading: "ID", isOptional: true), Listing.Column("simulation_id"),
      .simulation(old: "job_id"), Listing.Column("estimator_id"),
      Listing.Column("estimator", old: "estimator_name", heading: "ESTIMATOR"),
      Listing.Column("page", old: "page_number", heading: "PAGE"),
      Listing.Column("quantity", old: "page_name", heading: "QUANTITY"),
      Listing.Column("dimensions", old: "page_dimension", heading: "DIMENSIONS", isOptional: true),
      Listing.Column("compressed_bytes", heading: "BYTES", isOptional: true),
    ]
    if tellsUnits {
      columns += [
        Listing.Column("filter", heading: "FILTER"),
        Listing.Column("unit", heading: "UNIT", minimum: .max),
      ]
    }
    var listing = Listing(columns)
    for found in found {
      let (owned, page) = (found.page, found.page.row)
      var cells: [Listing.Cell] = [
        .integer(page.id.rawValue), .init(owned.estimator?.simulationID.rawValue),
        .init(owned.simulation?.jobID), .integer(page.estimatorID.rawValue), .init(owned.estimator?.name),
        .init(page.number), .init(page.name ?? found.facts?.quantity),
        .init(page.dimension ?? found.facts?.axes.count), .init(page.compressedBytes),
      ]
      if tellsUnits { cells += [.init(found.facts?.filter), .init(found.facts?.meaning.unit.described)] }
      listing.add(cells)
    }
    return listing
  }
}
