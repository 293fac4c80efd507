internal import CHDF5
internal import EbbModel

/// A page as an NXdata group: axes and their bounds, the signal, its errors.
struct HDF5Page {
  private let page: ResultPage
  private let estimatorTitle: String
  // The datasets' names, which differ: a quantity may be called like one of its axes, an axis like the bounds
  // of another.
  private let axisNames: [String]
  private let boundsNames: [String]
  private let signal: String
  private let errors: String
  private let contributions: String
  private let hits: String
  // Of a state that can be merged: m where the values are not it, S, and W of each bin.
  private let stateMean: String
  private let stateSpread: String
  private let stateWeight: String
  private let stateSquares: String
  private let stateFirst: String
  private let stateUnequalFirst: String
  private let stateUnequalSecond: String
  /// The dimension of a bin's two edges, by CF's own example.
  private let pairOfEdges: String

  init(_ page: ResultPage, estimatorTitle: String) {
    var page = page
    // What is merged later has to know them all the same.
    if page.state == nil { page.hits = page.tellingHits }
    self.page = page
    self.estimatorTitle = estimatorTitle
    var names = UniqueNames()
    axisNames = page.isPhaseSpace ? ["particle"] : page.axes.map { names.unique($0.name) }
    signal = page.isPhaseSpace ? PhaseSpace.signal : names.unique(identifier(page.quantity))
    boundsNames = axisNames.map { names.unique($0 + "_bounds") }
    errors = names.unique(signal + "_errors")
    contributions = names.unique(signal + "_contributions")
    hits = names.unique(signal + "_hits")
    pairOfEdges = names.unique("nv")
    stateMean = names.unique(signal + "_state_mean")
    stateSpread = names.unique(signal + "_state_spread")
    stateWeight = names.unique(signal + "_state_weight")
    stateSquares = names.unique(signal + "_state_ratio_squares")
    stateFirst = names.unique(signal + "_state_ratio_first")
    stateUnequalFirst = names.unique(signal + "_state_unequal_first")
    stateUnequalSecond = names.unique(signal + "_state_unequal_second")
  }

  func write(named name: String, in parent: hid_t, of file: borrowing HDF5File) throws(HDF5Error) {
    let group = try file.group(name, in: parent)
    try describe(group.id, file)
    if page.isPhaseSpace {
      try writeParticles(in: group.id, of: file)
    } else {
      try writeBins(in: group.id, of: file)
    }
  }

  private func describe(_ group: hid_t, _ file: borrowing HDF5File) throws(HDF5Error) {
    try file.set("NX_class", "NXdata", on: group)
    try file.set("signal", signal, on: group)
    if !axisNames.isEmpty { try file.set("axes", axisNames, on: group) }
    for (dimension, axis) in axisNames.enumerated() {
      try file.setIndex(axis + "_indices", dimension, on: group)
    }
    try file.set("title", "\(estimatorTitle) / \(page.label)", on: group)
    try file.set("page_number", Int64(page.number), on: group)
    try file.set("aggregation", page.rule.rawValue, on: group)
    try file.set("denominator", page.denominator, on: group)
    try file.set("contributions", Int64(page.contributions), on: group)
    try file.set("primaries", page.primaries, on: group)
    try file.set("filter", page.filter, on: group)
    if !page.operations.isEmpty { try file.set("operations", page.operations, on: group) }
    if !page.findings.isEmpty { try file.set("findings", page.findings.map(\.text), on: group) }
    try file.set("SILX_style", scaleStyle, on: group)
    if let state = page.state { try describe(state, group, file) }
    try file.set(page.metadata, on: group)
  }

