/// The particles that an answer is of.
package struct ParticleSelection: Sendable, Equatable {
  /// Limits of a variable, both of which are within.
  package struct Cut: Sendable, Equatable {
    package var variable: ParticleVariable
    package var low: Double
    package var high: Double

    package init(_ variable: ParticleVariable, from low: Double, to high: Double) {
      self.variable = variable
      self.low = low
      self.high = high
    }
  }

  /// The kinds; empty for all.
  package var kinds: [ParticleKind]
  /// Limits that all are to lie within.
  package var cuts: [Cut]

  package init(kinds: [ParticleKind] = [], cuts: [Cut] = []) {
    self.kinds = kinds
    self.cuts = cuts
  }

  func contains(_ particle: Particle) -> Bool {
    guard kinds.isEmpty || kinds.contains(particle.kind) else { return false }
    return cuts.allSatisfy {
      let value = $0.variable.value(of: particle)
      return $0.low <= value && value <= $0.high
    }
  }

  /// The limits of a variable by all its cuts, infinite where there is none.
  func limits(of variable: ParticleVariable) -> (low: Double, high: Double) {
    cuts.filter { $0.variable == variable }.reduce((-Double.infinity, Double.infinity)) {
      (max($0.0, $1.low), min($0.1, $1.high))
    }
  }
}
