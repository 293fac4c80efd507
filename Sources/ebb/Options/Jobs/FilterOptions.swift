internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

/// The simulations that a listing or `--all` means.
struct FilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only those of this user.", valueName: "name"), completion: .users)
  var user: String?

  @Option(
    help: ArgumentHelp("Only those in this state, such as COMPLETED.", valueName: "state"),
    completion: .list(["COMPLETED", "FAILED", "RUNNING", "PENDING", "CANCELED", "UNKNOWN"]))
  var state: String?

  @Option(
    help: ArgumentHelp("Only those of this platform: DIRECT or BATCH.", valueName: "name"),
    completion: .list(["DIRECT", "BATCH"]))
  var platform: String?

  @Option(
    help: ArgumentHelp("Only those of this simulator, such as shieldhit.", valueName: "name"),
    completion: .list(["shieldhit", "fluka", "topas", "geant4"]))
  var simulator: String?

  @Option(
    help: ArgumentHelp(
      "Only those started then or later: 2025-01-31, 2025-01-31T12:00:00, in UTC.", valueName: "time"),
    transform: Self.instant)
  var since: Instant?

  @Option(help: ArgumentHelp("Only those started before then.", valueName: "time"), transform: Self.instant)
  var until: Instant?

  @Option(
    help: ArgumentHelp("Only those whose title fits: * is any text, ? any character.", valueName: "glob"))
  var title: String?

  func selection() -> SimulationSelection {
    var selection = SimulationSelection()
    selection.user = user
    selection.state = state
    selection.platform = platform
    selection.simulator = simulator
    selection.since = since
    selection.until = until
    selection.title = title
    return selection
  }

  var isEmpty: Bool {
    [user, state, platform, simulator, title].allSatisfy { $0 == nil } && since == nil && until == nil
  }

  private static func instant(_ text: String) throws -> Instant {
    guard let instant = Instant(text: text) ?? Instant(text: text + " 00:00:00") else {
      throw ValidationError("'\(text)' is no time such as 2025-01-31 or 2025-01-31T12:00:00.")
    }
    return instant
  }
}
