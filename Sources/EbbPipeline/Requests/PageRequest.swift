package import EbbModel

/// The options of an export, with nothing left to interpret.
package struct PageRequest: Sendable {
  /// Patterns on estimator names; empty for all.
  package var estimators: [Pattern] = []
  /// The pages; empty for all.
  package var pages: [PageSelection] = []
  package var perTask = false
  package var combine = false
  /// The tasks whose results are taken; `nil` for all.
  package var tasks: TaskChoice?
  /// The tasks that each job has in all, where its source does not know them: files of results.
  package var allTasks: TaskNumbers?
  /// Whether pages get the state that further contributions can be merged with.
  package var partial = false
  /// Whether pages tell in how many contributions each bin is not 0.
  package var countsHits = false
  package var errorKind = ErrorKind.stderr
  package var weighting = Weighting.auto
  package var nonFinite = NonFinitePolicy.propagate
  package var includeFailed = false
  package var keepGoing = false
  /// Whether filters selected the simulations, so that those without results are passed over.
  package var passesOverEmpty = false
  /// Whether messages on pages name their job though a plan is of one: others are read beside it.
  package var namesJobs = false
  /// Whether a page in which an audit finds an error or a warning is an error, or with `keepGoing` left out.
  package var isStrict = false
  /// Whether counts that the platform has averaged are left as they are stored.
  package var asStored = false
  /// The steps that are done to the bins of every page, in this order.
  package var reductions: [ReductionStep] = []
  /// Whether pages may be put onto other meshes' bins as they come (`PageTarget`).
  package var resamples = false
  /// Whether axes that do not lie where the input has them are put right.
  package var repairsAxes = false
  /// The meaning that bins are taken to have, of pages whose meaning is not known.
  package var assumed: BinMeaning?
  /// In which units quantities are given, by what they are called.
  package var units: [UnitChoice] = []
  /// The primaries that what is per primary is scaled to; `nil` to leave it.
  package var primaries: Double?
  /// The most bytes that a page's text may have.
  package var byteLimit = Self.defaultByteLimit
  /// The number of pages that are decoded at a time, each on a thread.
  package var threads = 1

  /// 4 GiB, as much as a gzip trailer can state.
  package static let defaultByteLimit = 1 << 32

  package init() {}

  /// The provenance that a file states of this request.
  package func provenance(command: String, store: String?, files: [String]) -> Provenance {
    Provenance(
      command: command, store: store, files: files, weighting: weighting, errorKind: errorKind,
      nonFinite: nonFinite, includesFailed: includeFailed)
  }
}

/// Counts for a progress bar.
package struct Progress: Sendable, Equatable {
  package var pagesDone = 0
  package var pages: Int
  /// Compressed bytes.
  package var bytesDone = 0
  package var bytes: Int

  package init(pagesDone: Int = 0, pages: Int, bytesDone: Int = 0, bytes: Int) {
    self.pagesDone = pagesDone
    self.pages = pages
    self.bytesDone = bytesDone
    self.bytes = bytes
  }
}
