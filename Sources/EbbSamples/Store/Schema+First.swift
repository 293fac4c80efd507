extension Schema {
  /// The tables of the first revision, after those that they refer to.
  static let firstTables = [
    Table(
      "User",
      [.init("username", .text, required: true), .init("auth_provider", .text, required: true)],
      unique: [("_username_provider_uc", ["username", "auth_provider"])]),
    Table("Cluster", [.init("cluster_name", .text, required: true)]),
    Table(
      "YaptideUser", countsKeys: false, [.init("password_hash", .text, required: true)],
      references: [.init(column: "id", table: "User")]),
    Table(
      "KeycloakUser", countsKeys: false, [.init("cert", .text), .init("private_key", .text)],
      references: [.init(column: "id", table: "User")]),
    Table(
      "Simulation",
      [
        .init("job_id", .text, required: true), .init("user_id", .integer),
        .init("start_time", .time), .init("end_time", .time),
        .init("title", .text, required: true), .init("platform", .text, required: true),
        .init("input_type", .text, required: true), .init("sim_type", .text, required: true),
        .init("job_state", .text, required: true), .init("update_key_hash", .text),
      ],
      references: [.init(column: "user_id", table: "User", deletesAlong: false)],
      unique: [(nil, ["job_id"])]),
    Table(
      "CelerySimulation", countsKeys: false, [.init("merge_id", .text)],
      references: [.init(column: "id", table: "Simulation")]),
    Table(
      "BatchSimulation", countsKeys: false,
      [
        .init("cluster_id", .integer, required: true), .init("job_dir", .text),
        .init("array_id", .integer), .init("collect_id", .integer),
      ],
      references: [
        .init(column: "id", table: "Simulation"),
        .init(column: "cluster_id", table: "Cluster", deletesAlong: false),
      ]),
    Table(
      "Task",
      [
        .init("simulation_id", .integer), .init("task_id", .integer, required: true),
        .init("requested_primaries", .integer, required: true),
        .init("simulated_primaries", .integer, required: true),
        .init("task_state", .text, required: true), .init("estimated_time", .integer),
        .init("start_time", .time), .init("end_time", .time),
        .init("platform", .text, required: true), .init("last_update_time", .time),
      ],
      references: [.init(column: "simulation_id", table: "Simulation", deletesAlong: false)],
      unique: [("_simulation_id_task_id_uc", ["simulation_id", "task_id"])]),
    Table(
      "Input", [.init("simulation_id", .integer), .init("compressed_data", .blob)],
      references: [.init(column: "simulation_id", table: "Simulation", deletesAlong: false)]),
    Table(
      "Estimator",
      [
        .init("simulation_id", .integer, required: true), .init("name", .text, required: true),
        .init("compressed_data", .blob),
      ],
      references: [.init(column: "simulation_id", table: "Simulation", deletesAlong: false)]),
    Table(
      "Logfiles",
      [.init("simulation_id", .integer, required: true), .init("compressed_data", .blob)],
      references: [.init(column: "simulation_id", table: "Simulation", deletesAlong: false)]),
    Table(
      "CeleryTask", countsKeys: false, [.init("celery_id", .text, required: true)],
      references: [.init(column: "id", table: "Task")]),
    Table(
      "BatchTask", countsKeys: false, [], references: [.init(column: "id", table: "Task")]),
    Table(
      "Page",
      [
        .init("estimator_id", .integer, required: true),
        .init("page_number", .integer, required: true), .init("compressed_data", .blob),
      ],
      references: [.init(column: "estimator_id", table: "Estimator", deletesAlong: false)]),
  ]
}
