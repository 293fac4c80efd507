package import EbbModel

/// Which simulations a listing holds. Everything that is `nil` or empty selects all.
package struct SimulationFilter: Sendable, Equatable {
  /// A `username`.
  package var user: String?
  package var state: JobState?
  /// `DIRECT` or `BATCH`.
  package var platform: String?
  /// `shieldhit`, `fluka`, ….
  package var simulator: String?
  /// Started at this moment or later.
  package var since: Instant?
  /// Started before this moment.
  package var until: Instant?
  /// A pattern on the title, case-insensitive: `*` any text, `?` any character.
  package var title: String?
  package var limit: Int?

  package init(
    user: String? = nil, state: JobState? = nil, platform: String? = nil, simulator: String? = nil,
    since: Instant? = nil, until: Instant? = nil, title: String? = nil, limit: Int? = nil
  ) {
    self.user = user
    self.state = state
    self.platform = platform
    self.simulator = simulator
    self.since = since
    self.until = until
    self.title = title
    self.limit = limit
  }
}
