/// The least and largest values of a variable among the chosen particles.
package struct ParticleExtent: Sendable, Equatable {
  package let variable: ParticleVariable
  package private(set) var range: ClosedRange<Double>?
  /// The least above 0.
  package private(set) var leastPositive: Double?

  package init(_ variable: ParticleVariable) { self.variable = variable }

  mutating func add(_ particle: Particle) {
    let value = variable.value(of: particle)
    range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
    if value > 0 { leastPositive = leastPositive.map { min($0, value) } ?? value }
  }

  /// The limits of bins: what was asked for, and where that is open what there can be or what there is. Energies begin at 0,
  /// unless bins are logarithmic.
  /// - Returns: `nil` where there is nothing within them, or nothing above 0 for logarithmic ones.
  package func limits(
    within selection: ParticleSelection, isLogarithmic: Bool
  ) -> ClosedRange<Double>? {
    let asked = selection.limits(of: variable)
    guard let range else { return nil }
    let isFromZero = variable == .energy || variable == .r
    var low =
      asked.low.isFinite ? asked.low : variable.limits?.lowerBound ?? (isFromZero ? 0 : range.lowerBound)
    let high = asked.high.isFinite ? asked.high : variable.limits?.upperBound ?? range.upperBound
    if isLogarithmic, low <= 0 {
      guard let leastPositive else { return nil }
      low = leastPositive
    }
    return low <= high ? low...high : nil
  }
}

/// The extents of several variables among the particles of a page.
package struct ParticleExtents: ParticleAccumulator {
  package private(set) var extents: [ParticleExtent]
  package private(set) var impossible = 0
  private let selection: ParticleSelection

  package init(_ variables: [ParticleVariable], of selection: ParticleSelection) {
    extents = variables.map(ParticleExtent.init)
    self.selection = selection
  }

  package mutating func add(_ values: [Double], weight: Double) {
    let found = Particle.each(of: values) { particle in
      guard selection.contains(particle) else { return }
      for index in extents.indices { extents[index].add(particle) }
    }
    impossible += found
  }
}
