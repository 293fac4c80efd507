private import Glibc

/// A density that goes as a power of the energy within a bin.
struct PowerLaw {
  /// The density goes as E to this.
  let exponent: Double

  /// Exponents are no steeper than this: of bins in which hardly anything was scored their ratio tells nothing.
  private static let steepest = 20.0

  /// The power law through the neighbours of a bin, or through the bin and the one neighbour that is not 0. A bin
  /// without such is flat.
  /// - Parameter centres: geometric ones, above 0.
  init(through density: [Double], _ centres: [Double], _ bin: Int) {
    let bins = [bin - 1, bin, bin + 1].filter { density.indices.contains($0) && density[$0] > 0 }
    guard let low = bins.first, let high = bins.last, low < high, density[bin] > 0 else {
      exponent = 0
      return
    }
    let slope = log(density[high] / density[low]) / log(centres[high] / centres[low])
    exponent = slope.isFinite ? min(max(slope, -Self.steepest), Self.steepest) : 0
  }

  /// The mean energy of a bin: ∫E·Eᵖ dE / ∫Eᵖ dE.
  func mean(from low: Double, to high: Double) -> Double {
    // By t = ln E from the middle: ∫e^(p+2)t / ∫e^(p+1)t times the geometric mean, each 2·sinh(k·h)/k.
    let half = (log(high) - log(low)) / 2
    func integral(_ power: Double) -> Double {
      abs(power * half) < 1e-6 ? 2 * half : 2 * sinh(power * half) / power
    }
    let middle = low.squareRoot() * high.squareRoot()
    let mean = middle * integral(exponent + 2) / integral(exponent + 1)
    // Of bins of hundreds of decades no number holds the integrals.
    return mean.isFinite ? min(max(mean, low), high) : middle
  }
}
