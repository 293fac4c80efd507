package import EbbModel

/// The simulations that a listing holds, and their order. Everything that is `nil` or empty selects all.
package struct SimulationFilter: Sendable, Equatable {
  /// A `username`.
  package var user: String?
  package var state: JobState?
  package var platform: Platform?
  /// `shieldhit`, `fluka`, ….
  package var simulator: String?
  /// Started at this moment or later.
  package var since: Instant?
  /// Started before this moment.
  package var until: Instant?
  /// A pattern on the title, case-insensitive: `*` any text, `?` any character.
  package var title: String?
  package var sort: SimulationSort
  /// Whether the lowest of `sort` come first. Those that are alike in it are in the order of their ids, in the same
  /// direction.
  package var isAscending: Bool
  package var limit: Int?

  package init(
    user: String? = nil, state: JobState? = nil, platform: Platform? = nil, simulator: String? = nil,
    since: Instant? = nil, until: Instant? = nil, title: String? = nil,
    sort: SimulationSort = .startTime, isAscending: Bool = false, limit: Int? = nil
  ) {
    self.user = user
    self.state = state
    self.platform = platform
    self.simulator = simulator
    self.since = since
    self.until = until
    self.title = title
    self.sort = sort
    self.isAscending = isAscending
    self.limit = limit
  }
}
