internal import EbbModel
internal import EbbStore
package import EbbText

/// The reason why no simulation fits what was asked for.
package struct NothingFits: Sendable {
  /// A sentence with what there is instead.
  package var text: String
  /// Whether something was asked for that there cannot be, or is nothing like: a word that is no state, platform or
  /// simulator, no user, a title.
  package var isMistaken: Bool
  /// The simulations that may be meant, a line each.
  package var choices: [String] = []

  /// The same as an error.
  package var failure: Failure {
    Failure(.notFound, text, advice: choices.isEmpty ? nil : "The nearest titles:", choices: choices)
  }
}

extension Catalog {
  /// Finds out why `selection` selects nothing. Costs a look at all simulations.
  package func nothingFits(_ selection: SimulationSelection) async throws(Failure) -> NothingFits {
    let all = try await answer { store throws(StoreError) in try await store.simulations(SimulationFilter()) }
    if all.isEmpty { return NothingFits(text: "there is no simulation in this store.", isMistaken: false) }
    func unmatched(
      _ asked: String?, _ name: String, _ plural: String, known: [String], _ value: (Simulation) -> String?
    ) -> NothingFits? {
      let values = all.compactMap(value).filter { !$0.isEmpty }
      guard let asked, !values.contains(where: { $0.lowercased() == asked.lowercased() }) else { return nil }
      return NothingFits(
        text:
          "no simulation has \(name) \(Failure.quoted(asked)); \(Self.counted(plural, values, near: asked)).",
        isMistaken: !known.contains(asked.lowercased()))
    }
    if let user = selection.user, !all.contains(where: { $0.username == user }) {
      let users = (try? await users().map(\.username)) ?? []
      return NothingFits(
        text: "no simulation is of the user \(Failure.quoted(user)); "
          + "\(Self.counted("users", all.compactMap(\.username), near: user)).",
        isMistaken: !users.contains(user))
    }
    let unknown =
      unmatched(selection.state, "state", "states", known: Self.states) { $0.state.description }
      ?? unmatched(selection.platform, "platform", "platforms", known: ["direct", "batch"]) {
        $0.platform.description
      }
      ?? unmatched(
        selection.simulator, "simulator", "simulators", known: Simulator.allCases.map(\.rawValue)
      ) { $0.simulator }
    if let unknown { return unknown }
    if let title = selection.title, !all.contains(where: { Pattern(title).matches($0.title) }) {
      return NothingFits(
        text: "no simulation has a title like \(Failure.quoted(title)); * is any text.", isMistaken: true,
        choices: JobReference.nearest(toTitle: title, in: all).map(Failure.named))
    }
    let starts = all.compactMap(\.startTime)
    if let since = selection.since, let newest = starts.max(), newest < since {
      return NothingFits(
        text: "no simulation was started since \(since.iso8601); the newest was at \(newest.iso8601).",
        isMistaken: false)
    }
    if let until = selection.until, let oldest = starts.min(), oldest >= until {
      return NothingFits(
        text: "no simulation was started before \(until.iso8601); the oldest was at \(oldest.iso8601).",
        isMistaken: false)
    }
    return NothingFits(
      text: "no simulation fits all of that together; leave a filter out to see which.", isMistaken: false)
  }

  /// The platform's own words for states (`EntityState`), in small letters.
  private static let states = [
    "pending", "running", "canceled", "completed", "failed", "merging_queued", "merging_running", "unknown",
    "submitted", "queued",
  ]

  /// "states in this store: COMPLETED (12), FAILED (3)", the nearest first and of the rest the most frequent.
  private static func counted(_ plural: String, _ values: [String], near asked: String) -> String {
    var counts: [String: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    if counts.isEmpty { return "this store names no \(plural)" }
    let near = spellingSuggestions(for: asked.lowercased(), in: counts.keys.map { $0.lowercased() })
    let ordered = counts.sorted { first, second in
      func rank(_ name: String) -> Int { near.firstIndex(of: name.lowercased()) ?? near.count }
      return (rank(first.key), -first.value, first.key) < (rank(second.key), -second.value, second.key)
    }
    let shown = ordered.prefix(8).map { "\($0.key) (\(Failure.count($0.value)))" }.joined(separator: ", ")
    return "\(plural) in this store: \(shown)\(ordered.count > 8 ? ", …" : "")"
  }
}
