/// The attributes of a page's group that make it a partial result: what `HDF5Page` writes beside the values,
/// and `PartialFile` reads.
enum PartialNames {
  /// Says that there is a state, and in which form.
  static let version = "partial_state"
  static let currentVersion: Int64 = 1
  static let quantity = "quantity"
  static let errorKind = "error"
  /// W.
  static let weight = "state_weight"
  static let squaredWeights = "state_squared_weights"
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
  static let binCounts = "state_bin_contributions"
}
