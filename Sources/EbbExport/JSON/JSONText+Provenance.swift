internal import EbbModel
internal import EbbText

/// The origin of results, in JSON: for whole exports and for folders of tables.
extension TextBlock {
  /// The object of what an export states of itself, its warnings among it.
  mutating func append(json provenance: Provenance, of outline: ExportOutline) {
    append("{\"program\": \"ebb\"")
    append(key: "version", json: outline.creator)
    append(key: "command", json: provenance.command)
    append(key: "store", json: provenance.store)
    append(key: "files", json: provenance.files)
    append(key: "weights", json: provenance.weighting.rawValue)
    append(key: "error", json: provenance.errorKind.rawValue)
    append(key: "nan", json: provenance.nonFinite.rawValue)
    append(", \"include_failed\": \(provenance.includesFailed)")
    append(key: "warnings", json: outline.warnings)
    append("}")
  }

  /// The members that tell of a simulation: its simulator, its input, its tasks. A comma is before each.
  mutating func append(provenanceOf simulation: ResultSimulation) {
    append(key: "simulator_version", json: simulation.simulatorVersion)
    append(key: "input_sha256", json: simulation.inputDigests)
    if !simulation.origin.entries.isEmpty {
      append(", \"origin\": ")
      append(json: simulation.origin)
    }
    guard !simulation.tasks.isEmpty else { return }
    append(", \"tasks\": [")
    for (index, entry) in simulation.tasks.enumerated() {
      if index > 0 { append(", ") }
      append("{\"task\": \(entry.task.number)")
      if simulation.jobIDs.count > 1 { append(key: "job_id", json: entry.jobID) }
      append(key: "requested_primaries", json: entry.task.requestedPrimaries)
      append(key: "simulated_primaries", json: entry.task.simulatedPrimaries)
      if entry.task.state != .unstated { append(key: "state", json: entry.task.state.description) }
      append("}")
    }
    append("]")
  }

  /// The member of what an audit has found in a page, an object each; nothing where that is nothing.
  mutating func append(findings: [PageFinding]) {
    guard !findings.isEmpty else { return }
    append(", \"findings\": [")
    for (index, finding) in findings.enumerated() {
      append(index > 0 ? ", {\"severity\": " : "{\"severity\": ")
      append(json: finding.severity.rawValue)
      append(key: "check", json: finding.check)
      append(key: "message", json: finding.message)
      append("}")
    }
    append("]")
  }
}
