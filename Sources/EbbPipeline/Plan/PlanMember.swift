internal import EbbModel

/// A row of the store, and the simulation it is of.
struct PlanMember {
  var simulation: JobRows
  var estimator: StoredEstimator
  /// Whether it is a whole job's result rather than a task's.
  var isWholeJob: Bool
  var primaries: Int64?
  var order: MemoryOrder
  var simulator: Simulator?

  init(
    simulation: JobRows, estimator: StoredEstimator, isWholeJob: Bool, weighting: Weighting
  ) {
    self.simulation = simulation
    self.estimator = estimator
    self.isWholeJob = isWholeJob
    simulator = Simulator(
      fileFormat: estimator.metadata["file_format"], name: simulation.simulation.simulator)
    order = MemoryOrder(simulator)
    let statesNone = !isWholeJob && simulator?.statesNoPrimaries ?? true
    primaries = Self.primaries(
      of: estimator, in: simulation, isWholeJob: isWholeJob, least: statesNone ? 0 : 1, weighting)
  }

  /// The source particles of the row by the rule of `--weights auto`.
  /// - Parameter least: what number is one at least.
  private static func primaries(
    of estimator: StoredEstimator, in simulation: JobRows, isWholeJob: Bool, least: Int64,
    _ weighting: Weighting
  ) -> Int64? {
    let stated = estimator.metadata.integer("number_of_primaries").flatMap { $0 >= least ? $0 : nil }
    let ofTask =
      isWholeJob
      ? simulation.completedPrimaries
      : estimator.task.flatMap {
        $0.simulatedPrimaries > 0 || $0.simulatedPrimaries == 0 && least == 0 && $0.state == .completed
          ? $0.simulatedPrimaries : nil
      }
    switch weighting {
    case .metadata: return stated
    case .tasks: return ofTask
    case .auto, .equal: return isWholeJob ? ofTask ?? stated : stated ?? ofTask
    }
  }
}
