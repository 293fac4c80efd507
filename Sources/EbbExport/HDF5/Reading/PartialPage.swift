internal import CHDF5
internal import EbbModel

/// Finds the group of a page that `HDF5Page` has written with a state.
enum PartialPage {
  /// The attributes that tell which contributions a page has.
  struct Sources {
    var jobs: [String] = []
    /// The tasks of each job: those of the page, and all that it has; empty where these are not known.
    var tasks: [String] = []
    var allTasks: [String] = []
  }

  static func sources(of group: hid_t, _ input: borrowing HDF5Reader) throws(HDF5Error) -> Sources? {
    guard let jobs = try input.texts(PartialNames.jobs, of: group),
      let tasks = try input.texts(PartialNames.tasks, of: group)
    else { return nil }
    let allTasks = try input.texts(PartialNames.allTasks, of: group) ?? jobs.map { _ in "" }
    guard jobs.count == tasks.count, jobs.count == allTasks.count else { return nil }
    return Sources(jobs: jobs, tasks: tasks, allTasks: allTasks)
  }

  /// - Returns: `nil` where it is not as Ebb writes it. Its contributions are left to `sources`.
  static func find(_ group: hid_t, in input: borrowing HDF5Reader) throws(HDF5Error) -> FoundPage? {
    guard let number = try input.integer("page_number", of: group).flatMap({ Int(exactly: $0) }),
      let quantity = try input.text(PartialNames.quantity, of: group),
      let rule = try input.text("aggregation", of: group).flatMap({ AggregationRule(rawValue: $0) }),
      let contributions = try input.integer("contributions", of: group).flatMap({ Int(exactly: $0) }),
      let signal = try input.text(PartialNames.signal, of: group),
      let errorKind = try input.text(PartialNames.errorKind, of: group).flatMap({ ErrorKind(rawValue: $0) }),
      let weight = try input.double(PartialNames.weight, of: group),
      let weights = try input.text(PartialNames.weights, of: group),
      let policy = try input.text(PartialNames.policy, of: group).flatMap({ NonFinitePolicy(rawValue: $0) })
    else { return nil }
    let classes = try input.texts(PartialNames.classes, of: group)
    // Classes that cannot be are a page that is damaged.
    guard classes == nil || classes.flatMap(PartialNames.classes) != nil else { return nil }
    var found = FoundPage(
      page: ResultPage(
        number: number, quantity: quantity,
        unit: Unit(source: try input.text("source_unit", of: group) ?? ""),
        filter: try input.text("filter", of: group), metadata: try input.metadata(of: group), axes: [],
        values: [], errors: nil, errorKind: errorKind, isPhaseSpace: rule == .concatenation, rule: rule,
        contributions: contributions, primaries: try input.integer("primaries", of: group),
        operations: try input.texts("operations", of: group) ?? [],
        state: PageState(
          weight: weight, classes: classes.flatMap(PartialNames.classes),
          isWeighted: weights == PartialNames.byPrimaries, policy: policy,
          sources: ContributionList())))
    found.page.denominator = try input.text("denominator", of: group)
    found.page.findings = try input.findings(of: group)
    if found.page.isPhaseSpace { return try input.findParticles(of: &found, in: group) ? found : nil }
    guard try input.findBins(of: &found, signal: signal, in: group) else { return nil }
    for (kind, attribute) in [
      (PageArray.mean, PartialNames.mean), (.spread, PartialNames.spread),
      (.binWeights, PartialNames.binWeights), (.binCounts, PartialNames.binCounts),
      (.hits, PartialNames.hits), (.unequalFirst, PartialNames.unequalFirst),
      (.unequalSecond, PartialNames.unequalSecond),
      (.ratioSquares, PartialNames.ratioSquares), (.ratioFirst, PartialNames.ratioFirst),
    ] {
      guard let name = try input.text(attribute, of: group) else { continue }
      guard try input.find(kind, name, of: &found, in: group) else { return nil }
    }
    return found
  }
}
