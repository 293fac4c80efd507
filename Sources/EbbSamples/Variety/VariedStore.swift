/// A store with a simulation of every kind that the platform may hold, for tests of behaviour.
///
/// Its 21 simulations stand for: results merged and kept by task, of equal and unequal primaries; every simulator and
/// every form of its pages; 0 to 5 axes, NaN and infinities, phase space; replicas of one input; tasks and jobs that
/// failed, run, wait or were never submitted; rows without data. Values are random numbers, always the same ones.
package struct VariedStore: RowSource, Sendable {
  /// All rows, those that others refer to first.
  package let rows: [SampleRow]

  package init() {
    var writer = RowWriter()
    for simulation in VariedSimulation.all { writer.add(simulation) }
    rows = writer.rows
  }

  package func forEachRow(_ body: (SampleRow) throws -> Void) rethrows {
    for row in rows { try body(row) }
  }
}

/// Makes rows of simulations, and counts their keys.
private struct RowWriter {
  var rows = [
    SampleRow("User", .integer(1), .text("alice"), .text("YaptideUser")),
    SampleRow("User", .integer(2), .text("bob"), .text("YaptideUser")),
    SampleRow("User", .integer(3), .text("carol"), .text("KeycloakUser")),
    SampleRow("Cluster", .integer(1), .text("example-cluster")),
    SampleRow("YaptideUser", .integer(1), .text("not-a-secret")),
    SampleRow("YaptideUser", .integer(2), .text("not-a-secret")),
    SampleRow("KeycloakUser", .integer(3), .text("not-a-secret"), .text("not-a-secret")),
  ]
  private var last: [String: Int] = [:]

  private mutating func next(_ table: String) -> SampleRow.Value {
    last[table, default: 0] += 1
    return .integer(last[table, default: 0])
  }

  mutating func add(_ simulation: VariedSimulation) {
    let id = SampleRow.Value.integer(simulation.id)
    let platform = SampleRow.Value.text(simulation.isBatch ? "BATCH" : "DIRECT")
    rows.append(
      SampleRow(
        "Simulation", id, .text(simulation.jobID), .integer(simulation.user), simulation.time(),
        simulation.minutes.map { simulation.time(minutes: $0) } ?? .null, .text(simulation.title), platform,
        .text(simulation.inputType), .text(simulation.simulator), .text(simulation.state)))
    rows.append(
      simulation.isBatch
        ? SampleRow(
          "BatchSimulation", id, .integer(1), .text("/scratch/example/\(simulation.id)"),
          .integer(1_000_000 + simulation.id),
          simulation.state == "FAILED" ? .null : .integer(2_000_000 + simulation.id))
        : SampleRow(
          "CelerySimulation", id,
          simulation.minutes == nil ? .null : .text("merge-of-\(simulation.id)")))
    for task in simulation.tasks { add(task, of: simulation, platform) }
    if let input = simulation.input {
      rows.append(
        SampleRow(
          "Input", next("Input"), id, simulation.hasNoData ? .null : .blob(gzip(input.text))))
    }
    if let log = simulation.log {
      rows.append(SampleRow("Logfiles", next("Logfiles"), id, .blob(gzip(log.text))))
    }
    for result in simulation.results { add(result, of: simulation) }
  }

  private mutating func add(
    _ task: VariedSimulation.Task, of simulation: VariedSimulation, _ platform: SampleRow.Value
  ) {
    let key = next("Task")
    let isPending = task.state == "PENDING"
    let isRunning = task.state == "RUNNING"
    rows.append(
      SampleRow(
        "Task", key, .integer(simulation.id), .integer(task.number), .integer(task.requested),
        .integer(task.simulated), .text(task.state), isRunning ? .integer(3725) : .null,
        isPending ? .null : simulation.time(minutes: 1),
        isPending || isRunning ? .null : simulation.time(minutes: 3), platform, simulation.time(minutes: 3)))
    rows.append(
      simulation.isBatch
        ? SampleRow("BatchTask", key)
        : SampleRow("CeleryTask", key, .text("task-\(task.number)-of-\(simulation.id)")))
  }

  private mutating func add(_ result: VariedSimulation.Result, of simulation: VariedSimulation) {
    let key = next("Estimator")
    rows.append(
      SampleRow(
        "Estimator", key, .integer(simulation.id), .text(result.name), .text(result.fileName),
        simulation.hasNoData ? .null : .blob(gzip(result.metadata.text))))
    for page in result.pages {
      rows.append(
        SampleRow(
          "Page", next("Page"), .text(simulation.hasNoData ? "" : page.quantity), key, .integer(page.number),
          simulation.hasNoData ? .null : .blob(gzip(page.json.text)),
          .integer(simulation.hasNoData ? 0 : page.axes.count)))
    }
  }
}

extension VariedSimulation.Result {
  /// All of them texts, as the converter writes them.
  var metadata: JSONValue {
    .object([
      ("number_of_primaries", .string("\(primaries)")), ("file_counter", .string("1")),
      ("file_corename", .string(name)), ("file_format", .string(format)),
      ("mc_code_version", .string("VARIED v1")), ("filedate", .string("2025-03-14 09:26:53")),
      ("host", .string(format == "usrbin" ? "b'example-host'" : "example-host")),
      ("page_count", .string("\(pages.count)")),
    ])
  }
}
