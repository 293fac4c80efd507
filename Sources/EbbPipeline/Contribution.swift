internal import EbbModel
internal import EbbText

/// One estimator row's version of a page: a task's, or a whole job's.
struct Contribution: Sendable, Equatable {
  var page: PageID
  /// Where it lies, where it is no row of a database.
  var origin: PageOrigin?
  /// The bytes of its compressed data; 0 where there is none.
  var compressedBytes: Int
  /// The task it is of, where that is known.
  var task: Int?
  /// How much it counts in the mean; above 0.
  var weight: Double
  /// The source particles behind it, where they are known.
  var primaries: Int64?
  /// The order of its values.
  var order: MemoryOrder
  /// Whose it is, for messages.
  var jobID: String
  /// Whether it is the whole job's result.
  var isWholeJob = false

  /// What a partial result records of it.
  var item: ContributionList.Item {
    task.map { .task($0) } ?? (isWholeJob ? .job : .row(page.rawValue))
  }
}

/// The contributions that are combined into one exported page.
struct PageGroup: Sendable, Equatable {
  /// Where its page belongs in the outline.
  var simulation: Int
  var estimator: Int
  var estimatorName: String
  var number: Int
  /// In the order in which they are folded.
  var contributions: [Contribution]
  /// What is to be said of the group, if it is exported.
  var notices: [Notice] = []
  /// Why the group cannot be exported, found before its pages are read.
  var fault: Failure?

  /// The source particles behind all contributions, where they are known.
  var primaries: Int64? {
    let known = contributions.compactMap(\.primaries)
    return known.count == contributions.count ? total(known) : nil
  }
}
