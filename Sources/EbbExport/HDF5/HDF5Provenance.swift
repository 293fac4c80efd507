internal import CHDF5
internal import EbbModel

/// The origin of a simulation's results, as an NXprocess group in its entry: the program and its command, the store or
/// files, simulator and input, the tasks, and what was warned of.
struct HDF5Provenance {
  static let name = "provenance"

  private let provenance: Provenance
  private let outline: ExportOutline
  private let simulation: ResultSimulation

  init(_ provenance: Provenance, of outline: ExportOutline, simulation: ResultSimulation) {
    self.provenance = provenance
    self.outline = outline
    self.simulation = simulation
  }

  func write(in entry: hid_t, of file: borrowing HDF5File) throws(HDF5Error) {
    let handle = try file.group(Self.name, in: entry)
    let group = handle.id
    try file.set("NX_class", "NXprocess", on: group)
    try file.set("program", "ebb", on: group)
    try file.set("version", outline.creator, on: group)
    try file.set("command", provenance.command, on: group)
    try file.set("store", provenance.store, on: group)
    try file.set("simulator", simulation.simulator, on: group)
    try file.set("simulator_version", simulation.simulatorVersion, on: group)
    let inputs = simulation.inputDigests
    if !inputs.isEmpty {
      try file.set("input_sha256", inputs.joined(separator: ", "), on: group)
    }
    try file.set("weights", provenance.weighting.rawValue, on: group)
    try file.set("error", provenance.errorKind.rawValue, on: group)
    try file.set("nan", provenance.nonFinite.rawValue, on: group)
    try file.set("include_failed", provenance.includesFailed ? "true" : "false", on: group)
    for entry in simulation.origin.entries {
      try file.set(Metadata.originPrefix + entry.name, entry.value, on: group)
    }
    try writeTasks(in: group, of: file)
    try write("files", provenance.files, over: "file", in: group, of: file)
    try write("warnings", outline.warnings, over: "warning", in: group, of: file)
  }

  private func writeTasks(in group: hid_t, of file: borrowing HDF5File) throws(HDF5Error) {
    let tasks = simulation.tasks
    guard !tasks.isEmpty else { return }
    let numbers = tasks.map { Double($0.task.number) }
    let scale = try file.scale(
      file.dataset("task", shape: [tasks.count], numbers, in: group), named: "task")
    try file.set("units", "1", on: scale.dataset.id)
    try file.set("long_name", "Task", on: scale.dataset.id)
    for (name, label, values) in [
      ("requested_primaries", "Requested primaries", tasks.map { Double($0.task.requestedPrimaries) }),
      ("simulated_primaries", "Simulated primaries", tasks.map { Double($0.task.simulatedPrimaries) }),
    ] {
      let dataset = try file.dataset(name, shape: [tasks.count], values, in: group)
      try file.set("units", "1", on: dataset.id)
      try file.set("long_name", label, on: dataset.id)
      try file.attach([scale], to: dataset.id)
    }
    if tasks.contains(where: { $0.task.state != .unstated }) {
      try file.dataset("task_state", tasks.map(\.task.state.description), over: scale, in: group)
    }
    if simulation.jobIDs.count > 1 {
      try file.dataset("task_job_id", tasks.map(\.jobID), over: scale, in: group)
    }
    try file.finish([scale])
  }

  /// A list of texts over a dimension of its own; nothing where there are none.
  private func write(
    _ name: String, _ texts: [String], over dimension: String, in group: hid_t, of file: borrowing HDF5File
  ) throws(HDF5Error) {
    guard !texts.isEmpty else { return }
    let bare = try file.bareDimension(dimension, length: texts.count, in: group)
    try file.dataset(name, texts, over: bare, in: group)
    try file.finish([bare])
  }
}
