internal import EbbModel

/// One row of an answer, read by columns' names; a column that the answer does not have is NULL. A value that
/// its column cannot hold is an error.
protocol ModelRow: ~Copyable {
  func integerIfPresent(_ column: String) throws(StoreError) -> Int64?
  func textIfPresent(_ column: String) throws(StoreError) -> String?
  func instant(_ column: String) throws(StoreError) -> Instant?
  func bytes(_ column: String) throws(StoreError) -> [UInt8]?
  /// The error of a value that its column cannot hold.
  func bad(_ column: String) -> StoreError
}

extension ModelRow where Self: ~Copyable {
  func integer(_ column: String) throws(StoreError) -> Int64 {
    guard let number = try integerIfPresent(column) else { throw bad(column) }
    return number
  }

  func text(_ column: String) throws(StoreError) -> String {
    guard let text = try textIfPresent(column) else { throw bad(column) }
    return text
  }

  func user() throws(StoreError) -> User {
    User(
      id: UserID(try integer("id")), username: try text("username"),
      authProvider: AuthProvider(try text("auth_provider")))
  }

  func cluster() throws(StoreError) -> Cluster {
    Cluster(id: ClusterID(try integer("id")), name: try text("cluster_name"))
  }

  func simulation() throws(StoreError) -> Simulation {
    let platform = Platform(try text("platform"))
    return Simulation(
      id: SimulationID(try integer("id")), jobID: try text("job_id"),
      userID: try integerIfPresent("user_id").map { UserID($0) },
      username: try textIfPresent("username"), startTime: try instant("start_time"),
      endTime: try instant("end_time"), title: try text("title"), platform: platform,
      inputType: try text("input_type"), simulator: try text("sim_type"),
      state: JobState(try text("job_state")), kind: try simulationKind(platform))
  }

  private func simulationKind(_ platform: Platform) throws(StoreError) -> Simulation.Kind {
    switch platform {
    case .direct: .celery(mergeID: try textIfPresent("merge_id"))
    case .batch:
      .batch(
        clusterID: try integerIfPresent("cluster_id").map { ClusterID($0) },
        jobDirectory: try textIfPresent("job_dir"), arrayID: try integerIfPresent("array_id"),
        collectID: try integerIfPresent("collect_id"))
    default: .unknown
    }
  }

  func task() throws(StoreError) -> SimulationTask {
    let platform = try textIfPresent("platform").map { Platform($0) }
    return SimulationTask(
      id: TaskID(try integer("id")), simulationID: SimulationID(try integer("simulation_id")),
      number: Int(try integer("task_id")), requestedPrimaries: try integer("requested_primaries"),
      simulatedPrimaries: try integer("simulated_primaries"),
      state: JobState(try text("task_state")), estimatedTime: try integerIfPresent("estimated_time"),
      startTime: try instant("start_time"), endTime: try instant("end_time"), platform: platform,
      lastUpdateTime: try instant("last_update_time"), kind: try taskKind(platform))
  }

  private func taskKind(_ platform: Platform?) throws(StoreError) -> SimulationTask.Kind {
    switch platform {
    case .direct?: .celery(celeryID: try textIfPresent("celery_id"))
    case .batch?: .batch
    default: .unknown
    }
  }

  func estimator() throws(StoreError) -> EstimatorRow {
    EstimatorRow(
      id: EstimatorID(try integer("id")),
      simulationID: SimulationID(try integer("simulation_id")), name: try text("name"),
      fileName: try textIfPresent("file_name"), compressedMetadata: try bytes("compressed_data"))
  }

  func page() throws(StoreError) -> PageRow {
    PageRow(
      id: PageID(try integer("id")), estimatorID: EstimatorID(try integer("estimator_id")),
      number: Int(try integer("page_number")), name: try textIfPresent("page_name"),
      dimension: try integerIfPresent("page_dimension").map { Int($0) },
      compressedBytes: Int(try integerIfPresent("bytes") ?? 0))
  }

  func input() throws(StoreError) -> Input {
    Input(
      id: InputID(try integer("id")), simulationID: SimulationID(try integer("simulation_id")),
      compressedData: try bytes("compressed_data"))
  }

  func logfiles() throws(StoreError) -> Logfiles {
    Logfiles(
      id: LogfilesID(try integer("id")), simulationID: SimulationID(try integer("simulation_id")),
      compressedData: try bytes("compressed_data"))
  }
}
