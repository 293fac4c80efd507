internal import Glibc

/// Random numbers, the same on every machine: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct Draws {
  private var state: UInt64
  private var spare: Double?

  init(seed: UInt64) {
    state = seed
    for _ in 0..<4 { _ = word() }
  }

  private mutating func word() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }

  /// Above 0, below 1.
  mutating func uniform() -> Double { (Double(word() >> 11) + 0.5) * 0x1p-53 }

  /// Of mean 0 and variance 1, by Box and Muller.
  mutating func normal() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    let (radius, angle) = ((-2 * log(uniform())).squareRoot(), 2 * Double.pi * uniform())
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  /// Of mean 1: exp(σ·x − σ²/2).
  mutating func logNormal(_ sigma: Double) -> Double { exp(sigma * normal() - sigma * sigma / 2) }

  /// A number of events of so many expected: by products of uniform numbers below 30, above as a normal number.
  mutating func poisson(_ mean: Double) -> Double {
    guard mean < 30 else { return max((mean + mean.squareRoot() * normal()).rounded(), 0) }
    let limit = exp(-mean)
    var (product, count) = (uniform(), 0.0)
    while product > limit {
      product *= uniform()
      count += 1
    }
    return count
  }
}
