import EbbTestSupport
import Glibc
import Testing

@testable import EbbAggregate

/// The probabilities by which contributions stand out, of pages in which nothing does.
@Suite("Probabilities of clean pages") struct NullProbabilityTests {
  /// What a page is like.
  enum Page: String, CaseIterable {
    /// Normal bins that know nothing of each other.
    case independent
    /// Three of them.
    case few
    /// Ten independent numbers, each in thirty bins.
    case copied
    /// A Bragg curve whose height, depth and plateau scatter from task to task, and each bin besides.
    case bragg
    /// Particles that hit all bins from one to another.
    case tracks
    /// Counts that fall by a factor of ten thousand.
    case steep
  }

  private struct Source {
    var random: SeededGenerator

    mutating func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    mutating func normal() -> Double {
      (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
    }
    mutating func poisson(_ mean: Double) -> Double {
      guard mean < 40 else { return max(0, (mean + mean.squareRoot() * normal()).rounded()) }
      var (count, product) = (0.0, uniform())
      let limit = exp(-mean)
      while product > limit {
        count += 1
        product *= uniform()
      }
      return count
    }

    mutating func values(_ page: Page, weight: Double) -> [Double] {
      let error = 1 / weight.squareRoot()
      switch page {
      case .independent: return (0..<40).map { _ in 10 + normal() * error }
      case .few: return (0..<3).map { _ in 10 + normal() * error }
      case .copied:
        let numbers = (0..<10).map { _ in 10 + normal() * error }
        return numbers.flatMap { [Double](repeating: $0, count: 30) }
      case .bragg:
        let (height, shift, tilt) = (normal() * error, normal() * error, normal() * error)
        return (0..<60).map { bin in
          let z = Double(bin) / 60
          let curve = z < 0.9 ? pow(1.02 - z, -0.6) : 0.01
          return curve
            * (1 + 0.3 * height + 0.2 * tilt * z + 0.3 * shift / (1.02 - z) * 0.1 + 0.05 * normal() * error)
        }
      case .tracks:
        var values = [Double](repeating: 0, count: 100)
        for _ in 0..<Int(poisson(0.06 * weight)) {
          let (start, end) = (uniform() * 0.6, 0.7 + 0.1 * normal())
          for bin in Int(start * 100)..<max(Int(start * 100), min(100, Int(end * 100))) { values[bin] += 1 }
        }
        return values.map { $0 / weight }
      case .steep:
        return (0..<100).map { poisson(0.1 * exp(-Double($0) / 11) * weight) / weight }
      }
    }
  }

  @Test(
    "as many lie below 5 % as should", arguments: Page.allCases, [[3, 1], [5, 1], [10, 3]])
  func uniform(page: Page, setting: [Int]) {
    let (count, ratio) = (setting[0], setting[1])
    var source = Source(random: SeededGenerator(seed: UInt64(count * 100 + ratio)))
    let weights = (0..<count).map { $0 % 2 == 0 ? 1000.0 : 1000 * Double(ratio) }
    let rounds = 250
    var (found, below) = (0, 0)
    for _ in 0..<rounds {
      var consistency = BatchConsistency()
      for weight in weights { consistency.add(source.values(page, weight: weight), weight: weight) }
      let chances = [consistency.total, consistency.bins].compactMap { $0?.probability }
      guard let least = chances.min() else { continue }
      found += 1
      if TailProbability.smallest(least, of: chances.count) < 0.05 { below += 1 }
    }
    #expect(found > rounds * 9 / 10, "\(found)")
    // Three standard deviations of a share of 250.
    let share = Double(below) / Double(found)
    #expect(share < 0.092 && share > 0.008, "\(share)")
  }

  @Test("of pages that few hits make nothing is said", arguments: [3, 5, 10])
  func fewHits(count: Int) {
    var source = Source(random: SeededGenerator(seed: UInt64(count)))
    for _ in 0..<50 {
      var consistency = BatchConsistency()
      for _ in 0..<count {
        consistency.add((0..<200).map { _ in source.poisson(0.02) / 1000 }, weight: 1000)
      }
      // That all are the same is no wonder.
      #expect(consistency.total.map { $0.probability == 1 } ?? true)
      #expect(consistency.bins == nil)
    }
  }

  @Test("a task ten times too high is found, though it makes the scatter", arguments: [4, 5, 10])
  func large(count: Int) throws {
    var source = Source(random: SeededGenerator(seed: UInt64(count)))
    var consistency = BatchConsistency()
    for index in 0..<count {
      consistency.add(
        source.values(.steep, weight: 1000).map { $0 * (index == 2 ? 10 : 1) }, weight: 1000)
    }
    let total = try #require(consistency.total)
    #expect(total.index == 2)
    #expect(total.probability < 0.02)
  }

  @Test(
    "the tail of a form on a sphere is that of its closed forms",
    arguments: [0.05, 0.3, 0.6, 0.9, 0.99])
  func sphere(value: Double) {
    // One eigenvalue: v₁² follows Student's t. Two dimensions: an angle.
    for dimensions in 2...12 {
      let form = SphericalForm(eigenvalues: [1] + [Double](repeating: 0, count: dimensions - 1))
      let freedom = dimensions - 1
      let t = (value * Double(freedom) / (1 - value)).squareRoot()
      let exact = 2 * TailProbability.studentT(t, degreesOfFreedom: freedom)
      #expect(
        abs(form.tail(value) / exact - 1) < (dimensions == 2 ? 1e-12 : 0.15),
        "\(dimensions) \(form.tail(value)) \(exact)")
    }
    // Two and two: v₁² + v₂² in four dimensions is even.
    let even = SphericalForm(eigenvalues: [1, 1, 0, 0])
    #expect(abs(even.tail(value) / (1 - value) - 1) < 0.1, "\(even.tail(value))")
    #expect(even.tail(1) == 0 && even.tail(0) == 1 && even.tail(2) == 0)
  }

  @Test("eigenvalues are those of known matrices", arguments: [1, 2, 3, 10, 40])
  func eigenvalues(size: Int) {
    // 2 on the diagonal, −1 beside it: 2 − 2·cos(kπ/(n + 1)).
    let chain = SymmetricMatrix(size: size) { $0 == $1 ? 2 : $0 - $1 == 1 ? -1 : 0 }
    for (index, value) in chain.eigenvalues.enumerated() {
      #expect(abs(value - (2 - 2 * cos(Double(index + 1) * .pi / Double(size + 1)))) < 1e-14)
    }
    // vvᵀ, of which one alone is not 0; and what a reflection makes of 1, 2, 3, …
    let vector = (0..<size).map { Double($0 % 7) - 2.5 }
    let square = vector.reduce(0) { $0 + $1 * $1 }
    let single = SymmetricMatrix(size: size) { vector[$0] * vector[$1] }.eigenvalues
    #expect(abs(single[size - 1] / square - 1) < 1e-13)
    #expect(single.dropLast().allSatisfy { abs($0) < 1e-12 * square })
    let turned = SymmetricMatrix(size: size) { row, column in
      func reflection(_ a: Int, _ b: Int) -> Double { (a == b ? 1 : 0) - 2 * vector[a] * vector[b] / square }
      return (0..<size).reduce(0) { $0 + reflection(row, $1) * Double($1 + 1) * reflection($1, column) }
    }
    for (index, value) in turned.eigenvalues.enumerated() { #expect(abs(value - Double(index + 1)) < 1e-11) }
  }
}
