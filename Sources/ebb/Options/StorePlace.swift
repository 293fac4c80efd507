internal import ArgumentParser
internal import EbbPipeline
internal import EbbText
internal import Foundation

/// The store that a command reads, by its URL.
struct StorePlace: ParsableArguments {
  @Option(
    name: .customLong("db"),
    help: ArgumentHelp(
      "The store: \(Catalog.urlForms).",
      discussion: "Else EBB_DB, else FLASK_SQLALCHEMY_DATABASE_URI. Passwords: PGPASSFILE, PGPASSWORD.",
      valueName: "url"),
    completion: .stores)
  var url: String?

  /// Opens the store that the option or the environment names.
  /// - Parameter verify: whether SQLite checks the whole file first.
  func open(verify: Bool = false) async throws(Failure) -> Catalog {
    let environment = ProcessInfo.processInfo.environment
    let named = [url, environment["EBB_DB"], environment["FLASK_SQLALCHEMY_DATABASE_URI"]]
    guard let url = named.compactMap({ $0 }).first(where: { !$0.isEmpty }) else {
      throw Failure(
        .usage, "no store is named.",
        advice: "Give --db URL, or set EBB_DB to it; or name files of results in the place of simulations.")
    }
    return try await Catalog.open(url, verify: verify)
  }
}