  /// Writes the state that `PartialFile` reads back.
  private func describe(
    _ state: PageState, _ group: hid_t, _ file: borrowing HDF5File
  ) throws(HDF5Error) {
    try file.set(PartialNames.version, PartialNames.currentVersion, on: group)
    try file.set(PartialNames.quantity, page.quantity, on: group)
    try file.set(PartialNames.signal, signal, on: group)
    try file.set(PartialNames.errorKind, page.errorKind.rawValue, on: group)
    try file.set(PartialNames.weight, state.weight, on: group)
    if let classes = state.classes {
      try file.set(PartialNames.classes, classes.classes.map(PartialNames.text), on: group)
    }
    try file.set(
      PartialNames.weights, state.isWeighted ? PartialNames.byPrimaries : PartialNames.alike, on: group)
    try file.set(PartialNames.policy, state.policy.rawValue, on: group)
    try file.set(PartialNames.jobs, state.sources.jobs.map(\.name), on: group)
    try file.set(PartialNames.tasks, state.sources.jobs.map(\.text), on: group)
    if state.sources.jobs.contains(where: { $0.allTasks != nil }) {
      try file.set(PartialNames.allTasks, state.sources.jobs.map { $0.allTasks?.text ?? "" }, on: group)
    }
    if page.isPhaseSpace { return try file.set("source_unit", page.unit.source, on: group) }
    try file.set(PartialNames.mean, state.mean == nil ? nil : stateMean, on: group)
    try file.set(PartialNames.spread, state.spread == nil ? nil : stateSpread, on: group)
    try file.set(PartialNames.unequalFirst, state.unequal == nil ? nil : stateUnequalFirst, on: group)
    try file.set(PartialNames.unequalSecond, state.unequal == nil ? nil : stateUnequalSecond, on: group)
    try file.set(PartialNames.binWeights, state.binWeights == nil ? nil : stateWeight, on: group)
    try file.set(PartialNames.ratioSquares, state.ratio == nil ? nil : stateSquares, on: group)
    try file.set(PartialNames.ratioFirst, state.ratio == nil ? nil : stateFirst, on: group)
    try file.set(PartialNames.hits, page.hits == nil ? nil : hits, on: group)
    try file.set(PartialNames.binCounts, page.binContributions == nil ? nil : contributions, on: group)
  }

  private func write(
    _ state: PageState, over scales: [HDF5Scale], in group: hid_t, of file: borrowing HDF5File
  ) throws(HDF5Error) {
    let label = "of the contributions to \(page.quantity)"
    if let mean = state.mean {
      try writeCompanion(
        stateMean, mean, unit: page.unit.text, label: "weighted mean per primary \(label)", over: scales,
        in: group, of: file)
    }
    if let spread = state.spread {
      try writeCompanion(
        stateSpread, spread, unit: "1", label: "weighted sum of squared deviations \(label)", over: scales,
        in: group, of: file)
    }
    if let unequal = state.unequal {
      try writeCompanion(
        stateUnequalFirst, unequal.first, unit: "1",
        label: "deviations by weight and class of weight \(label)", over: scales, in: group, of: file)
      try writeCompanion(
        stateUnequalSecond, unequal.second, unit: "1",
        label: "squared deviations by weight and class of weight \(label)", over: scales, in: group, of: file)
    }
    if let weights = state.binWeights {
      try writeCompanion(
        stateWeight, weights, unit: "1", label: "sum of the weights \(label), by bin", over: scales,
        in: group, of: file)
    }
    if let ratio = state.ratio {
      try writeCompanion(
        stateSquares, ratio.squares, unit: "1", label: "sum of the squared weights \(label), by bin",
        over: scales, in: group, of: file)
      try writeCompanion(
        stateFirst, ratio.first, unit: "1", label: "deviations by squared weights \(label), by bin",
        over: scales, in: group, of: file)
    }
  }

  /// Axis scales in the JSON that silx reads, by its newer and its older name; none where all are linear.
  private var scaleStyle: String? {
    guard page.axes.contains(where: { $0.scale == .logarithmic }) else { return nil }
    let scales = page.axes.map { $0.scale == .logarithmic ? "\"log\"" : "\"linear\"" }
    let list = "[" + scales.joined(separator: ", ") + "]"
    return "{\"axes_scale_types\": \(list), \"axes_scale_type\": \(list)}"
  }

  private func writeBins(in group: hid_t, of file: borrowing HDF5File) throws(HDF5Error) {
    let hasEdges = page.axes.contains { $0.edges != nil }
    let pair = hasEdges ? try file.bareDimension(pairOfEdges, length: 2, in: group) : nil
    var scales: [HDF5Scale] = []
    for ((name, axis), bounds) in zip(zip(axisNames, page.axes), boundsNames) {
      let scale = try file.scale(
        file.dataset(name, shape: [axis.centres.count], axis.centres, in: group), named: name)
      scales.append(scale)
      try file.set("units", axis.unit, on: scale.dataset.id)
      try file.set("long_name", axis.label, on: scale.dataset.id)
      try file.set("normalization", axis.qualifier, on: scale.dataset.id)
      guard let edges = axis.edges, let pair else { continue }
      try file.set("bounds", bounds, on: scale.dataset.id)
      try writeBounds(bounds, edges, over: [scale, pair], in: group, of: file)
    }
    try writeSignal(over: scales, in: group, of: file)
    try file.finish(scales)
    if let pair { try file.finish([pair]) }
  }

