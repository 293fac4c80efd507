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
    let found = try rows(
      queries().simulations(filter, limited: isLimited), arguments.filter { $0.value != nil },
      table: "Simulation", limit: limit
    ) { row throws(StoreError) -> Simulation? in
      if let title, !title.matches(try row.text("title")) { return nil }
      return try row.simulation()
    }
    guard Set(found.map(\.id)).count == found.count else {
      throw contradiction("Simulation", "has a row twice")
    }
    return found
  }

  package func simulations(
    jobIDPrefix prefix: String, limit: Int
  ) throws(StoreError) -> [Simulation] {
    let found = try rows(
      queries().simulationsByPrefix, ["prefix": prefix, "limit": max(limit, 0)], table: "Simulation"
    ) { row throws(StoreError) in try row.simulation() }
    // A scan has found them. They are found by their keys too, and by the index.
    guard try simulations(found.map(\.id)) == found.sorted(by: { $0.id < $1.id }) else {
      throw contradiction("Simulation", "has other rows by their keys than one after another")
    }
    let keys = try rows(
      SQLiteQueries.keysByJobID, ["job_ids": Self.list(found.map(\.jobID))], table: "Simulation"
    ) { row throws(StoreError) in SimulationID(try row.integer("id")) }
    guard Set(keys) == Set(found.map(\.id)) else {
      throw contradiction("Simulation", "has other rows by its index than one after another")
    }
    return found
  }

  package func simulations(_ ids: [SimulationID]) throws(StoreError) -> [Simulation] {
    let found = try rows(
      queries().simulationsByID, ["ids": Self.list(ids.map(\.rawValue))], table: "Simulation"
    ) { row throws(StoreError) in try row.simulation() }
    try check(found, "Simulation", \.id, isWanted: Set(ids).contains)
    return found
  }

  package func jobIDs() throws(StoreError) -> [String] {
    try rows(SQLiteQueries.jobIDs, table: "Simulation") { row throws(StoreError) in
      try row.text("job_id")
    }
  }

  package func tasks(
    of scope: SimulationScope, limit: Int?
  ) throws(StoreError) -> [SimulationTask] {
    let found = try rows(
      queries().tasks(of: scope, limited: limit != nil), Self.arguments(scope, limit), table: "Task"
    ) { row throws(StoreError) in try row.task() }
    guard case .these = scope, limit == nil else { return found }
    // An index has found them, or sorted them. A scan finds them too.
    let scanned = try rows(queries().scannedTasks(of: scope), Self.arguments(scope, nil), table: "Task") {
      row throws(StoreError) in
      [try row.integer("id"), try row.integer("simulation_id"), try row.integer("task_id")]
    }
    guard scanned == found.map({ [$0.id.rawValue, $0.simulationID.rawValue, Int64($0.number)] }) else {
      throw contradiction(
        "Task", "has \(scanned.count) rows of what was asked for, and by its index \(found.count), or others")
    }
    return found
  }

  package func estimators(
    of scope: SimulationScope, metadata: Bool, limit: Int?
  ) throws(StoreError) -> [EstimatorRow] {
    let found = try rows(
      queries().estimators(of: scope, metadata: metadata, limited: limit != nil),
      Self.arguments(scope, limit), table: "Estimator"
    ) { row throws(StoreError) in try row.estimator() }
    try check(found, "Estimator", \.id) { _ in true }
    if case .these(let simulations) = scope {
      let owners = try owners(of: found.map(\.id), are: simulations)
      for estimator in found where owners[estimator.id] != estimator.simulationID {
        throw contradiction("Estimator", "has row \(estimator.id.rawValue) with two contents")
      }
    }
    return found
  }

  /// The simulations of estimators, each found by its key.
  /// - Throws: where one is not there, or is of none of `simulations`.
  private func owners(
    of estimators: [EstimatorID], are simulations: [SimulationID]
  ) throws(StoreError) -> [EstimatorID: SimulationID] {
    let found = try rows(
      SQLiteQueries.simulationsOfEstimators, ["ids": Self.list(estimators.map(\.rawValue))],
      table: "Estimator"
    ) { row throws(StoreError) in
      (EstimatorID(try row.integer("id")), SimulationID(try row.integer("simulation_id")))
    }
    let owners = Dictionary(found) { first, _ in first }
    let wanted = Set(simulations)
    for estimator in estimators {
      guard let owner = owners[estimator] else {
        throw contradiction(
          "Estimator", "has no row \(estimator.rawValue) by its key, though it has that row")
      }
      guard wanted.contains(owner) else {
        throw contradiction(
          "Estimator", "has row \(estimator.rawValue) of a simulation that was not asked for")
      }
    }
    return owners
  }

  package func estimators(_ ids: [EstimatorID]) throws(StoreError) -> [EstimatorRow] {
    let found = try rows(
      queries().estimatorsByID, ["ids": Self.list(ids.map(\.rawValue))], table: "Estimator"
    ) { row throws(StoreError) in try row.estimator() }
    try check(found, "Estimator", \.id, isWanted: Set(ids).contains)
    return found
  }

  package func pages(
    of scope: SimulationScope, details: Bool, limit: Int?
  ) throws(StoreError) -> [PageRow] {
    let found = try rows(
      queries().pages(of: scope, details: details, limited: limit != nil),
      Self.arguments(scope, limit), table: "Page"
    ) { row throws(StoreError) in try row.page() }
    try check(found, "Page", \.id) { _ in true }
    if case .these(let simulations) = scope {
      _ = try owners(of: Array(Set(found.map(\.estimatorID))), are: simulations)
      remember(found)
    }
    return found
  }

  package func inputs(of simulations: [SimulationID]) throws(StoreError) -> [Input] {
    let found = try rows(
      queries("Input").files("Input"), Self.arguments(.these(simulations), nil), table: "Input"
    ) { row throws(StoreError) in try row.input() }
    try check(found, "Input", \.id) { _ in true }
    return found
  }

  package func logfiles(of simulations: [SimulationID]) throws(StoreError) -> [Logfiles] {
    let found = try rows(
      queries("Logfiles").files("Logfiles"), Self.arguments(.these(simulations), nil), table: "Logfiles"
    ) { row throws(StoreError) in try row.logfiles() }
    try check(found, "Logfiles", \.id) { _ in true }
    return found
  }

  /// Throws if rows that were asked for by their keys, or in their order, are not what was asked for.
  private func check<Row, Key: Comparable>(
    _ rows: [Row], _ table: String, _ key: (Row) -> Key, isWanted: (Key) -> Bool
  ) throws(StoreError) {
    for (row, next) in zip(rows, rows.dropFirst()) where key(row) >= key(next) {
      throw contradiction(table, "has rows twice, or not in the order of their keys")
    }
    guard rows.allSatisfy({ isWanted(key($0)) }) else {
      throw contradiction(table, "gives rows by keys that are not theirs")
    }
  }

  private static func arguments(
    _ scope: SimulationScope, _ limit: Int?
  ) -> [String: (any DatabaseValueConvertible)?] {
    var arguments: [String: (any DatabaseValueConvertible)?] = [:]
    if case .these(let ids) = scope { arguments["simulations"] = list(ids.map(\.rawValue)) }
    if let limit { arguments["limit"] = max(limit, 0) }
    return arguments
  }

  /// Texts as a JSON array, each of its characters by its number where it means something in JSON.
  private static func list(_ texts: [String]) -> String {
    let quoted = texts.map { text in
      let escaped = text.unicodeScalars.map { scalar in
        guard scalar.value < 32 || scalar == "\"" || scalar == "\\" else { return String(scalar) }
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
      return "\"" + escaped.joined() + "\""
    }
    return "[" + quoted.joined(separator: ",") + "]"
  }

  /// Numbers as a JSON array.
  private static func list(_ numbers: [Int64]) -> String {
    "[" + numbers.map(String.init).joined(separator: ",") + "]"
  }
}
