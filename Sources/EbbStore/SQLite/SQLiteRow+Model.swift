internal import EbbModel

extension SQLiteRow {
  func simulation() throws(StoreError) -> Simulation {
    Simulation(
      id: SimulationID(try integer("id")), jobID: try text("job_id"),
      userID: try integerIfPresent("user_id"), startTime: try instant("start_time"),
      endTime: try instant("end_time"), title: try text("title"), platform: try text("platform"),
      inputType: try text("input_type"), simulator: try text("sim_type"),
      state: JobState(try text("job_state")))
  }

  func task(of simulation: SimulationID) throws(StoreError) -> SimulationTask {
    SimulationTask(
      simulationID: simulation, number: Int(try integer("task_id")),
      requestedPrimaries: try integer("requested_primaries"),
      simulatedPrimaries: try integer("simulated_primaries"),
      state: JobState(try text("task_state")), startTime: try instant("start_time"),
      endTime: try instant("end_time"))
  }

  func estimator(of simulation: SimulationID) throws(StoreError) -> EstimatorRow {
    EstimatorRow(
      id: EstimatorID(try integer("id")), simulationID: simulation, name: try text("name"),
      fileName: try textIfPresent("file_name"), compressedMetadata: try bytes("compressed_data"))
  }

  func page() throws(StoreError) -> PageRow {
    PageRow(
      id: PageID(try integer("id")), estimatorID: EstimatorID(try integer("estimator_id")),
      number: Int(try integer("page_number")),
      compressedBytes: Int(try integerIfPresent("bytes") ?? 0))
  }
}
