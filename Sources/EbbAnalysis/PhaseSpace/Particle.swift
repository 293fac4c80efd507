internal import EbbModel

/// A particle of a phase space, its direction of length 1.
package struct Particle: Sendable, Equatable {
  package var kind: ParticleKind
  /// In cm.
  package var x, y, z: Double
  package var vx, vy, vz: Double
  /// The kinetic energy in MeV.
  package var energy: Double

  /// Reads the row of a page that begins at `start`, in the order of `PhaseSpace.columns`.
  /// - Returns: `nil` where it is none that there can be: a number that is not finite, a kind that is not whole, no
  ///   direction, an energy below 0.
  package init?(_ values: [Double], at start: Int) {
    let (u, v, w) = (values[start + 4], values[start + 5], values[start + 6])
    let length = (u * u + v * v + w * w).squareRoot()
    (x, y, z, energy) = (values[start + 1], values[start + 2], values[start + 3], values[start + 7])
    guard let code = Int32(exactly: values[start]), length > 0, length.isFinite, energy >= 0,
      (x + y + z + energy).isFinite
    else { return nil }
    kind = ParticleKind(code: code)
    (vx, vy, vz) = (u / length, v / length, w / length)
  }

  /// Shows every particle of a page's values to `body`.
  /// - Returns: the number of rows that are no particles that there can be.
  static func each<E: Error>(of values: [Double], _ body: (Particle) throws(E) -> Void) throws(E) -> Int {
    let width = PhaseSpace.columns.count
    var impossible = 0
    for start in stride(from: 0, through: values.count - width, by: width) {
      if let particle = Particle(values, at: start) { try body(particle) } else { impossible += 1 }
    }
    return impossible
  }
}
