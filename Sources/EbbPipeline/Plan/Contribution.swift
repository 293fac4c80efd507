package import EbbModel
package import EbbText

/// One estimator row's version of a page: a task's, or a whole job's.
package struct Contribution: Sendable, Equatable {
  package var page: PageID
  /// The place of its text, where it is no row of a database.
  package var origin: PageOrigin?
  /// The bytes of its compressed data; 0 where there is none.
  package var compressedBytes: Int
  /// The task it is of, where that is known.
  package var task: Int?
  /// The weight of the contribution in the mean, in primaries, or 1 where all count alike; above 0.
  package var weight: Double
  /// The source particles that it was scored from, where they are known.
  package var primaries: Int64?
  /// The order of its values.
  package var order: MemoryOrder
  /// The job that it is of, for messages.
  package var jobID: String
  /// Whether it is the whole job's result.
  package var isWholeJob = false
  package var platformAverage = PlatformAverage.none
  /// The simulator that wrote it, where that is known.
  package var simulator: Simulator?
  /// The page of the same row by which a ratio is weighted.
  package var denominator: PageID?

  /// The pages that are read for it, in that order.
  var reads: [PageID] { [denominator, page].compactMap(\.self) }

  /// The item that a partial result records of it.
  package var item: ContributionList.Item {
    task.map { .task($0) } ?? (isWholeJob ? .job : .row(page.rawValue))
  }
}

/// The contributions that are combined into one exported page.
package struct PageGroup: Sendable, Equatable {
  /// The place of its page in the outline.
  package var simulation: Int
  package var estimator: Int
  package var estimatorName: String
  package var number: Int
  /// Contributions in the order in which they are folded.
  package var contributions: [Contribution]
  /// Notices about the group, if it is exported.
  package var notices: [Notice] = []
  /// The reason why the group cannot be exported, found before its pages are read.
  package var fault: Failure?
  /// The mesh of the macro in the input, by which axes are put right.
  package var mesh: MacroMesh?
  /// The denominator of ratios whose contributions have one, by name and number, "DOSE (page 0)".
  package var denominator: String?
  /// The job that it is of, where messages are to name it, since there are several.
  package var job: String?

  /// "estimator 'mesh', page 2", for messages, and of which job where there are several.
  package var text: String { Failure.page(number, of: estimatorName, in: job) }

  /// The source particles of all contributions, where they are known.
  package var primaries: Int64? {
    let known = contributions.compactMap(\.primaries)
    return known.count == contributions.count ? total(known) : nil
  }
}
