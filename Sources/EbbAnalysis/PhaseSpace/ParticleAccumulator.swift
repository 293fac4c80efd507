/// Something that contributions to a phase space are added to, one after another, and that does not grow with their
/// particles.
package protocol ParticleAccumulator: Sendable {
  /// Adds a contribution.
  /// - Parameters:
  ///   - values: the numbers of its particles, in the order of `PhaseSpace.columns`.
  ///   - weight: in primaries, or 1 where all count alike; above 0.
  /// - Throws: where there are more kinds of particles than there can be.
  mutating func add(_ values: [Double], weight: Double) throws(TooManyKinds)

  /// The number of rows that are no particles that there can be; they are left out.
  var impossible: Int { get }
}

/// Says that a phase space has more kinds of particles than any simulation makes.
package struct TooManyKinds: Error, Equatable, Sendable {
  package static let most = 1000

  package init() {}
}
