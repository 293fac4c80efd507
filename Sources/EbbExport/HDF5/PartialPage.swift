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
    let isComplete =
      page.isPhaseSpace
      ? try readParticles(into: &page, group, input) : try readBins(into: &page, signal, group, input)
    return isComplete ? page : nil
  }

  static func sources(
    of group: hid_t, _ input: borrowing HDF5Input
  ) throws(HDF5Error) -> ContributionList? {
    guard let jobs = try input.texts(PartialNames.jobs, of: group),
      let tasks = try input.texts(PartialNames.tasks, of: group), jobs.count == tasks.count
    else { return nil }
    var list = ContributionList()
    for (name, text) in zip(jobs, tasks) {
      guard let job = ContributionList.Job(name: name, text: text) else { return nil }
      for item in job.items { list.add(item, of: name) }
    }
    return list
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

  /// - Returns: whether all that there must be is there, of one shape.
  private static func readBins(
    into page: inout ResultPage, _ signal: String, _ group: hid_t, _ input: borrowing HDF5Input
  ) throws(HDF5Error) -> Bool {
    let scales = try input.text("SILX_style", of: group).map(logarithmic) ?? []
    for (index, name) in (try input.texts("axes", of: group) ?? []).enumerated() {
      guard var axis = try axis(name, in: group, input) else { return false }
      if index < scales.count, scales[index] { axis.scale = .logarithmic }
      page.axes.append(axis)
    }
    guard let values = try input.doubles(signal, in: group), values.shape == page.shape,
      let dataset = try input.dataset(signal, in: group)
    else { return false }
    page.values = values.values
    page.unit = Unit(
      text: try input.text("units", of: dataset.id) ?? "1",
      normalization: try input.text("normalization", of: dataset.id),
      source: try input.text("source_unit", of: dataset.id) ?? "")
    /// The array whose name is at `attribute`, if there is one; `false` where it is not there or of another
    /// shape.
    func read(_ attribute: String, _ store: (inout ResultPage, [Double]) -> Void) throws(HDF5Error) -> Bool {
      guard let name = try input.text(attribute, of: group) else { return true }
      guard let array = try input.doubles(name, in: group), array.shape == values.shape else { return false }
      store(&page, array.values)
      return true
    }
    guard try read(PartialNames.mean, { $0.state?.mean = $1 }),
      try read(PartialNames.spread, { $0.state?.spread = $1 }),
      try read(PartialNames.binWeights, { $0.state?.binWeights = $1 }),
      try read(PartialNames.binCounts, { $0.binContributions = $1.map { Int(exactly: $0) ?? -1 } })
    else { return false }
    return page.binContributions?.allSatisfy { 0...page.contributions ~= $0 } ?? true
  }

  private static func axis(
    _ name: String, in group: hid_t, _ input: borrowing HDF5Input
  ) throws(HDF5Error) -> Axis? {
    guard let centres = try input.doubles(name, in: group), centres.shape.count == 1,
      let dataset = try input.dataset(name, in: group)
    else { return nil }
    var edges: [Double]?
    if let bounds = try input.text("bounds", of: dataset.id) {
      guard let found = try input.doubles(bounds, in: group), found.shape == [centres.values.count, 2],
        let last = found.values.last
      else { return nil }
      edges = stride(from: 0, to: found.values.count, by: 2).map { found.values[$0] } + [last]
    }
    return Axis(
      name: name, label: try input.text("long_name", of: dataset.id) ?? name,
      unit: try input.text("units", of: dataset.id) ?? "1", centres: centres.values, edges: edges)
  }

  /// Which axes are logarithmic, in the text that `HDF5Page` writes for silx.
  private static func logarithmic(_ style: String) -> [Bool] {
    guard let open = style.firstIndex(of: "["), let close = style[open...].firstIndex(of: "]") else {
      return []
    }
    return style[open..<close].split(separator: ",").map { $0.contains("\"log\"") }
  }

  private static func readParticles(
    into page: inout ResultPage, _ group: hid_t, _ input: borrowing HDF5Input
  ) throws(HDF5Error) -> Bool {
    var columns: [[Double]] = []
    for column in PhaseSpace.columns {
      guard let found = try input.doubles(column.name, in: group), found.shape.count == 1,
        columns.first.map({ $0.count == found.values.count }) ?? true
      else { return false }
      columns.append(found.values)
    }
    page.values = (columns.first ?? []).indices.flatMap { row in columns.map { $0[row] } }
    return true
  }
}
