private import Glibc

/// A proton pencil beam along Z in water: a Bragg curve that spreads sideways.
///
/// It is elliptical and off centre, so that mixed up or mirrored axes show.
package struct PencilBeam: Sendable {
  package let curve: BraggCurve
  /// The place where the beam enters, in cm.
  let centre: (x: Double, y: Double) = (x: -0.1, y: 0.25)
  /// The standard deviations at the entrance, in cm.
  let entrance: (x: Double, y: Double) = (x: 0.3, y: 0.2)

  package init(energy: Double = 150, spread: Double = 1.5) {
    curve = BraggCurve(energy: energy, spread: spread)
  }

  /// The protons that a scorer counts.
  package enum Filter: String, Sendable {
    case protons = "Protons"
    case primaries = "Primaries"
  }

  /// The number of protons that reach a depth, per primary. Every second nuclear interaction gives one more.
  func fluence(_ filter: Filter, at depth: Double) -> Double {
    let primaries = curve.primaryFluence(at: depth)
    return filter == .primaries ? primaries : primaries + secondaries(at: depth)
  }

  private func secondaries(at depth: Double) -> Double {
    let interacted = curve.interacted(at: depth)
    return 0.5 * interacted / (1 - interacted) * curve.primaryFluence(at: depth)
  }

  /// The number of protons at a depth with energies between two values, per primary. The secondary ones' energies fall
  /// off exponentially, with a mean of 20 MeV.
  func fluence(_ filter: Filter, from low: Double, to high: Double, at depth: Double) -> Double {
    let primaries =
      curve.primaryFluence(at: depth) * curve.energyShare(from: low, to: high, at: depth)
    guard filter == .protons else { return primaries }
    return primaries + secondaries(at: depth) * (exp(-low / 20) - exp(-high / 20))
  }

  /// The variance that scattering adds to the beam's at a depth, in cm².
  ///
  /// N. Kanematsu, "Semi-empirical formulation of multiple scattering for Gaussian beam model of heavy
  /// charged particles stopping in tissue-like matter", arXiv:0810.1390: at its end the beam has spread by 2.24 % of
  /// the range, and the scattering power goes as one over the residual range R − z. With t = z/R the integral
  /// of (z − z′)²/(R − z′) is R²·((1 − t)²·ln(1/(1 − t)) + 3/2·t² − t).
  func scattering(at depth: Double) -> Double {
    let t = min(depth / curve.range, 1)
    let atEnd = 0.0224 * curve.range
    let logarithm = t < 1 ? (1 - t) * (1 - t) * -log1p(-t) : 0
    return 2 * atEnd * atEnd * (logarithm + 1.5 * t * t - t)
  }

  /// The share of the beam at a depth between two values of X.
  func shareX(from low: Double, to high: Double, at depth: Double) -> Double {
    let sigma = (entrance.x * entrance.x + scattering(at: depth)).squareRoot()
    return normalShare(from: low, to: high, mean: centre.x, sigma: sigma)
  }

  /// The share of the beam at a depth between two values of Y.
  func shareY(from low: Double, to high: Double, at depth: Double) -> Double {
    let sigma = (entrance.y * entrance.y + scattering(at: depth)).squareRoot()
    return normalShare(from: low, to: high, mean: centre.y, sigma: sigma)
  }
}
