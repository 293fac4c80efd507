internal import EbbModel
internal import EbbStore

/// An estimator row with what a plan needs of it: its name without the running number, its task, its metadata.
struct StoredEstimator: Sendable {
  var row: EstimatorRow
  /// The name without a task's running number and without the underscores that files may end in.
  var name: String
  var task: SimulationTask?
  /// The running number of its file, where it has one.
  var runningNumber: Int?
  var metadata: Metadata
  var pages: [PageRow]
}

/// A simulation's estimators and tasks, as an export plan needs them.
struct StoredSimulation: Sendable {
  var simulation: Simulation
  var tasks: [SimulationTask]
  /// In the order of their contributions: by running number, then by key.
  var estimators: [StoredEstimator]

  /// Names in the order of their first rows.
  var names: [String] {
    var seen: Set<String> = []
    return estimators.sorted { $0.row.id < $1.row.id }.map(\.name).filter {
      seen.insert($0).inserted
    }
  }

  /// The source particles of the whole job: those of its completed tasks.
  var completedPrimaries: Int64? {
    let completed = tasks.filter { $0.state == .completed }
    let sum = total(completed.map(\.simulatedPrimaries))
    return sum > 0 ? sum : nil
  }

  /// Whether the estimator's only row is the whole job's result, not a task's.
  func isWholeJob(_ name: String) -> Bool {
    let rows = estimators.filter { $0.name == name }
    return rows.count == 1 && rows[0].runningNumber == nil && rows[0].task == nil
  }

  init(
    simulation: Simulation, tasks: [SimulationTask], rows: [EstimatorRow],
    metadata: [EstimatorID: Metadata], pages: [PageRow]
  ) {
    self.simulation = simulation
    self.tasks = tasks
    let pages = Dictionary(grouping: pages, by: \.estimatorID)
    let names = RunningNumbers(rows: rows, tasks: tasks)
    estimators = rows.map { row in
      let (name, number) = names.split(row)
      return StoredEstimator(
        row: row, name: name, task: number.flatMap { number in tasks.first { $0.number == number } },
        runningNumber: number, metadata: metadata[row.id] ?? Metadata(), pages: pages[row.id] ?? [])
    }
    matchTasksByOrder()
    estimators.sort { first, second in
      (first.runningNumber ?? first.task?.number ?? 0, first.row.id)
        < (second.runningNumber ?? second.task?.number ?? 0, second.row.id)
    }
  }

  /// Where rows of one name have no running numbers (schemas before `file_name`), they are their tasks' in
  /// order, if there are as many rows as tasks, or as tasks that did not fail, and the primaries agree.
  private mutating func matchTasksByOrder() {
    for (_, indices) in Dictionary(grouping: estimators.indices, by: { estimators[$0].name })
    where indices.count > 1 && indices.allSatisfy({ estimators[$0].runningNumber == nil }) {
      let inOrder = indices.sorted { estimators[$0].row.id < estimators[$1].row.id }
      for candidates in [tasks, tasks.filter { $0.state != .failed }]
      where candidates.count == inOrder.count && agree(inOrder, candidates) {
        for (index, task) in zip(inOrder, candidates) { estimators[index].task = task }
        break
      }
    }
  }

  private func agree(_ indices: [Int], _ tasks: [SimulationTask]) -> Bool {
    zip(indices, tasks).allSatisfy { index, task in
      let stated = estimators[index].metadata.integer("number_of_primaries")
      return stated == nil || stated == task.simulatedPrimaries
    }
  }
}
