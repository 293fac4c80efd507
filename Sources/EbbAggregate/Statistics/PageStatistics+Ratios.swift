extension PageStatistics {
  /// The statistics of ratios, whose errors come of what they are divided by: relative errors alone, since ratios of tasks
  /// are no samples of one spread.
  /// - Parameters:
  ///   - values: 0 where nothing was scored.
  ///   - errors: standard errors, `nil` of one contribution.
  package init(ofRatios values: [Double], errors: [Double]?, contributions: Int) {
    let known = errors.map { errors in
      zip(values, errors).map { $0 == 0 || !$0.isFinite ? .nan : $1 / abs($0) }
    }
    let finite = (known ?? []).filter(\.isFinite)
    let nonZero = values.count { $0 != 0 && $0.isFinite }
    func share(below limit: Double) -> Double? {
      finite.isEmpty ? nil : Double(finite.count { $0 < limit }) / Double(nonZero)
    }
    let largest = values.filter(\.isFinite).max() ?? 0
    let high = zip(values, known ?? []).filter { $0 >= largest / 2 && $1.isFinite }.map { $1 * $1 }
    self.init(
      bins: values.count, nonZeroBins: nonZero, nonFiniteBins: values.count { !$0.isFinite },
      contributions: contributions, relativeError: Quantiles(finite),
      errorAboveHalf: largest > 0 && !high.isEmpty
        ? (high.reduce(0, +) / Double(high.count)).squareRoot() : nil,
      shareBelow5: share(below: 0.05), shareBelow10: share(below: 0.1), outliers: [])
  }
}
