internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// The simulations whose rows a listing shows: those named, those that the filters select, or all.
struct ScopeOptions: ParsableArguments {
  @Argument(help: JobHelp.stored, completion: .jobs)
  var jobs: [String] = []

  @OptionGroup(title: "Only those of simulations") var filter: FilterOptions

  /// - Returns: `nil` for all.
  func simulations(in catalog: Catalog, _ messages: Messages) async throws(Failure) -> [Simulation]? {
    let named = jobs.isEmpty ? nil : try await catalog.simulations(named: jobs)
    guard !filter.isEmpty else { return named }
    let selection = filter.selection()
    let selected = try await catalog.simulations(selection)
    if selected.isEmpty {
      let nothing = try await catalog.nothingFits(selection)
      if nothing.isMistaken { throw nothing.failure }
      messages.say(nothing.text)
    }
    guard let named else { return selected }
    let ids = Set(selected.map(\.id))
    let both = named.filter { ids.contains($0.id) }
    if both.isEmpty, !selected.isEmpty {
      messages.say("none of the simulations that are named fits the filters.")
    }
    return both
  }
}
