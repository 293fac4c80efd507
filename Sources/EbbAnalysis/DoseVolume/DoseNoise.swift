internal import EbbModel

/// The noise of bins by their dose: what widens a histogram of doses.
///
/// Its variance is the mean of the bins' squared standard errors, less what bins of like dose have in common, which moves
/// them together and widens nothing. The latter is known from the contributions: of each, the mean deviation of the bins
/// of a class. Without contributions the errors are taken as independent.
struct DoseNoise: Sendable {
  /// Few enough that each has many bins, and enough for errors that grow with the dose.
  private static let classes = 16

  private let width: Double
  private let deviations: [Double]
  /// The root of its mean variance over the volume.
  let typical: Double

  /// - Parameters:
  ///   - doses: finite, none negative.
  ///   - errors: their standard errors.
  /// - Returns: `nil` where some error is not known, or all are 0.
  init?(_ doses: [Double], errors: [Double], _ volumes: MeshVolumes, _ replicates: Replicates?) {
    guard let largest = doses.max(), largest > 0, errors.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return nil
    }
    width = largest / Double(Self.classes)
    let width = width
    func place(_ dose: Double) -> Int { min(Int(dose / width), Self.classes - 1) }
    var sums = [Double](repeating: 0, count: Self.classes)
    var (weights, squares, counts) = (sums, sums, sums)
    volumes.forEachBin { bin, volume in
      let place = place(doses[bin])
      sums[place] += volume * errors[bin] * errors[bin]
      weights[place] += volume
      squares[place] += volume * volume
    }
    counts = zip(weights, squares).map { $1 > 0 ? $0 * $0 / $1 : 0 }
    var variances = zip(sums, weights).map { $1 > 0 ? $0 / $1 : 0 }
    if let replicates, replicates.binWeights == nil, replicates.values.bins == doses.count {
      var common = [Double](repeating: 0, count: Self.classes)
      for (part, weight) in zip(replicates.values, replicates.weights) {
        var deviation = [Double](repeating: 0, count: Self.classes)
        volumes.forEachBin { bin, volume in
          deviation[place(doses[bin])] += volume * (replicates.scale * part[bin] - doses[bin])
        }
        for index in common.indices where weights[index] > 0 {
          let mean = deviation[index] / weights[index]
          common[index] += weight * mean * mean
        }
      }
      let freedom = Double(replicates.count - 1) * replicates.weight
      for index in variances.indices where counts[index] > 1 {
        // The mean deviation has 1/count of the independent variance in it.
        let own = (variances[index] - common[index] / freedom) * counts[index] / (counts[index] - 1)
        variances[index] = min(max(own, 0), variances[index])
      }
    }
    typical = (zip(variances, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)).squareRoot()
    guard typical > 0 else { return nil }
    // Of a class without bins that of the nearest below that has some, else above.
    var last = variances.indices.first { weights[$0] > 0 }.map { variances[$0] } ?? 0
    for index in variances.indices {
      if weights[index] > 0 { last = variances[index] } else { variances[index] = last }
    }
    deviations = variances.map { $0.squareRoot() }
  }

  /// The standard deviation at a dose, on straight lines between the classes.
  func deviation(at dose: Double) -> Double {
    let place = min(max(dose / width - 0.5, 0), Double(Self.classes - 1))
    let low = min(Int(place), Self.classes - 2)
    let share = place - Double(low)
    return deviations[low] * (1 - share) + deviations[low + 1] * share
  }
}
