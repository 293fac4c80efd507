package import EbbModel
internal import GRDB

extension SQLiteStore {
  package func users() throws(StoreError) -> [User] {
    try rows(queries("User").users, table: "User") { row throws(StoreError) in try row.user() }
  }

  package func clusters() throws(StoreError) -> [Cluster] {
    try rows(queries("Cluster").clusters, table: "Cluster") { row throws(StoreError) in
      try row.cluster()
    }
  }

  package func simulations(_ filter: SimulationFilter) throws(StoreError) -> [Simulation] {
    try probed?.requireColumns(of: filter)
    // Titles are compared in Swift, since each database folds cases in its own way.
    let title = filter.title.map { Pattern($0) }
    let limit = filter.limit.map { max($0, 0) }
    let isLimited = title == nil && limit != nil
    let arguments: [String: (any DatabaseValueConvertible)?] = [
      "user": filter.user, "state": filter.state?.description,
      "platform": filter.platform?.description, "simulator": filter.simulator,
      "since": filter.since?.iso8601, "until": filter.until?.iso8601,
      "limit": isLimited ? limit : nil,
    ]
    return try rows(
      queries().simulations(filter, limited: isLimited), arguments.filter { $0.value != nil },
      table: "Simulation", limit: limit
    ) { row throws(StoreError) in
      if let title, !title.matches(try row.text("title")) { return nil }
      return try row.simulation()
    }
  }

  package func simulations(
    jobIDPrefix prefix: String, limit: Int
  ) throws(StoreError) -> [Simulation] {
    try rows(
      queries().simulationsByPrefix, ["prefix": prefix, "limit": max(limit, 0)], table: "Simulation"
    ) { row throws(StoreError) in try row.simulation() }
  }

  package func simulations(_ ids: [SimulationID]) throws(StoreError) -> [Simulation] {
    try rows(queries().simulationsByID, ["ids": Self.list(ids.map(\.rawValue))], table: "Simulation") {
      row throws(StoreError) in try row.simulation()
    }
  }

  package func jobIDs() throws(StoreError) -> [String] {
    try rows(SQLiteQueries.jobIDs, table: "Simulation") { row throws(StoreError) in
      try row.text("job_id")
    }
  }

  package func tasks(
    of scope: SimulationScope, limit: Int?
  ) throws(StoreError) -> [SimulationTask] {
    try rows(
      queries().tasks(of: scope, limited: limit != nil), Self.arguments(scope, limit), table: "Task"
    ) { row throws(StoreError) in try row.task() }
  }

  package func estimators(
    of scope: SimulationScope, metadata: Bool, limit: Int?
  ) throws(StoreError) -> [EstimatorRow] {
    try rows(
      queries().estimators(of: scope, metadata: metadata, limited: limit != nil),
      Self.arguments(scope, limit), table: "Estimator"
    ) { row throws(StoreError) in try row.estimator() }
  }

  package func estimators(_ ids: [EstimatorID]) throws(StoreError) -> [EstimatorRow] {
    try rows(queries().estimatorsByID, ["ids": Self.list(ids.map(\.rawValue))], table: "Estimator") {
      row throws(StoreError) in try row.estimator()
    }
  }

  package func pages(
    of scope: SimulationScope, details: Bool, limit: Int?
  ) throws(StoreError) -> [PageRow] {
    try rows(
      queries().pages(of: scope, details: details, limited: limit != nil),
      Self.arguments(scope, limit), table: "Page"
    ) { row throws(StoreError) in try row.page() }
  }

  package func inputs(of simulations: [SimulationID]) throws(StoreError) -> [Input] {
    try rows(queries("Input").files("Input"), Self.arguments(.these(simulations), nil), table: "Input") {
      row throws(StoreError) in try row.input()
    }
  }

  package func logfiles(of simulation: SimulationID) throws(StoreError) -> [Logfiles] {
    try rows(
      queries("Logfiles").files("Logfiles"), Self.arguments(.these([simulation]), nil), table: "Logfiles"
    ) { row throws(StoreError) in try row.logfiles() }
  }

  private static func arguments(
    _ scope: SimulationScope, _ limit: Int?
  ) -> [String: (any DatabaseValueConvertible)?] {
    var arguments: [String: (any DatabaseValueConvertible)?] = [:]
    if case .these(let ids) = scope { arguments["simulations"] = list(ids.map(\.rawValue)) }
    if let limit { arguments["limit"] = max(limit, 0) }
    return arguments
  }

  /// Numbers as a JSON array.
  private static func list(_ numbers: [Int64]) -> String {
    "[" + numbers.map(String.init).joined(separator: ",") + "]"
  }
}
