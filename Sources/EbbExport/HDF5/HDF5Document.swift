internal import CHDF5
internal import EbbModel

/// The groups of an HDF5 export, opened as their first pages come: root, entry, subentry.
///
/// ```
/// /                 NXroot
///   <simulation>    NXentry
///     <estimator>   NXsubentry
///       p0_dose     NXdata (`HDF5Page`)
///     provenance    NXprocess (`HDF5Provenance`)
/// ```
struct HDF5Document: ~Copyable {
  private var outline: ExportOutline
  private let file: HDF5File
  private var simulation: OpenGroup?
  private var estimator: OpenGroup?
  private var simulationNames = UniqueNames()
  /// The groups of simulations that were opened, by their places in the outline.
  private var simulations: [(index: Int, name: String)] = []

  /// A group that pages are being written to.
  private struct OpenGroup: ~Copyable {
    /// Its place in the outline's list.
    let index: Int
    let group: HDF5Handle
    /// The names of its members.
    var names = UniqueNames()
  }

  init(
    _ outline: ExportOutline, creating path: String, compression: ChunkCompression
  ) throws(HDF5Error) {
    let file = try HDF5File(creating: path, compression: compression)
    try file.set("NX_class", "NXroot", on: file.root)
    try file.set("Conventions", "CF-1.11", on: file.root)
    try file.set("creator", "ebb \(outline.creator)", on: file.root)
    try file.set("schema", SchemaVersion.current, on: file.root)
    try file.set("file_time", outline.writtenAt.iso8601, on: file.root)
    self.outline = outline
    self.file = file
  }

  /// Writes a page, and opens the groups that lead to it.
  mutating func write(_ exported: ExportedPage) throws(HDF5Error) {
    HDF5File.silence()
    if simulation?.index != exported.simulation { try openSimulation(exported.simulation) }
    if estimator?.index != exported.estimator { try openEstimator(exported.estimator) }
    guard var estimator = estimator.take() else { return }
    let page = exported.page
    let name = estimator.names.unique("p\(page.number)_\(identifier(page.quantity))")
    try setDefault(name, on: estimator.group.id)
    let title = outline.simulations[exported.simulation].estimators[exported.estimator].title
    try HDF5Page(page, estimatorTitle: title).write(named: name, in: estimator.group.id, of: file)
    self.estimator = consume estimator
  }

  /// Writes what is left, and closes.
  consuming func close(after end: PagesEnd) throws(HDF5Error) {
    HDF5File.silence()
    simulation = nil
    estimator = nil
    outline.warnings += end.warnings
    if let provenance = outline.provenance {
      for (index, name) in simulations {
        let group = try file.openGroup(name, in: file.root)
        try HDF5Provenance(provenance, of: outline, simulation: outline.simulations[index])
          .write(in: group.id, of: file)
      }
    }
    try file.close()
  }

  private mutating func openSimulation(_ index: Int) throws(HDF5Error) {
    estimator = nil
    let described = outline.simulations[index]
    let name = simulationNames.unique(identifier(described.name, keepsCase: true))
    let group = try file.group(name, in: file.root)
    try setDefault(name, on: file.root)
    try file.set("NX_class", "NXentry", on: group.id)
    try file.set("title", described.title, on: group.id)
    if !described.jobIDs.isEmpty {
      try file.set("job_id", described.jobIDs.joined(separator: ", "), on: group.id)
    }
    if described.jobIDs.count > 1 { try file.set("job_ids", described.jobIDs, on: group.id) }
    try file.set("simulator", described.simulator, on: group.id)
    try file.set("platform", described.platform, on: group.id)
    try file.set("job_state", described.state?.description, on: group.id)
    try file.set("n_tasks", described.taskCount.map(Int64.init), on: group.id)
    try file.set("simulated_primaries", described.simulatedPrimaries, on: group.id)
    try file.set("start_time", described.startTime?.iso8601, on: group.id)
    try file.set("end_time", described.endTime?.iso8601, on: group.id)
    var names = UniqueNames()
    if outline.provenance != nil { _ = names.unique(HDF5Provenance.name) }
    simulations.append((index, name))
    simulation = OpenGroup(index: index, group: group, names: names)
  }

  private mutating func openEstimator(_ index: Int) throws(HDF5Error) {
    estimator = nil
    guard var simulation = simulation.take() else { return }
    let described = outline.simulations[simulation.index].estimators[index]
    let task = described.task.map { "_task_\($0)" } ?? ""
    let name = simulation.names.unique(identifier(described.name, keepsCase: true) + task)
    let group = try file.group(name, in: simulation.group.id)
    try setDefault(name, on: simulation.group.id)
    try file.set("NX_class", "NXsubentry", on: group.id)
    try file.set("title", described.title, on: group.id)
    try file.set("estimator_name", described.name, on: group.id)
    try file.set("task", described.task.map(Int64.init), on: group.id)
    try file.set(described.metadata, on: group.id)
    estimator = OpenGroup(index: index, group: group)
    self.simulation = consume simulation
  }

  /// The member that a viewer shows first: the first one.
  private func setDefault(_ name: String, on group: hid_t) throws(HDF5Error) {
    if try !file.hasAttribute("default", on: group) { try file.set("default", name, on: group) }
  }
}

extension HDF5File {
  /// Metadata of the store, each name after `yaptide_`: bare, one such as `scale_factor` would make readers
  /// change the data.
  func set(_ metadata: Metadata, on object: hid_t) throws(HDF5Error) {
    var names = UniqueNames()
    for entry in metadata.entries {
      let name = names.unique(Metadata.attributePrefix + identifier(entry.name, keepsCase: true))
      try set(name, entry.value, on: object)
    }
  }
}
