extension PageStatistics {
  /// The statistics of ratios, whose errors come of what they are divided by: relative errors alone, since ratios of tasks
  /// are no samples of one spread.
  /// - Parameters:
  ///   - values: 0 where nothing was scored.
  ///   - errors: standard errors, `nil` of one contribution.
  package init(ofRatios values: [Double], errors: [Double]?, contributions: Int) {
    self.init(
      of: values,
      relativeErrors: errors.map { errors in
        zip(values, errors).map { $0 == 0 || !$0.isFinite ? .nan : $1 / abs($0) }
      }, nonFiniteBins: values.count { !$0.isFinite }, contributions: contributions)
  }
}
