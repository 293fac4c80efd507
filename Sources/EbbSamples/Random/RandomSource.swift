private import Glibc

/// Pseudo-random numbers that are the same on every machine: xoshiro256**, seeded by SplitMix64.
///
/// Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM Trans. Math. Softw. 47
/// (2021) 36. The seeding is Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014.
package struct RandomSource: Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// - Parameter state: not all zero.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

  /// A stream of its own for every `stream`: what one page holds does not depend on what was drawn before.
  package init(seed: UInt64, stream: [Int] = []) {
    var mixer = SplitMix64(state: seed)
    for number in stream {
      mixer = SplitMix64(state: mixer.next() ^ UInt64(bitPattern: Int64(number)))
    }
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  package mutating func next() -> UInt64 {
    let word = rotate(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotate(state.3, by: 45)
    return word
  }

  /// A number from the open interval (0, 1), in steps of 2⁻⁵³.
  package mutating func uniform() -> Double {
    (Double(next() >> 11) + 0.5) * 0x1p-53
  }

  /// A number of mean 0 and variance 1, within ±6: the sum of twelve uniforms (Irwin and Hall), less 6.
  ///
  /// Mean and variance are exact, and only sums are taken, so its bits do not depend on a C library.
  package mutating func standard() -> Double {
    var sum = 0.0
    for _ in 0..<12 { sum += uniform() }
    return sum - 6
  }

  /// A count of that mean.
  ///
  /// Draws below a mean of 10 by multiplying uniforms; above by Hörmann, "The transformed rejection method for
  /// generating Poisson random variables", Insurance: Math. and Econ. 12 (1993) 39-45, algorithm PTRS: exact, and a
  /// last bit of `log` decides one draw in 10¹² only.
  package mutating func poisson(_ mean: Double) -> Int {
    precondition(mean >= 0 && mean < 1e9)
    return mean < 10 ? smallPoisson(mean) : largePoisson(mean)
  }

  private mutating func smallPoisson(_ mean: Double) -> Int {
    let limit = exp(-mean)
    var product = uniform()
    var count = 0
    while product > limit {
      product *= uniform()
      count += 1
    }
    return count
  }

  private mutating func largePoisson(_ mean: Double) -> Int {
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let accepted = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let distance = 0.5 - abs(u)
      let count = ((2 * a / distance + b) * u + mean + 0.43).rounded(.down)
      if distance >= 0.07, v <= accepted { return Int(count) }
      if count < 0 || (distance < 0.013 && v > distance) { continue }
      let bound = count * log(mean) - mean - logFactorial(Int(count))
      if log(v * inverseAlpha / (a / (distance * distance) + b)) <= bound { return Int(count) }
    }
  }
}

private func rotate(_ word: UInt64, by count: UInt64) -> UInt64 {
  word << count | word >> (64 - count)
}

/// ln k!, below 10 by its product, above by Stirling's series, whose next term is below 1e-10.
private func logFactorial(_ k: Int) -> Double {
  guard k >= 10 else { return log((1...max(k, 1)).reduce(1.0) { $0 * Double($1) }) }
  let x = Double(k)
  let series = 1 / (12 * x) - 1 / (360 * x * x * x) + 1 / (1260 * x * x * x * x * x)
  return (x + 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series
}
