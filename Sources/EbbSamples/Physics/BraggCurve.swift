private import Glibc

/// The depth dose of a broad proton beam in water, analytically.
///
/// T. Bortfeld, "An analytical approximation of the Bragg curve for therapeutic proton beams", Med. Phys. 24
/// (1997) 2024-2033. Depths are in cm, energies in MeV; water has 1 g/cm³.
package struct BraggCurve: Sendable {
  /// Range = α·Eᵖ.
  package static let alpha = 0.0022
  package static let p = 1.77
  /// The slope of the fluence's reduction by nuclear interactions, in 1/cm.
  static let beta = 0.012
  /// The share of the lost energy that stays where it is lost.
  static let gamma = 0.6
  private static let a = 1 / p

  /// The mean energy of the beam.
  package let energy: Double
  /// The depth at which half of the protons that did not interact have stopped.
  package let range: Double
  /// The standard deviation of the range: straggling on the way, and the energies' own spread.
  package let sigma: Double
  /// The dose a fluence of 1/cm² gives is this factor times the two terms of `dose(at:)`.
  private let factor: Double
  /// The factor of the second term, in 1/cm. Bortfeld's ε, the low-energy tail, is 0.
  private let nuclear: Double

  package init(energy: Double, spread: Double) {
    let (alpha, p, a) = (Self.alpha, Self.p, Self.a)
    self.energy = energy
    range = alpha * pow(energy, p)
    let straggling = 0.012 * pow(range, 0.935)
    let ofSpread = spread * alpha * p * pow(energy, p - 1)
    sigma = (straggling * straggling + ofSpread * ofSpread).squareRoot()
    let reduction = p * pow(alpha, a) * (1 + Self.beta * range)
    factor = pow(sigma, a) * tgamma(a) / ((2 * Double.pi).squareRoot() * reduction)
    nuclear = Self.beta / p + Self.gamma * Self.beta
  }

  private func zeta(_ depth: Double) -> Double { (range - depth) / sigma }

  /// In MeV/g for a fluence of 1/cm² at the entrance: Bortfeld's equation 27.
  package func dose(at depth: Double) -> Double {
    let zeta = zeta(depth)
    return factor
      * (scaledParabolicCylinder(Self.a, zeta) / sigma
        + nuclear * scaledParabolicCylinder(Self.a + 1, zeta))
  }

  /// The energy in MeV that one proton leaves between two depths: the integral of `dose(at:)`.
  package func deposit(from low: Double, to high: Double) -> Double {
    depositBeyond(low) - depositBeyond(high)
  }

  private func depositBeyond(_ depth: Double) -> Double {
    let zeta = zeta(depth)
    return factor
      * (scaledParabolicCylinder(Self.a + 1, zeta)
        + nuclear * sigma * scaledParabolicCylinder(Self.a + 2, zeta))
  }

  /// The primaries that reach a depth: fewer by nuclear interactions, and none beyond the range.
  package func primaryFluence(at depth: Double) -> Double {
    (1 - interacted(at: depth)) * normal(zeta(depth))
  }

  /// The share of the primaries that had a nuclear interaction before that depth.
  func interacted(at depth: Double) -> Double {
    Self.beta * min(depth, range) / (1 + Self.beta * range)
  }

  /// The mean energy of the primaries at a depth, in MeV.
  package func meanEnergy(at depth: Double) -> Double {
    let (a, zeta) = (Self.a, zeta(depth))
    return pow(sigma / Self.alpha, a) * tgamma(a + 1) * scaledParabolicCylinder(a + 1, zeta)
      / scaledParabolicCylinder(1, zeta)
  }

  /// The track-averaged LET of the primaries at a depth, in MeV/cm: the mean of −dE/dz, which goes as the
  /// residual range to the power of 1/p − 1.
  package func trackLET(at depth: Double) -> Double {
    let (a, zeta) = (Self.a, zeta(depth))
    return stoppingPower * tgamma(a) * scaledParabolicCylinder(a, zeta)
      / scaledParabolicCylinder(1, zeta)
  }

  /// The dose-averaged LET of the primaries at a depth, in MeV/cm. Wilkens and Oelfke, "Analytical linear
  /// energy transfer calculations for proton therapy", Med. Phys. 30 (2003) 806-815, without their cut-off.
  package func doseLET(at depth: Double) -> Double {
    let (a, zeta) = (Self.a, zeta(depth))
    return stoppingPower * tgamma(2 * a - 1) * scaledParabolicCylinder(2 * a - 1, zeta)
      / (tgamma(a) * scaledParabolicCylinder(a, zeta))
  }

  /// The stopping power at a residual range of `sigma`, in MeV/cm.
  private var stoppingPower: Double {
    pow(sigma, Self.a - 1) / (Self.p * pow(Self.alpha, Self.a))
  }

  /// The share of the primaries at a depth whose energies lie between two values, in MeV.
  func energyShare(from low: Double, to high: Double, at depth: Double) -> Double {
    func residualRange(_ energy: Double) -> Double { Self.alpha * pow(energy, Self.p) }
    return normalShare(
      from: residualRange(low), to: residualRange(high), mean: range - depth, sigma: sigma)
      / normal(zeta(depth))
  }
}
