internal import CHDF5
internal import EbbModel

/// Reads back the group of a page that `HDF5Page` has written with a state.
enum PartialPage {
  /// - Returns: `nil` where it is not as Ebb writes it.
  static func read(_ group: hid_t, of input: borrowing HDF5Input) throws(HDF5Error) -> ResultPage? {
    guard let number = try input.integer("page_number", of: group).flatMap({ Int(exactly: $0) }),
      let quantity = try input.text(PartialNames.quantity, of: group),
      let rule = try input.text("aggregation", of: group).flatMap({ AggregationRule(rawValue: $0) }),
      let contributions = try input.integer("contributions", of: group).flatMap({ Int(exactly: $0) }),
      let signal = try input.text(PartialNames.signal, of: group),
      let errorKind = try input.text(PartialNames.errorKind, of: group).flatMap({ ErrorKind(rawValue: $0) }),
      let state = try state(of: group, input)
    else { return nil }
    var page = ResultPage(
      number: number, quantity: quantity, unit: Unit(source: try input.text("source_unit", of: group) ?? ""),
      filter: try input.text("filter", of: group),
      metadata: try input.metadata(of: group), axes: [], values: [], errors: nil, errorKind: errorKind,
      isPhaseSpace: rule == .concatenation, rule: rule, contributions: contributions,
      primaries: try input.integer("primaries", of: group),
      operations: try input.texts("operations", of: group) ?? [], state: state)
    if page.isPhaseSpace { return try input.readParticles(into: &page, of: group) ? page : nil }
    guard try input.readBins(into: &page, signal: signal, of: group), try readState(into: &page, group, input)
    else { return nil }
    return page
  }

  static func sources(
    of group: hid_t, _ input: borrowing HDF5Input
  ) throws(HDF5Error) -> ContributionList? {
    guard let jobs = try input.texts(PartialNames.jobs, of: group),
      let tasks = try input.texts(PartialNames.tasks, of: group), jobs.count == tasks.count
    else { return nil }
    let allTasks = try input.texts(PartialNames.allTasks, of: group) ?? jobs.map { _ in "" }
    guard allTasks.count == jobs.count else { return nil }
    var found: [ContributionList.Job] = []
    for ((name, text), all) in zip(zip(jobs, tasks), allTasks) {
      guard var job = ContributionList.Job(name: name, text: text) else { return nil }
      if !all.isEmpty {
        guard let numbers = TaskNumbers(text: all) else { return nil }
        job.allTasks = numbers
      }
      found.append(job)
    }
    return ContributionList(found)
  }

  /// The state without its arrays.
  private static func state(
    of group: hid_t, _ input: borrowing HDF5Input
  ) throws(HDF5Error) -> PageState? {
    guard let weight = try input.double(PartialNames.weight, of: group),
      let weights = try input.text(PartialNames.weights, of: group),
      let policy = try input.text(PartialNames.policy, of: group).flatMap({ NonFinitePolicy(rawValue: $0) }),
      let sources = try sources(of: group, input)
    else { return nil }
    return PageState(
      weight: weight, isWeighted: weights == PartialNames.byPrimaries, policy: policy, sources: sources)
  }

  /// - Returns: whether the arrays of the state are there, of the page's shape.
  private static func readState(
    into page: inout ResultPage, _ group: hid_t, _ input: borrowing HDF5Input
  ) throws(HDF5Error) -> Bool {
    /// The array whose name is at `attribute`, if there is one; `false` where it is not there or of another
    /// shape.
    func read(_ attribute: String, _ store: (inout ResultPage, [Double]) -> Void) throws(HDF5Error) -> Bool {
      guard let name = try input.text(attribute, of: group) else { return true }
      guard let array = try input.doubles(name, in: group), array.shape == page.shape else { return false }
      store(&page, array.values)
      return true
    }
    guard try read(PartialNames.mean, { $0.state?.mean = $1 }),
      try read(PartialNames.spread, { $0.state?.spread = $1 }),
      try read(PartialNames.binWeights, { $0.state?.binWeights = $1 }),
      try read(PartialNames.binCounts, { $0.binContributions = $1.map { Int(exactly: $0) ?? -1 } })
    else { return false }
    return page.binContributions?.allSatisfy { $0 >= 0 && $0 <= page.contributions } ?? true
  }
}
