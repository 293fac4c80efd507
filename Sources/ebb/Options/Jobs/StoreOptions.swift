internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// The store that a command reads.
struct StoreOptions: ParsableArguments {
  @OptionGroup var place: StorePlace

  @Flag(
    name: .customLong("verify"),
    help: "Have SQLite check the whole file first (quick_check), and go on only if it is sound.")
  var verify = false

  /// Opens what `arguments` are of: the store, for simulations, or the files and folders of results that
  /// they name.
  func open(
    for arguments: [String], _ request: PageRequest
  ) async throws(Failure) -> (catalog: Catalog, source: ResultSource) {
    let source = try ResultSource(arguments, storeIsNamed: place.url != nil)
    switch source {
    case .store: return (try await open(), source)
    case .files: return (try await open(files: arguments, request), source)
    }
  }

  /// Opens files and folders of results.
  func open(files: [String], _ request: PageRequest) async throws(Failure) -> Catalog {
    try await Catalog.open(
      files: files, byteLimit: request.byteLimit, keepGoing: request.keepGoing, threads: request.threads)
  }

  /// Opens what `arguments` are of, with the simulations that they name, or all that are in the files.
  func openSimulations(
    _ arguments: [String], _ request: PageRequest
  ) async throws(Failure) -> (catalog: Catalog, simulations: [Simulation]) {
    let (catalog, source) = try await open(for: arguments, request)
    let simulations =
      source == .files
      ? try await catalog.simulations(SimulationSelection()) : try await catalog.simulations(named: arguments)
    return (catalog, simulations)
  }

  /// Opens what `argument` is of, with the one simulation that it names.
  func openSimulation(
    _ argument: String, _ request: PageRequest
  ) async throws(Failure) -> (catalog: Catalog, simulation: Simulation) {
    let (catalog, simulations) = try await openSimulations([argument], request)
    guard simulations.count == 1 else {
      throw Failure(
        .usage, "\(Failure.quoted(argument)) holds \(simulations.count) simulations.",
        advice: "Name them one by one.", choices: simulations.prefix(5).map(\.title))
    }
    return (catalog, simulations[0])
  }

  /// Opens the store that the option or the environment names.
  func open() async throws(Failure) -> Catalog {
    try await place.open(verify: verify)
  }
}
