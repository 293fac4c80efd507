/// Sums over particles that their figures follow from.
///
/// Energies, places and directions are taken from a point of reference near them (the first particle), so that squares of
/// what scatters little around a large number keep their digits.
struct ParticleMoments {
  /// The place of each sum: the number of particles, then first and second moments.
  enum Sum: Int, CaseIterable {
    case count
    /// The number of particles of all kinds.
    case allKinds
    case energy, energySquare
    case x, xSquare, vx, vxSquare, xvx
    case y, ySquare, vy, vySquare, yvy
    case z, angle
  }

  static let width = Sum.allCases.count

  /// Adds a particle to sums that begin at `start`.
  static func add(_ particle: Particle, from origin: Particle, to sums: inout [Double], at start: Int) {
    let energy = particle.energy - origin.energy
    let (x, y) = (particle.x - origin.x, particle.y - origin.y)
    let (vx, vy) = (particle.vx - origin.vx, particle.vy - origin.vy)
    sums[start + Sum.count.rawValue] += 1
    sums[start + Sum.energy.rawValue] += energy
    sums[start + Sum.energySquare.rawValue] += energy * energy
    sums[start + Sum.x.rawValue] += x
    sums[start + Sum.xSquare.rawValue] += x * x
    sums[start + Sum.vx.rawValue] += vx
    sums[start + Sum.vxSquare.rawValue] += vx * vx
    sums[start + Sum.xvx.rawValue] += x * vx
    sums[start + Sum.y.rawValue] += y
    sums[start + Sum.ySquare.rawValue] += y * y
    sums[start + Sum.vy.rawValue] += vy
    sums[start + Sum.vySquare.rawValue] += vy * vy
    sums[start + Sum.yvy.rawValue] += y * vy
    sums[start + Sum.z.rawValue] += particle.z - origin.z
    sums[start + Sum.angle.rawValue] += ParticleVariable.angle.value(of: particle)
  }
}
