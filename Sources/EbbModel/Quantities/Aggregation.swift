/// The rule by which the contributions to a page are combined: the page's `page_normalized`.
package enum AggregationRule: String, Sendable, Equatable {
  /// 0: the same in every contribution (material, density): the first, the others checked against it.
  case none
  /// 1: counts, not per primary.
  case sum
  /// 2, and where nothing is said: weighted by primaries.
  case mean
  /// 4: phase space.
  case concatenation
  /// 3: averages of what was scored, which are combined by what they were divided by.
  case ratio

  /// - Parameter pageNormalized: the text of `page_normalized`, where the page has it.
  /// - Returns: `nil` for a value that no converter writes.
  package init?(pageNormalized: String?) {
    switch pageNormalized {
    case nil, "None", "2", "3": self = .mean
    case "0": self = .none
    case "1": self = .sum
    case "4": self = .concatenation
    default: return nil
    }
  }
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
