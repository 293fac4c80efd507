package import EbbModel

/// Two versions of a page, bin by bin: A, which the other is held against, and B.
///
/// z = (b − a)/√(eₐ² + e_b²), of the bins where both versions have an error and not both errors are 0; χ² is Σ z² over
/// them. Where errors come of few contributions, z follows Student's t rather than a normal distribution,
/// and χ² per bin comes out at about (n − 1)/(n − 2) for two sides of n though nothing differs; bins of one history are correlated, which
/// widens the distribution of χ².
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
  package var degreesOfFreedom: Int
  /// z where it is farthest from 0.
  package var largestZ: Place?
  /// The shares of the bins with a z whose z is beyond 2 and 3; 4.6 and 0.27 % are expected.
  package var shareBeyond2: Double?
  package var shareBeyond3: Double?
  /// The number of bins that differ though both versions state an error of 0 there: whatever χ² is, that is no
  /// agreement.
  package var unexplainedBins = 0

  /// - Parameters:
  ///   - a: values and errors of one version.
  ///   - b: those of the other; of the same shape.
  package init(_ a: ResultPage, _ b: ResultPage) throws(CancellationError) {
    precondition(a.values.count == b.values.count)
    bins = a.values.count
    degreesOfFreedom = 0
    var square = 0.0
    var beyond = (two: 0, three: 0)
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
      let error = (errors[bin] * errors[bin] + others[bin] * others[bin]).squareRoot()
      if error == 0, difference != 0 { unexplainedBins += 1 }
      guard error > 0, error.isFinite else { continue }
      let z = difference / error
      square += z * z
      degreesOfFreedom += 1
      if abs(z) > 2 { beyond.two += 1 }
      if abs(z) > 3 { beyond.three += 1 }
      if largestZ == nil || abs(z) > abs(largestZ?.value ?? 0) { largestZ = Place(bin: bin, value: z) }
    }
    guard degreesOfFreedom > 0 else { return }
    chiSquare = square
    shareBeyond2 = Double(beyond.two) / Double(degreesOfFreedom)
    shareBeyond3 = Double(beyond.three) / Double(degreesOfFreedom)
  }

  /// The largest difference over the largest value of A; `nil` where that is not above 0.
  package var relativeDifference: Double? {
    guard let maximum, maximum > 0, let largestDifference else { return nil }
    return abs(largestDifference.value) / maximum
  }

  package var reducedChiSquare: Double? { chiSquare.map { $0 / Double(degreesOfFreedom) } }
}
