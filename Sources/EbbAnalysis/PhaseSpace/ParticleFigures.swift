/// The figures of one kind of particles, from their sums.
///
/// Widths are standard deviations. The emittance is the root mean square one of place and direction,
/// √(σx²·σvx² − cov(x, vx)²), of the direction's cosine, which is x' of small angles (Floettmann, Phys. Rev. ST Accel. Beams 6,
/// 2003, 034202); the correlation is cov(x, vx)/(σx·σvx).
package struct ParticleFigures: Sendable {
  /// The particle that sums are taken from.
  let origin: Particle
  /// The primaries of all contributions; `nil` where they are not known.
  let primaries: Double?

  init(from origin: Particle, primaries: Int64?) {
    self.origin = origin
    self.primaries = primaries.map(Double.init)
  }

  package static let outline: [FigureOutline] = [
    FigureOutline("count", "1"), FigureOutline("per_primary", "1"), FigureOutline("share", "1"),
    FigureOutline("mean_energy", "MeV"), FigureOutline("sd_energy", "MeV"),
    FigureOutline("mean_x", "cm"), FigureOutline("sd_x", "cm"),
    FigureOutline("mean_y", "cm"), FigureOutline("sd_y", "cm"), FigureOutline("mean_z", "cm"),
    FigureOutline("mean_angle", "deg"),
    FigureOutline("mean_vx", "1"), FigureOutline("sd_vx", "1"), FigureOutline("correlation_x", "1"),
    FigureOutline("emittance_x", "mm mrad"),
    FigureOutline("mean_vy", "1"), FigureOutline("sd_vy", "1"), FigureOutline("correlation_y", "1"),
    FigureOutline("emittance_y", "mm mrad"),
  ]

  /// The figures, in the order of `outline`; `nil` of what no or one particle does not tell.
  func figures(of sums: [Double]) -> [Double?] {
    func sum(_ sum: ParticleMoments.Sum) -> Double { sums[sum.rawValue] }
    let count = sum(.count)
    guard count > 0 else {
      return [0, primaries.map { _ in 0 }] + Self.outline.dropFirst(2).map { _ in nil }
    }
    func mean(_ first: ParticleMoments.Sum) -> Double { sum(first) / count }
    func covariance(
      _ product: ParticleMoments.Sum, _ a: ParticleMoments.Sum, _ b: ParticleMoments.Sum
    ) -> Double { sum(product) / count - mean(a) * mean(b) }
    func deviation(_ first: ParticleMoments.Sum, _ square: ParticleMoments.Sum) -> Double? {
      count > 1 ? max(0, covariance(square, first, first)).squareRoot() : nil
    }
    /// The width of the direction, the correlation and the emittance.
    func plane(
      _ place: ParticleMoments.Sum, _ square: ParticleMoments.Sum, _ slope: ParticleMoments.Sum,
      _ slopeSquare: ParticleMoments.Sum, _ product: ParticleMoments.Sum
    ) -> [Double?] {
      guard let width = deviation(place, square), let divergence = deviation(slope, slopeSquare) else {
        return [nil, nil, nil]
      }
      let both = covariance(product, place, slope)
      let area = width * width * divergence * divergence - both * both
      return [
        divergence, width > 0 && divergence > 0 ? min(1, max(-1, both / (width * divergence))) : nil,
        // From cm times radians.
        max(0, area).squareRoot() * 1e4,
      ]
    }
    return [
      count, primaries.map { count / $0 }, sum(.allKinds) > 0 ? count / sum(.allKinds) : nil,
      origin.energy + mean(.energy), deviation(.energy, .energySquare),
      origin.x + mean(.x), deviation(.x, .xSquare), origin.y + mean(.y), deviation(.y, .ySquare),
      origin.z + mean(.z), mean(.angle), origin.vx + mean(.vx),
    ] + plane(.x, .xSquare, .vx, .vxSquare, .xvx) + [origin.vy + mean(.vy)]
      + plane(.y, .ySquare, .vy, .vySquare, .yvy)
  }
}
