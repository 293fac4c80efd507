internal import EbbAggregate

/// The outcomes of a figure in many experiments, beside the truth.
struct Scatter: Sendable {
  /// Value and stated error of each experiment that gave both.
  private(set) var outcomes: [(value: Double, error: Double)] = []
  private(set) var missing = 0

  mutating func add(_ value: Double?, _ error: Double?) {
    guard let value, let error, value.isFinite, error.isFinite else {
      missing += 1
      return
    }
    outcomes.append((value, error))
  }

  private var mean: Double { outcomes.reduce(0) { $0 + $1.value } / Double(outcomes.count) }

  var spread: Double {
    let mean = mean
    let squares = outcomes.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) }
    return (squares / Double(outcomes.count - 1)).squareRoot()
  }

  /// The root of the mean square of stated errors over the spread.
  var ratio: Double {
    (outcomes.reduce(0) { $0 + $1.error * $1.error } / Double(outcomes.count)).squareRoot() / spread
  }

  /// How far the mean is from the truth, in spreads.
  func bias(_ truth: Double) -> Double { (mean - truth) / spread }

  /// The share of experiments in which the truth is within one error.
  func coverage(_ truth: Double) -> Double {
    Double(outcomes.count { abs($0.value - truth) <= $0.error }) / Double(outcomes.count)
  }

  var shareWithoutError: Double { Double(outcomes.count { $0.error == 0 }) / Double(outcomes.count) }

  /// The chance that the truth is within one error of n normal contributions.
  static func student(_ n: Int) -> Double {
    1 - 2 * TailProbability.studentT(1, degreesOfFreedom: n - 1)
  }

  /// The ratio, bold where it is beyond 0.9 to 1.1 by more than chance: two standard errors of it.
  var ratioText: String {
    guard ratio < 50 else { return "–" }
    let (ratio, chance) = (ratio, 2 / (2 * Double(outcomes.count)).squareRoot())
    return Document.decimals(ratio, 2).bold(!(ratio > 0.9 - chance * ratio && ratio < 1.1 + chance * ratio))
  }

  /// The coverage in percent, bold where it is more than 3 from Student's of `n`, beyond chance.
  func coverageText(_ truth: Double, of n: Int) -> String {
    Self.share(coverage(truth), goal: Self.student(n), within: 0.03, of: outcomes.count)
  }

  /// A share in percent, bold where it is farther from its goal than it may be, by two standard errors of it.
  static func share(_ share: Double, goal: Double, within limit: Double, of count: Int) -> String {
    let chance = 2 * (goal * (1 - goal) / Double(max(count, 1))).squareRoot()
    return Document.percent(share).bold(!(abs(share - goal) <= limit + chance))
  }
}

extension String {
  func bold(_ isBold: Bool) -> String { isBold ? "**\(self)**" : self }
}
