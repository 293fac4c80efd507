internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// The simulations whose rows a listing shows: those named, those that the filters select, or all.
struct ScopeOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Only those of these simulations: job ids, their first characters (4 or more), or id:NUMBER.",
      valueName: "job"),
    completion: .jobs)
  var jobs: [String] = []

  @OptionGroup(title: "Only those of simulations") var filter: FilterOptions

  /// - Returns: `nil` for all.
  func simulations(in catalog: Catalog) async throws(Failure) -> [Simulation]? {
    if jobs.isEmpty {
      return filter.isEmpty ? nil : try await catalog.simulations(filter.selection())
    }
    let named = try await catalog.simulations(named: jobs)
    guard !filter.isEmpty else { return named }
    let selected = Set(try await catalog.simulations(filter.selection()).map(\.id))
    return named.filter { selected.contains($0.id) }
  }
}
