private import Glibc

/// A number of particles that they are chosen and counted by.
package enum ParticleVariable: String, CaseIterable, Sendable, Hashable {
  /// The kinetic energy.
  case energy
  case x, y, z
  /// The distance from the z axis.
  case r
  /// The angle between the direction and the z axis, 0 to 180°.
  case angle
  /// The angle of the direction around the z axis, from x to y, -180 to 180°.
  case azimuth
  /// The direction's cosines.
  case vx, vy, vz

  package var unit: String {
    switch self {
    case .energy: "MeV"
    case .x, .y, .z, .r: "cm"
    case .angle, .azimuth: "deg"
    case .vx, .vy, .vz: "1"
    }
  }

  /// All that it can be, where that has two ends.
  package var limits: ClosedRange<Double>? {
    switch self {
    case .angle: 0...180
    case .azimuth: -180...180
    case .vx, .vy, .vz: -1...1
    case .energy, .x, .y, .z, .r: nil
    }
  }

  package func value(of particle: Particle) -> Double {
    switch self {
    case .energy: particle.energy
    case .x: particle.x
    case .y: particle.y
    case .z: particle.z
    case .r: hypot(particle.x, particle.y)
    // Of small angles the cosine tells little.
    case .angle: atan2(hypot(particle.vx, particle.vy), particle.vz) * (180 / .pi)
    case .azimuth: atan2(particle.vy, particle.vx) * (180 / .pi)
    case .vx: particle.vx
    case .vy: particle.vy
    case .vz: particle.vz
    }
  }
}
