/// The weights of a page's contributions, in classes of like ones: class k holds those that are nearer to 2ᵏ than to
/// another power of two, by ratio.
///
/// Unequal weights are what makes errors hard: the variance of w histories goes as 1/w, but in a bin that one history in a
/// thousand hits, most contributions of ten histories are 0. They count in n, and tell nothing of the scatter. So
/// where weights are very unequal, the variances of intervals are estimated with the weight q = 2ᵏ of its class for each contribution, as
/// histories and not as contributions would have it (`UnequalSums`). Classes of powers of two, since a sum over one class
/// is then that of the plain estimate to the last bit, and needs no array of its own; in simulations classes twice as fine
/// or as wide covered the truth as often, those of 8 did so less well.
package struct WeightClasses: Sendable, Equatable {
  /// The contributions of like weights.
  package struct Class: Sendable, Equatable {
    /// k, of q = 2ᵏ.
    package var exponent: Int
    package var count: Int
    /// The sum of their weights.
    package var weight: Double

    package init(exponent: Int, count: Int, weight: Double) {
      self.exponent = exponent
      self.count = count
      self.weight = weight
    }

    /// q
    package var unit: Double { Double(sign: .plus, exponent: exponent, significand: 1) }
  }

  /// By rising exponent.
  package private(set) var classes: [Class] = []

  package init() {}

  /// Classes as they were before they were written; `nil` where they cannot have been.
  package init?(_ classes: [Class]) {
    let exponents = classes.map(\.exponent)
    guard zip(exponents, exponents.dropFirst()).allSatisfy({ $0 < $1 }),
      classes.allSatisfy({ found in
        let mean = found.weight / Double(found.count)
        guard found.count > 0, mean > 0, found.weight.isFinite else { return false }
        // One for the mean of weights at a class' border, which is rounded.
        let exponent = Self.exponent(of: mean)
        return exponent - 1...exponent + 1 ~= found.exponent
      })
    else { return nil }
    self.classes = classes
  }

  /// `count` contributions of which no more is known than their weight together.
  package init(alike count: Int, weight: Double) {
    guard count > 0 else { return }
    classes = [Class(exponent: Self.exponent(of: weight / Double(count)), count: count, weight: weight)]
  }

  /// The class of a weight above 0.
  package static func exponent(of weight: Double) -> Int {
    Int(weight.exponent) + (weight.significand > Double(2).squareRoot() ? 1 : 0)
  }

  /// Adds a contribution.
  /// - Returns: q of its class.
  @discardableResult
  package mutating func add(_ weight: Double) -> Double {
    let added = Class(exponent: Self.exponent(of: weight), count: 1, weight: weight)
    merge(added)
    return added.unit
  }

  package mutating func merge(_ other: WeightClasses) {
    for found in other.classes { merge(found) }
  }

  private mutating func merge(_ other: Class) {
    let index = classes.firstIndex { $0.exponent >= other.exponent } ?? classes.endIndex
    if index < classes.endIndex, classes[index].exponent == other.exponent {
      classes[index].count += other.count
      classes[index].weight += other.weight
    } else {
      classes.insert(other, at: index)
    }
  }

  package var count: Int { classes.reduce(0) { $0 + $1.count } }
  package var weight: Double { classes.reduce(0) { $0 + $1.weight } }

  /// Σ q·w
  package var product: Double { classes.reduce(0) { $0 + $1.unit * $1.weight } }

  /// Whether variances are estimated with q: where primaries scatter by more than two thirds of their mean, so that
  /// (Σw)²/Σw² is less than 0.7 n. Tasks of which some have twice or three times the histories of others are never so unequal.
  /// There the plain estimate covers the truth to 3 % as often as it should, and has more degrees of freedom.
  package var areVeryUnequal: Bool {
    // Of two, both estimates are the same.
    guard classes.count > 1, count > 2, let largest = classes.last?.unit else { return false }
    let whole = weight / largest
    let squares = classes.reduce(0) { sum, found in
      let share = found.weight / largest
      return sum + share * share / Double(found.count)
    }
    return whole * whole < 0.7 * Double(count) * squares
  }

  /// The number of histories that Σ q·w·(x − m)² is so many variances of one history of: Σ q·(1 − w/W).
  package var norm: Double {
    classes.indices.reduce(0) { $0 + classes[$1].unit * free($1) }
  }

  /// The number of contributions in a class, less its share of the weight: of one that outdoes all others, what these leave.
  private func free(_ index: Int) -> Double {
    let rest = classes.indices.reduce(0) { $1 == index ? $0 : $0 + classes[$1].weight }
    return Double(classes[index].count - 1) + rest / (rest + classes[index].weight)
  }

  /// ν of an error that is estimated with q, by Satterthwaite (Biometrics Bull. 2, 1946, 110): twice the square of the
  /// mean of Σ q·w·(x − m)² over its variance, of normal contributions. With D = diag q and the projection P that takes the
  /// mean away, (tr DP)²/tr (DP)². Of weights of one class n − 1.
  package var degreesOfFreedom: Double {
    guard classes.count > 1, let largest = classes.last?.unit else { return Double(count - 1) }
    let whole = weight
    var (first, second, ofSquares, ofWeights) = (0.0, 0.0, 0.0, 0.0)
    for (index, found) in classes.enumerated() {
      let (unit, share) = (found.unit / largest, found.weight / whole)
      first += unit * free(index)
      second += unit * unit * Double(found.count)
      ofSquares += unit * unit * share
      ofWeights += unit * share
    }
    return max(1, first * first / (second - 2 * ofSquares + ofWeights * ofWeights))
  }
}
