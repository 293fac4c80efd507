package import EbbModel

/// Two versions of a page, bin by bin: A, which the other is held against, and B.
///
/// Of the bins where both versions have an error, and not both errors are 0, t = (b − a)/√(eₐ² + e_b²) is Welch's (Biometrika
/// 34, 1947, 28), of ν = (eₐ² + e_b²)²/(eₐ⁴/νₐ + e_b⁴/ν_b) degrees of freedom; z is the normal deviate that is as likely
/// (`NormalDeviate`), so that few contributions make no large z of nothing. χ² is Σ z² over them: the number of such bins on
/// average where nothing differs, with a spread that the correlations of bins widen. Where errors come without degrees of
/// freedom, z is t.
package struct PageComparison: Sendable, Equatable {
  /// A bin and what is there.
  package struct Place: Sendable, Equatable {
    package var bin: Int
    package var value: Double
  }

  package var bins: Int
  /// The number of bins that are not finite in one or both, which are left out.
  package var nonFiniteBins = 0
  /// The number of those that are finite in one, or infinite to different sides: the two differ there.
  package var differingNonFiniteBins = 0
  /// The largest of A, of what is finite.
  package var maximum: Double?
  /// b − a where it is farthest from 0.
  package var largestDifference: Place?
  package var chiSquare: Double?
  /// The number of bins that have a z.
  package var degreesOfFreedom = 0
  /// z where it is farthest from 0.
  package var largestZ: Place?
  /// The shares of the bins with a z whose z is beyond 2 and 3; 4.6 and 0.27 % are expected. Bins that differ though
  /// neither version has an error there are among both.
  package var shareBeyond2: Double?
  package var shareBeyond3: Double?
  /// The number of bins that differ though both versions state an error of 0 there: a difference, whatever χ² is.
  package var unexplainedBins = 0

  /// - Parameters:
  ///   - a: values and errors of one version.
  ///   - b: those of the other; of the same shape.
  package init(_ a: ResultPage, _ b: ResultPage) throws(CancellationError) {
    precondition(a.values.count == b.values.count)
    bins = a.values.count
    var square = 0.0
    var beyond = (two: 0, three: 0)
    var welch = WelchDeviates(a, b)
    for bin in a.values.indices {
      // Every few milliseconds.
      if bin & 0xf_ffff == 0 { try checkCancellation() }
      let (x, y) = (a.values[bin], b.values[bin])
      guard x.isFinite, y.isFinite else {
        nonFiniteBins += 1
        if !(x == y || x.isNaN && y.isNaN) { differingNonFiniteBins += 1 }
        continue
      }
      maximum = max(maximum ?? x, x)
      let difference = y - x
      if abs(difference) > abs(largestDifference?.value ?? -1) || largestDifference == nil {
        largestDifference = Place(bin: bin, value: difference)
      }
      guard let errors = a.errors, let others = b.errors else { continue }
      if errors[bin] == 0, others[bin] == 0, difference != 0 { unexplainedBins += 1 }
      guard let z = welch.deviate(of: difference, errors[bin], others[bin], bin: bin) else { continue }
      square += z * z
      degreesOfFreedom += 1
      if abs(z) > 2 { beyond.two += 1 }
      if abs(z) > 3 { beyond.three += 1 }
      if largestZ == nil || abs(z) > abs(largestZ?.value ?? 0) { largestZ = Place(bin: bin, value: z) }
    }
    let counted = degreesOfFreedom + unexplainedBins
    if counted > 0 {
      shareBeyond2 = Double(beyond.two + unexplainedBins) / Double(counted)
      shareBeyond3 = Double(beyond.three + unexplainedBins) / Double(counted)
    }
    if degreesOfFreedom > 0 { chiSquare = square }
  }

  /// z of every bin; NaN where there is no error to hold the difference against, or a bin is not finite.
  package static func deviates(_ a: ResultPage, _ b: ResultPage) -> [Double] {
    precondition(a.values.count == b.values.count)
    guard let errors = a.errors, let others = b.errors else { return a.values.map { _ in .nan } }
    var welch = WelchDeviates(a, b)
    return a.values.indices.map { bin in
      let difference = b.values[bin] - a.values[bin]
      guard difference.isFinite else { return .nan }
      return welch.deviate(of: difference, errors[bin], others[bin], bin: bin) ?? .nan
    }
  }

  /// The largest difference over the largest value of A; `nil` where that is not above 0.
  package var relativeDifference: Double? {
    guard let maximum, maximum > 0, let largestDifference else { return nil }
    return abs(largestDifference.value) / maximum
  }

  package var reducedChiSquare: Double? { chiSquare.map { $0 / Double(degreesOfFreedom) } }
}