  /// CF cell boundaries, of shape [bins, 2].
  private func writeBounds(
    _ name: String, _ edges: [Double], over scales: [HDF5Scale], in group: hid_t, of file: borrowing HDF5File
  ) throws(HDF5Error) {
    let bounds = zip(edges, edges.dropFirst()).flatMap { [$0, $1] }
    let dataset = try file.dataset(name, shape: [edges.count - 1, 2], bounds, in: group)
    try file.attach(scales, to: dataset.id)
  }

  private func writeSignal(
    over scales: [HDF5Scale], in group: hid_t, of file: borrowing HDF5File
  ) throws(HDF5Error) {
    let values = try file.dataset(signal, shape: page.shape, page.values, in: group)
    try file.set("units", page.unit.text, on: values.id)
    try file.set("long_name", page.quantity, on: values.id)
    try file.set("normalization", page.unit.normalization, on: values.id)
    try file.set("source_unit", page.unit.source, on: values.id)
    var companions: [String] = []
    if page.errors != nil { companions.append(errors) }
    if page.binContributions != nil { companions.append(contributions) }
    if page.hits != nil { companions.append(hits) }
    if !companions.isEmpty {
      try file.set("ancillary_variables", companions.joined(separator: " "), on: values.id)
    }
    try file.attach(scales, to: values.id)
    if let values = page.errors {
      try writeCompanion(
        errors, values, unit: page.unit.text,
        label: "\(page.errorLabel) of \(page.quantity)", dof: page.degreesOfFreedom, over: scales, in: group,
        of: file)
    }
    if let counts = page.binContributions {
      try writeCompanion(
        contributions, counts.map(Double.init), unit: "1",
        label: Self.contributionsLabel(of: page.quantity), over: scales, in: group, of: file)
    }
    if let counts = page.hits {
      try writeCompanion(
        hits, counts.map(Double.init), unit: "1",
        label: Self.hitsLabel(of: page.quantity), zeroLimit: page.zeroLimit, over: scales, in: group, of: file
      )
    }
    if let state = page.state { try write(state, over: scales, in: group, of: file) }
  }

  static func contributionsLabel(of quantity: String) -> String { "contributions to each bin of \(quantity)" }

  static func hitsLabel(of quantity: String) -> String {
    "contributions in which a bin of \(quantity) is not 0"
  }

  /// A dataset of the signal's shape beside it.
  private func writeCompanion(
    _ name: String, _ values: [Double], unit: String, label: String, dof: Double? = nil,
    zeroLimit: Double? = nil, over scales: [HDF5Scale], in group: hid_t,
    of file: borrowing HDF5File
  ) throws(HDF5Error) {
    let dataset = try file.dataset(name, shape: page.shape, values, in: group)
    try file.set("units", unit, on: dataset.id)
    try file.set("long_name", label, on: dataset.id)
    if let dof { try file.set("dof", dof, on: dataset.id) }
    if let zeroLimit { try file.set("zero_limit", zeroLimit, on: dataset.id) }
    try file.attach(scales, to: dataset.id)
  }

  /// A dataset for each column over the dimension "particle", which counts from 0.
  private func writeParticles(in group: hid_t, of file: borrowing HDF5File) throws(HDF5Error) {
    let width = PhaseSpace.columns.count
    let count = page.values.count / width
    let particle = try file.scale(
      file.dataset("particle", shape: [count], (0..<count).map(Double.init), in: group), named: "particle")
    try file.set("units", "1", on: particle.dataset.id)
    try file.set("long_name", "Particle", on: particle.dataset.id)
    for (index, column) in PhaseSpace.columns.enumerated() {
      let values = stride(from: index, to: page.values.count, by: width).map { page.values[$0] }
      let dataset = try file.dataset(column.name, shape: [count], values, in: group)
      try file.set("units", column.unit, on: dataset.id)
      try file.set("long_name", column.label, on: dataset.id)
      try file.attach([particle], to: dataset.id)
    }
    try file.finish([particle])
  }
}
