internal import EbbModel
internal import EbbText

/// The text around the pages' arrays in a JSON export.
struct JSONDocument {
  private var outline: ExportOutline
  /// The simulation and estimator that are open.
  private var position: (simulation: Int, estimator: Int)?

  init(_ outline: ExportOutline) { self.outline = outline }

  var opening: [UInt8] {
    var text = TextBlock()
    text.append("{\"ebb\": ")
    text.append(json: outline.creator)
    text.append(key: "schema", json: SchemaVersion.current)
    text.append(", \"simulations\": [")
    return text.bytes
  }

  /// The end, for when all pages have come.
  consuming func closing(after end: PagesEnd) -> [UInt8] {
    outline.warnings += end.warnings
    var text = TextBlock()
    text.append(position == nil ? "]" : "]}]}]")
    if let provenance = outline.provenance {
      text.append(",\n\"provenance\": ")
      text.append(json: provenance, of: outline)
    }
    text.append("}\n")
    return text.bytes
  }

  /// The text that leads from the page before to this one, and the page up to its arrays.
  mutating func transition(to exported: ExportedPage) -> [UInt8] {
    var text = TextBlock()
    let simulation = outline.simulations[exported.simulation]
    if position?.simulation != exported.simulation {
      text.append(position == nil ? "\n" : "]}]},\n")
      append(simulation, to: &text)
      append(simulation.estimators[exported.estimator], to: &text)
    } else if position?.estimator != exported.estimator {
      text.append("]},\n")
      append(simulation.estimators[exported.estimator], to: &text)
    } else {
      text.append(",\n")
    }
    position = (exported.simulation, exported.estimator)
    append(exported.page, to: &text)
    return text.bytes
  }

  private func append(_ simulation: ResultSimulation, to text: inout TextBlock) {
    text.append("{")
    if !simulation.jobIDs.isEmpty {
      text.append("\"job_id\": ")
      text.append(json: simulation.jobIDs.joined(separator: ", "))
      text.append(", \"job_ids\": [")
      for (index, job) in simulation.jobIDs.enumerated() {
        if index > 0 { text.append(", ") }
        text.append(json: job)
      }
      text.append("], ")
    }
    text.append("\"simulation\": ")
    text.append(json: simulation.name)
    text.append(key: "title", json: simulation.title)
    text.append(key: "simulator", json: simulation.simulator)
    text.append(key: "platform", json: simulation.platform)
    text.append(key: "state", json: simulation.state?.description)
    text.append(key: "job_state", json: simulation.state?.description)
    text.append(key: "n_tasks", json: simulation.taskCount.map(Int64.init))
    text.append(key: "simulated_primaries", json: simulation.simulatedPrimaries)
    text.append(key: "start_time", json: simulation.startTime?.iso8601)
    text.append(key: "end_time", json: simulation.endTime?.iso8601)
    text.append(provenanceOf: simulation)
    text.append(", \"estimators\": [\n")
  }

  private func append(_ estimator: ResultEstimator, to text: inout TextBlock) {
    text.append("{\"name\": ")
    text.append(json: estimator.name)
    text.append(key: "estimator", json: estimator.name)
    text.append(key: "task", json: estimator.task.map(Int64.init))
    text.append(", \"metadata\": ")
    text.append(json: estimator.metadata)
    text.append(", \"pages\": [\n")
  }

  private func append(_ page: ResultPage, to text: inout TextBlock) {
    text.append("{\"page_number\": \(page.number), \"page\": \(page.number)")
    text.append(key: "name", json: page.quantity)
    text.append(key: "quantity", json: page.quantity)
    text.append(key: "unit", json: page.unit.text)
    text.append(key: "normalization", json: page.unit.normalization)
    text.append(key: "source_unit", json: page.unit.source)
    text.append(key: "filter", json: page.filter)
    text.append(", \"dimensions\": \(page.axes.count), \"shape\": ")
    text.append(json: page.shape)
    text.append(key: "aggregation", json: page.rule.rawValue)
    text.append(key: "denominator", json: page.denominator)
    text.append(key: "contributions", json: Int64(page.contributions))
    text.append(key: "primaries", json: page.primaries)
    text.append(key: "operations", json: page.operations)
    text.append(findings: page.findings)
    text.append(", \"metadata\": ")
    text.append(json: page.metadata)
    if page.isPhaseSpace { append(PhaseSpace.columns, to: &text) }
    text.append(", \"axes\": [")
    for (index, axis) in page.axes.enumerated() {
      if index > 0 { text.append(", ") }
      append(axis, to: &text)
    }
    text.append("]")
    if page.errors != nil {
      text.append(key: "error", json: page.errorLabel)
      text.append(key: "dof", json: page.degreesOfFreedom)
    }
    text.append(key: "zero_limit", json: page.zeroLimit)
  }

  private func append(_ axis: Axis, to text: inout TextBlock) {
    text.append("{\"name\": ")
    text.append(json: axis.name)
    text.append(key: "label", json: axis.label)
    text.append(key: "unit", json: axis.unit)
    text.append(key: "normalization", json: axis.qualifier)
    text.append(key: "scale", json: axis.scale == .linear ? "linear" : "logarithmic")
    text.append(", \"values\": ")
    text.append(json: axis.centres)
    if let edges = axis.edges {
      text.append(", \"edges\": ")
      text.append(json: edges)
    }
    text.append("}")
  }

  private func append(_ columns: [PhaseSpace.Column], to text: inout TextBlock) {
    text.append(", \"columns\": [")
    for (index, column) in columns.enumerated() {
      if index > 0 { text.append(", ") }
      text.append("{\"name\": ")
      text.append(json: column.name)
      text.append(key: "unit", json: column.unit)
      text.append(key: "label", json: column.label)
      text.append("}")
    }
    text.append("]")
  }
}
