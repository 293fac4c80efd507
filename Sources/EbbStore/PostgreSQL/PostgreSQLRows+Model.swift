internal import EbbModel

extension PostgreSQLRows {
  func simulation(_ row: Int32) throws(StoreError) -> Simulation {
    Simulation(
      id: SimulationID(try integer("id", row)), jobID: try text("job_id", row),
      userID: try integerIfPresent("user_id", row), startTime: try instant("start_time", row),
      endTime: try instant("end_time", row), title: try text("title", row),
      platform: try text("platform", row), inputType: try text("input_type", row),
      simulator: try text("sim_type", row), state: JobState(try text("job_state", row)))
  }

  func task(_ row: Int32, of simulation: SimulationID) throws(StoreError) -> SimulationTask {
    SimulationTask(
      simulationID: simulation, number: Int(try integer("task_id", row)),
      requestedPrimaries: try integer("requested_primaries", row),
      simulatedPrimaries: try integer("simulated_primaries", row),
      state: JobState(try text("task_state", row)), startTime: try instant("start_time", row),
      endTime: try instant("end_time", row))
  }

  func estimator(_ row: Int32, of simulation: SimulationID) throws(StoreError) -> EstimatorRow {
    EstimatorRow(
      id: EstimatorID(try integer("id", row)), simulationID: simulation,
      name: try text("name", row), fileName: try textIfPresent("file_name", row),
      compressedMetadata: try bytes("compressed_data", row))
  }

  func page(_ row: Int32) throws(StoreError) -> PageRow {
    PageRow(
      id: PageID(try integer("id", row)), estimatorID: EstimatorID(try integer("estimator_id", row)),
      number: Int(try integer("page_number", row)),
      compressedBytes: Int(try integerIfPresent("bytes", row) ?? 0))
  }
}
