/// The rule by which the contributions to a page are combined.
package enum AggregationRule: String, Sendable, Equatable {
  /// The same in every contribution (material, density): the first, the others checked against it.
  case identical = "none"
  /// Counts, not per primary.
  case sum
  /// Weighted by primaries; also where nothing is known.
  case mean
  /// Phase space.
  case concatenation
  /// Averages of what was scored, which are combined by what they were divided by.
  case ratio
}

/// The error that is reported beside a value.
package enum ErrorKind: String, Sendable, CaseIterable {
  /// The standard error of the mean (or of the sum).
  case stderr
  /// The standard deviation of the contributions: √n times the standard error.
  case stddev
  /// Half the width of the interval that holds the truth in 68.27 % of cases, that of one standard deviation, by
  /// Student's t: 1.84 times the standard error of two contributions, 1.04 times that of 14.
  case ci68
  /// The same of 95 %.
  case ci95
  case none

  /// The chance that the truth lies within the interval; `nil` for what is none.
  package var confidence: Double? {
    switch self {
    // erf(1/√2)
    case .ci68: 0.682689492137086
    case .ci95: 0.95
    case .stderr, .stddev, .none: nil
    }
  }

  /// The words for people: "standard error of the mean".
  package func label(of rule: AggregationRule) -> String {
    let of = rule == .sum ? "sum" : rule == .ratio ? "ratio" : "mean"
    return switch self {
    case .stddev: "standard deviation"
    case .ci68: "half of the 68.27 % confidence interval of the \(of)"
    case .ci95: "half of the 95 % confidence interval of the \(of)"
    case .stderr, .none: "standard error of the \(of)"
    }
  }

  /// Reads a text that `label(of:)` begins; `nil` where none does.
  package init?(startOf text: String, _ rule: AggregationRule) {
    guard let kind = Self.allCases.first(where: { $0 != .none && text.hasPrefix($0.label(of: rule)) }) else {
      return nil
    }
    self = kind
  }
}

/// The source of the contributions' weights.
package enum Weighting: String, Sendable, CaseIterable {
  /// By the rule of the aggregation: metadata of per-task results, tasks of whole jobs.
  case auto
  /// The simulated primaries of the tasks.
  case tasks
  /// The `number_of_primaries` of the estimators' metadata.
  case metadata
  /// All contributions alike.
  case equal
}

/// The treatment of values that are not finite.
package enum NonFinitePolicy: String, Sendable, CaseIterable {
  /// The value is what Σw·x/W gives, the error NaN.
  case propagate
  /// The bin is left out of that contribution only.
  case skip
}
