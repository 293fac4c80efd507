import EbbModel
import EbbStore
import EbbTestSupport
import GRDB
import Testing

/// Every class with every column, beside what SQLite itself reads.
@Suite("Every store, class by class,")
struct ModelTests {
  @Test("lists users and clusters", arguments: ConformingStore.present)
  func usersAndClusters(_ store: ConformingStore) async throws {
    let names = try store.rows("SELECT username FROM User ORDER BY id").map { $0[0] as String }
    let cluster: String = try store.rows("SELECT cluster_name FROM Cluster")[0][0]
    try await store.with { store in
      let users = try await store.users()
      #expect(
        users == [
          User(id: UserID(1), username: "alice", authProvider: .yaptide),
          User(id: UserID(2), username: "bob", authProvider: .yaptide),
          User(id: UserID(3), username: names[2], authProvider: .keycloak),
        ])
      let clusters = try await store.clusters()
      #expect(clusters == [Cluster(id: ClusterID(1), name: cluster)])
    }
  }

  @Test("resolves the classes of simulations, and names their users", arguments: ConformingStore.present)
  func simulations(_ store: ConformingStore) async throws {
    let rows = try store.rows(
      """
      SELECT s.id, s.user_id, u.username, s.platform, c.merge_id, b.cluster_id, b.job_dir, b.array_id,
        b.collect_id
      FROM Simulation s LEFT JOIN User u ON u.id = s.user_id LEFT JOIN CelerySimulation c ON c.id = s.id
        LEFT JOIN BatchSimulation b ON b.id = s.id ORDER BY s.id
      """)
    #expect(rows.count == 21)
    try await store.with { opened in
      let found = try await opened.simulations(SimulationFilter(sort: .id, isAscending: true))
      #expect(found.count == rows.count)
      for (simulation, row) in zip(found, rows) {
        func ifThere<Value>(_ value: Value?, _ column: String, _ table: String) -> Value? {
          store.has(column, in: table) ? value : nil
        }
        #expect(simulation.id.rawValue == row["id"])
        #expect(simulation.userID?.rawValue == row["user_id"])
        #expect(simulation.username == row["username"])
        switch simulation.kind {
        case .celery(let mergeID):
          #expect(row["platform"] == "DIRECT" && simulation.platform == .direct)
          #expect(mergeID == ifThere(row["merge_id"], "merge_id", "CelerySimulation"))
        case .batch(let cluster, let folder, let array, let collect):
          #expect(row["platform"] == "BATCH" && simulation.platform == .batch)
          #expect(cluster?.rawValue == row["cluster_id"])
          #expect(folder == ifThere(row["job_dir"], "job_dir", "BatchSimulation"))
          #expect(array == ifThere(row["array_id"], "array_id", "BatchSimulation"))
          #expect(collect == row["collect_id"])
        case .unknown: Issue.record("of no class: \(simulation.jobID)")
        }
      }
    }
  }

  @Test("resolves the classes of tasks", arguments: ConformingStore.present)
  func tasks(_ store: ConformingStore) async throws {
    let rows = try store.rows(
      """
      SELECT t.id, t.simulation_id, t.platform, t.estimated_time, t.start_time, t.last_update_time, c.celery_id
      FROM Task t LEFT JOIN CeleryTask c ON c.id = t.id ORDER BY t.simulation_id, t.task_id
      """)
    #expect(rows.count == 59)
    try await store.with { opened in
      let found = try await opened.tasks(of: .all, limit: nil)
      #expect(found.map(\.id.rawValue) == rows.map { $0["id"] })
      for (task, row) in zip(found, rows) {
        #expect(task.simulationID.rawValue == row["simulation_id"])
        let platform: String? = store.has("platform", in: "Task") ? row["platform"] : nil
        #expect(task.platform?.description == platform)
        #expect(task.estimatedTime == (store.has("estimated_time", in: "Task") ? row["estimated_time"] : nil))
        for (time, column) in [(task.startTime, "start_time"), (task.lastUpdateTime, "last_update_time")] {
          let text: String? = store.has(column, in: "Task") ? row[column] : nil
          #expect(time == text.flatMap { Instant(text: $0) })
        }
        switch platform {
        case "DIRECT":
          let celeryID: String? = store.has("CeleryTask") ? row["celery_id"] : nil
          #expect(task.kind == .celery(celeryID: celeryID))
        case "BATCH": #expect(task.kind == .batch)
        default: #expect(task.kind == .unknown)
        }
      }
      let some = [SimulationID(7), SimulationID(2), SimulationID(99)]
      let wanted = found.filter { some.contains($0.simulationID) }
      #expect(try await opened.tasks(of: .these(some), limit: nil) == wanted)
      #expect(try await opened.tasks(of: .these(some), limit: 3) == Array(wanted.prefix(3)))
      #expect(try await opened.tasks(of: .all, limit: 5) == Array(found.prefix(5)))
      #expect(try await opened.tasks(of: .these([]), limit: nil).isEmpty)
    }
  }

  @Test("lists estimators of several simulations and of all", arguments: ConformingStore.present)
  func estimators(_ store: ConformingStore) async throws {
    let count = try store.count("Estimator")
    try await store.with { store in
      let all = try await store.estimators(of: .all, metadata: false, limit: nil)
      #expect(all.map(\.id.rawValue) == Array(1...Int64(count)))
      #expect(all.allSatisfy { $0.compressedMetadata == nil })
      let some = [SimulationID(11), SimulationID(1)]
      let found = try await store.estimators(of: .these(some), metadata: true, limit: nil)
      #expect(found.map(\.id) == all.filter { some.contains($0.simulationID) }.map(\.id))
      #expect(found.allSatisfy { $0.compressedMetadata != nil })
      #expect(try await store.estimators(of: .all, metadata: false, limit: 4) == Array(all.prefix(4)))
      let ids = [EstimatorID(17), EstimatorID(3), EstimatorID(9_999), EstimatorID(3)]
      #expect(try await store.estimators(ids) == [all[2], all[16]])
    }
  }

  @Test(
    "lists pages of several simulations and of all, details on request", arguments: ConformingStore.present)
  func pages(_ store: ConformingStore) async throws {
    let rows = try store.rows(
      """
      SELECT p.id, p.page_name, p.page_dimension, e.simulation_id FROM Page p
      JOIN Estimator e ON e.id = p.estimator_id ORDER BY p.id
      """)
    #expect(rows.count > 100)
    try await store.with { opened in
      let all = try await opened.pages(of: .all, details: false, limit: nil)
      #expect(all.map(\.id.rawValue) == rows.map { $0["id"] })
      #expect(all.allSatisfy { $0.dimension == nil })
      let detailed = try await opened.pages(of: .all, details: true, limit: nil)
      #expect(detailed.map(\.name) == rows.map { store.has("page_name", in: "Page") ? $0["page_name"] : nil })
      #expect(
        detailed.map(\.dimension)
          == rows.map { store.has("page_dimension", in: "Page") ? $0["page_dimension"] : nil })
      #expect(detailed.map(\.compressedBytes) == all.map(\.compressedBytes))
      let some = [SimulationID(5), SimulationID(20), SimulationID(3)]
      let found = try await opened.pages(of: .these(some), details: true, limit: nil)
      let wanted = zip(detailed, rows).filter { some.map(\.rawValue).contains($0.1["simulation_id"]) }
      #expect(found == wanted.map(\.0))
      #expect(try await opened.pages(of: .these(some), details: true, limit: 2) == Array(found.prefix(2)))
      #expect(try await opened.pages(of: .all, details: true, limit: 2) == Array(detailed.prefix(2)))
    }
  }

  @Test("gives inputs and log files", arguments: ConformingStore.present)
  func files(_ store: ConformingStore) async throws {
    let inputs = try store.rows("SELECT id, simulation_id, length(compressed_data) AS n FROM Input")
    let logs = try store.rows("SELECT id, simulation_id, length(compressed_data) AS n FROM Logfiles")
    #expect(inputs.count == 20 && logs.count == 3)
    try await store.with { opened in
      guard store.has("Input"), store.has("Logfiles") else {
        for table in ["Input", "Logfiles"] {
          let error = await #expect(throws: StoreError.self) {
            _ =
              try await table == "Input"
              ? opened.inputs(of: SimulationID(1)).count : opened.logfiles(of: SimulationID(1)).count
          }
          guard case .missingTable(_, table) = error else {
            Issue.record("\(String(describing: error))")
            continue
          }
        }
        return
      }
      for id in 1...22 as ClosedRange<Int64> {
        let input = try await opened.inputs(of: SimulationID(id))
        let expected = inputs.filter { $0["simulation_id"] == id }
        #expect(input.map(\.id.rawValue) == expected.map { $0["id"] })
        #expect(input.map { $0.compressedData?.count } == expected.map { $0["n"] })
        #expect(input.allSatisfy { $0.simulationID.rawValue == id })
        let log = try await opened.logfiles(of: SimulationID(id))
        #expect(
          log.map { $0.compressedData?.count } == logs.filter { $0["simulation_id"] == id }.map { $0["n"] })
        #expect(log.allSatisfy { $0.compressedData?.starts(with: [0x1f, 0x8b]) == true })
      }
    }
  }

  @Test("sorts by every column, both ways, what is not known last", arguments: ConformingStore.present)
  func sorting(_ store: ConformingStore) async throws {
    try await store.with { opened in
      for sort in SimulationSort.allCases {
        for (direction, isAscending) in [("ASC", true), ("DESC", false)] {
          let hasColumn = store.has(sort.rawValue, in: "Simulation")
          let column = hasColumn ? "\(sort.rawValue) \(direction) NULLS LAST, " : ""
          let ids = try store.rows("SELECT id FROM Simulation ORDER BY \(column)id \(direction)").map {
            $0["id"] as Int64
          }
          let filter = SimulationFilter(sort: sort, isAscending: isAscending)
          #expect(try await opened.simulations(filter).map(\.id.rawValue) == ids, "\(sort) \(direction)")
          var limited = filter
          limited.limit = 5
          let first = try await opened.simulations(limited).map(\.id.rawValue)
          #expect(first == Array(ids.prefix(5)), "\(sort) \(direction), the first five")
        }
      }
    }
  }

  @Test("describes the live database: classes, columns, keys", arguments: ConformingStore.present)
  func schema(_ store: ConformingStore) async throws {
    try await store.with { opened in
      let tables = try await opened.schema()
      let names = tables.map(\.name)
      #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      let known = [
        "BatchSimulation", "BatchTask", "CelerySimulation", "CeleryTask", "Cluster", "Estimator", "Input",
        "KeycloakUser", "Logfiles", "Page", "Simulation", "Task", "User", "YaptideUser",
      ].filter(store.has)
      #expect(Set(known).isSubset(of: names))
      func table(_ name: String) throws -> DatabaseTable { try #require(tables.first { $0.name == name }) }
      let batch = try table("BatchSimulation")
      #expect(
        Set(batch.foreignKeys.map { "\($0.column) \($0.table).\($0.target)" }) == [
          "id Simulation.id", "cluster_id Cluster.id",
        ])
      #expect(batch.columns.filter(\.isPrimaryKey).map(\.name) == ["id"])
      let page = try table("Page")
      let wanted = ["id", "page_name", "estimator_id", "page_number", "compressed_data", "page_dimension"]
      #expect(
        Set(page.columns.map(\.name)).isSuperset(of: wanted.filter { store.has($0, in: "Page") }))
      #expect(page.columns.first { $0.name == "compressed_data" }?.isNullable == true)
      #expect(page.columns.first { $0.name == "id" }?.isNullable == false)
      let type = try #require(page.columns.first { $0.name == "estimator_id" }?.type)
      #expect(type.lowercased() == "integer")
      let secrets = tables.flatMap { table in
        table.columns.filter(\.isSecret).map { "\(table.name).\($0.name)" }
      }
      #expect(
        Set(secrets).subtracting(["Simulation.update_key_hash"]) == [
          "KeycloakUser.cert", "KeycloakUser.private_key", "YaptideUser.password_hash",
        ])
      if let cloud = tables.first(where: { $0.name == "CloudSimulation" }) {
        #expect(cloud.columns.map(\.name) == ["id", "re\"gion"])
        #expect(cloud.foreignKeys == [.init(column: "id", table: "Simulation", target: "id")])
        let cluster = try table("Cluster")
        #expect(cluster.columns.map(\.name) == ["id", "cluster_name", "port"])
      }
    }
  }
}
