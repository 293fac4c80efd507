internal import EbbFiles
package import EbbModel

/// A simulation's estimators and tasks, as an export plan needs them.
package struct JobRows: Sendable {
  package let simulation: Simulation
  package let tasks: [SimulationTask]
  /// Estimators in the order of their contributions: by running number, then by key.
  package let estimators: [StoredEstimator]
  /// Names in the order of their first rows.
  package let names: [String]
  /// The source particles of the whole job: those of its completed tasks.
  package let completedPrimaries: Int64?
  /// Whether the platform made the plain mean of the tasks' results, as it does in DIRECT jobs: `number_of_primaries`
  /// stays the first task's then.
  package private(set) var isPlainMean = false
  /// The places in `estimators`, by name.
  private let places: [String: [Int]]

  package init(
    simulation: Simulation, tasks: [SimulationTask], rows: [EstimatorRow],
    metadata: [EstimatorID: Metadata], pages: [PageRow]
  ) {
    self.simulation = simulation
    self.tasks = tasks
    let pages = Dictionary(grouping: pages, by: \.estimatorID)
    let running = RunningNumbers(rows: rows, tasks: tasks)
    let tasksByNumber = Dictionary(tasks.map { ($0.number, $0) }) { first, _ in first }
    var estimators = rows.map { row in
      let (name, number) = running.split(row)
      return StoredEstimator(
        row: row, name: name, task: number.flatMap { tasksByNumber[$0] }, runningNumber: number,
        metadata: metadata[row.id] ?? Metadata(), pages: pages[row.id] ?? [])
    }
    Self.matchTasksByOrder(&estimators, tasks)
    var seen: Set<String> = []
    names = estimators.sorted { $0.row.id < $1.row.id }.map(\.name).filter { seen.insert($0).inserted }
    estimators.sort { first, second in
      (first.runningNumber ?? first.task?.number ?? 0, first.row.id)
        < (second.runningNumber ?? second.task?.number ?? 0, second.row.id)
    }
    self.estimators = estimators
    places = Dictionary(grouping: estimators.indices) { [estimators] in estimators[$0].name }
    let sum = total(tasks.lazy.filter { $0.state == .completed }.map(\.simulatedPrimaries))
    completedPrimaries = sum > 0 ? sum : nil
    let whole = self.estimators.filter { isWholeJob($0.name) }
    isPlainMean =
      simulation.platform == .direct && tasks.count { $0.state == .completed } > 1 && !whole.isEmpty
      && !whole.contains {
        $0.metadata.integer("number_of_primaries").map { $0 == completedPrimaries } ?? false
      }
  }

  /// The rows of one name, in their order.
  package func estimators(named name: String) -> [StoredEstimator] {
    (places[name] ?? []).map { estimators[$0] }
  }

  /// Whether the estimator's only row is the whole job's result, not a task's.
  package func isWholeJob(_ name: String) -> Bool {
    guard let rows = places[name], rows.count == 1 else { return false }
    return estimators[rows[0]].runningNumber == nil && estimators[rows[0]].task == nil
  }

  /// Matches rows of one name that have no running numbers (schemas before `file_name`): they are their tasks' in
  /// order, if there are as many rows as tasks, or as tasks that did not fail, and the primaries agree.
  private static func matchTasksByOrder(_ estimators: inout [StoredEstimator], _ tasks: [SimulationTask]) {
    let candidates = [tasks, tasks.filter { $0.state != .failed }]
    for (_, places) in Dictionary(grouping: estimators.indices, by: { [estimators] in estimators[$0].name })
    where places.count > 1 && places.allSatisfy({ estimators[$0].runningNumber == nil }) {
      let inOrder = places.sorted { estimators[$0].row.id < estimators[$1].row.id }
      for tasks in candidates
      where tasks.count == inOrder.count && agree(inOrder.map { estimators[$0] }, tasks) {
        for (place, task) in zip(inOrder, tasks) { estimators[place].task = task }
        break
      }
    }
  }

  private static func agree(_ estimators: [StoredEstimator], _ tasks: [SimulationTask]) -> Bool {
    zip(estimators, tasks).allSatisfy { estimator, task in
      let stated = estimator.metadata.integer("number_of_primaries")
      return stated == nil || stated == task.simulatedPrimaries
    }
  }
}
