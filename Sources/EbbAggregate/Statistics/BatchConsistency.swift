private import Glibc

/// Whether the contributions to a page agree with each other: which of them deviates most, and how likely that is.
///
/// A χ² of contributions against their mean, in units of an error that was estimated from the same
/// contributions, is n − 1 whatever they are: it cannot fail. So each contribution is held against the others,
/// by two numbers of its own:
///
/// - its **total**, the sum over all bins. Its expectation is the same for all, its variance goes as 1/w.
///   Leaving contribution i out: `t = (Tᵢ − M₋ᵢ)/√(s²₋ᵢ·(1/wᵢ + 1/W₋ᵢ))` with `s²₋ᵢ = S₋ᵢ/(n − 2)` is
///   Student's t of n − 2 degrees of freedom (the externally studentised residual: Cook and Weisberg,
///   "Residuals and Influence in Regression", 1982; the test is Grubbs', Ann. Math. Stat. 21,
///   1950, 27). It sees a task that is scaled.
/// - how far its **bins** lie from their means: `Q = mean of w·(x − m)²/((1 − w/W)·S)` over blocks of neighbouring
///   bins. How Q scatters depends on how the bins hang together, which in a real run nobody knows. But the contributions'
///   products with each other tell as much of it as there is: given these, every rotation of the contributions is as likely
///   as they are, if each is normal (`SphericalForm`); so the chance of Q follows from the eigenvalues of a matrix of n × n
///   numbers. It sees a task in which something else was scored, or with a larger scatter.
///
/// Neither assumes that bins are independent. The probability is that of the largest of n (Šidák). Both assume that
/// contributions are normal, which is so where many hits make them. So bins are taken in blocks that are hit often enough in
/// the smallest contribution (`minHits`), and where even the total is not, nothing is said: there is no honest number.
///
/// Of 400 clean pages a setting, of 3, 5 and 10 contributions, equal or not, with independent bins, tracks through many
/// bins, Bragg curves and steep counts, 2 to 6 % have a probability below 5 %: fewer where the total and the bins tell the same.
///
/// Memory: `blocks` numbers a contribution, whatever the page's size, and once the square of the smaller of both numbers.
package struct BatchConsistency: Sendable {
  /// The most blocks that a page is taken in.
  package static let blocks = 512
  /// The fewest contributions that can be told apart.
  package static let fewest = 3
  /// The fewest hits of a block in the smallest contribution, as far as its scatter tells: one over the square of its
  /// relative error. With 10, pages of few hits have too small probabilities twice as often as with 20; with 50 fewer pages
  /// have one.
  static let minHits = 20.0

  private var weights: [Double] = []
  /// The sums of each contribution's blocks.
  private var sums: [[Double]] = []
  private var isFinite = true

  package init() {}

  /// Adds a contribution.
  /// - Parameter values: per primary, as many as in the contributions before.
  package mutating func add(_ values: [Double], weight: Double) {
    let count = min(values.count, Self.blocks)
    let bins = values.span
    let blocks = (0..<count).map { block in
      laneSum(of: bins.extracting(values.count * block / count..<values.count * (block + 1) / count)) { $0 }
    }
    isFinite = isFinite && blocks.allSatisfy { $0.isFinite }
    sums.append(blocks)
    weights.append(weight)
  }

  /// The contribution whose total stands out most; `nil` for fewer than three contributions, where a value is not finite,
  /// and where too few hits make it.
  package var total: Outlier? {
    guard weights.count >= Self.fewest, isFinite else { return nil }
    let totals = sums.map { $0.reduce(0, +) }
    let found = Self.studentized(totals, weights: weights)
    guard let index = found.indices.max(by: { abs(found[$0]) < abs(found[$1]) }) else { return nil }
    if found[index] != 0 {
      // Of three, two that are the same to the last digit, as counts may be, tell nothing of how they scatter.
      guard hasEnoughHits, weights.count > 3 || found[index].isFinite else { return nil }
    }
    let tail = TailProbability.studentT(abs(found[index]), degreesOfFreedom: weights.count - 2)
    return Outlier(
      kind: .total, index: index, t: found[index],
      probability: TailProbability.smallest(2 * tail, of: weights.count))
  }

  /// The contribution whose bins deviate most; `nil` as above, and where there is but one block with enough hits, where
  /// the total says it all.
  package var bins: Outlier? {
    guard weights.count >= Self.fewest, isFinite, let columns,
      let deviations = Self.deviations(columns, weights)
    else { return nil }
    guard let index = deviations.indices.max(by: { deviations[$0] < deviations[$1] }) else { return nil }
    let count = weights.count
    let form = SphericalForm(eigenvalues: Self.eigenvalues(columns, contributions: count))
    let tail = form.tail(deviations[index])
    return Outlier(
      kind: .bins, index: index,
      t: StudentT.quantile(tail: tail, degreesOfFreedom: Double(count - 2)),
      probability: TailProbability.smallest(tail, of: count))
  }

  /// √w·(x − m) of every contribution in each block that is hit often enough, in units of the root of their squares' sum;
  /// `nil` where such blocks are fewer than two.
  private var columns: [[Double]]? {
    var level = Level(sums, weights: weights)
    while level.count > 1 {
      let often = (0..<level.count).filter { level.hits($0) >= Self.minHits }
      // Blocks grow until the more part of what was scored lies in those that are hit often enough.
      if 2 * often.reduce(0, { $0 + abs(level.means[$1]) }) >= level.means.reduce(0, { $0 + abs($1) }) {
        let found = often.compactMap { block -> [Double]? in
          let column = level.residuals(block)
          let norm = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
          return norm > 0 && norm.isFinite ? column.map { $0 / norm } : nil
        }
        if found.count > 1 { return found }
      }
      level = Level(level.halved, weights: weights)
    }
    return nil
  }

  /// Whether the total is made of hits enough, by how blocks scatter, of which there are some where that is possible.
  private var hasEnoughHits: Bool {
    var level = Level(sums, weights: weights)
    while level.count > 16 { level = Level(level.halved, weights: weights) }
    return level.hitsOfAll >= Self.minHits
  }

  /// Q of each contribution, whose mean is 1/(n − 1).
  static func deviations(_ columns: [[Double]], _ weights: [Double]) -> [Double]? {
    guard !columns.isEmpty else { return nil }
    let weight = weights.reduce(0, +)
    return weights.indices.map { index in
      columns.reduce(0) { $0 + $1[index] * $1[index] } / Double(columns.count) / (1 - weights[index] / weight)
    }
  }

  /// The eigenvalues of the contributions' mean products with each other, of which n − 1 may be other than 0.
  private static func eigenvalues(_ columns: [[Double]], contributions: Int) -> [Double] {
    let count = Double(columns.count)
    func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / count }
    let found: [Double]
    if columns.count < contributions {
      found = SymmetricMatrix(size: columns.count) { product(columns[$0], columns[$1]) }.eigenvalues
    } else {
      let rows = (0..<contributions).map { row in columns.map { $0[row] } }
      found = SymmetricMatrix(size: contributions) { product(rows[$0], rows[$1]) }.eigenvalues
    }
    let largest = found.suffix(contributions - 1).map { max(0, $0) }
    return largest + [Double](repeating: 0, count: contributions - 1 - largest.count)
  }

  /// The residuals of `values` whose variances go as one over `weights`, each in units of an error that is
  /// estimated without it. Infinite where the others are all the same.
  package static func studentized(_ values: [Double], weights: [Double]) -> [Double] {
    // The others are those before and those after: to take one value away from the sums of all would cancel.
    var before = [Moments()]
    for (value, weight) in zip(values, weights) {
      before.append(before[before.count - 1].merged(with: Moments(value, weight: weight)))
    }
    var after = Moments()
    var residuals: [Double] = []
    for left in values.indices.reversed() {
      let others = before[left].merged(with: after)
      after = after.merged(with: Moments(values[left], weight: weights[left]))
      let difference = values[left] - others.mean
      let variance = others.spread / Double(values.count - 2)
      residuals.append(
        difference == 0 ? 0 : difference / (variance * (1 / weights[left] + 1 / others.weight)).squareRoot())
    }
    return residuals.reversed()
  }

  /// W, m and S of some values, merged as those of `WeightedMean` are.
  private struct Moments {
    var weight = 0.0
    var mean = 0.0
    var spread = 0.0

    init() {}

    init(_ value: Double, weight: Double) {
      self.weight = weight
      mean = value
    }

    func merged(with other: Moments) -> Moments {
      guard weight > 0 else { return other }
      guard other.weight > 0 else { return self }
      var both = self
      both.weight += other.weight
      let difference = other.mean - mean
      let share = other.weight / both.weight
      both.mean += difference * share
      both.spread += other.spread + weight * share * difference * difference
      return both
    }
  }
}
