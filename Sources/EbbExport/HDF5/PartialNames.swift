internal import EbbModel

/// The attributes of a page's group that make it a partial result: what `HDF5Page` writes beside the values,
/// and `PartialFile` reads.
enum PartialNames {
  /// Says that there is a state, and in which form.
  static let version = "partial_state"
  static let currentVersion: Int64 = 1

  /// A class of weights as it is written. Numbers as Swift writes them are read back to the same bits.
  static func text(_ found: WeightClasses.Class) -> String {
    "\(found.exponent) \(found.count) \(found.weight)"
  }

  /// - Returns: `nil` where the texts are not as `text` writes them, or not of weights.
  static func classes(_ texts: [String]) -> WeightClasses? {
    var classes: [WeightClasses.Class] = []
    for text in texts {
      let words = text.split(separator: " ")
      guard words.count == 3, let exponent = Int(words[0]), let count = Int(words[1]),
        (1...maxContributions).contains(count), let weight = Double(words[2])
      else { return nil }
      classes.append(WeightClasses.Class(exponent: exponent, count: count, weight: weight))
    }
    return classes.isEmpty ? nil : WeightClasses(classes)
  }

  /// A number above that of any page's contributions, and few enough to be added.
  private static let maxContributions = 1 << 40
  static let quantity = "quantity"
  static let errorKind = "error"
  /// W.
  static let weight = "state_weight"
  /// The classes of weights: "9 3 3000", the exponent of two, the number of contributions, and the sum of weights.
  static let classes = "state_weight_classes"
  /// The kind of weights: primaries, or alike for all contributions.
  static let weights = "state_weights"
  static let byPrimaries = "primaries"
  static let alike = "equal"
  static let policy = "state_nan"
  /// The jobs of the contributions, and for each its tasks: "1-50,53", "all".
  static let jobs = "contribution_jobs"
  static let tasks = "contribution_tasks"
  /// The tasks that each job has in all, by its store: "1-50"; empty where that is not known. Absent where it is of no
  /// job.
  static let allTasks = "contribution_job_tasks"

  // The names of datasets, each where there is one.

  static let signal = "state_signal"
  static let mean = "state_mean"
  static let spread = "state_spread"
  static let binWeights = "state_bin_weights"
  static let ratioSquares = "state_ratio_squares"
  static let ratioFirst = "state_ratio_first"
  static let hits = "state_hits"
  static let unequalFirst = "state_unequal_first"
  static let unequalSecond = "state_unequal_second"
  static let binCounts = "state_bin_contributions"
}
