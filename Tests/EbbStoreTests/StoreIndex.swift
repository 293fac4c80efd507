import EbbSamples
import EbbTestSupport
import Foundation

/// What a store holds by who made it: of the reference `real_index.json`, else the rows that were written.
struct StoreIndex: Decodable {
  struct Simulation: Decodable {
    var id: Int64
    var jobID: String
    var title: String
    var platform: String
    var simulator: String
    var inputType: String
    var state: String
    var tasks: [Task]
    var estimators: [Estimator]

    enum CodingKeys: String, CodingKey {
      case id, title, state, tasks, estimators
      case jobID = "job_id"
      case platform = "kind"
      case simulator = "sim_type"
      case inputType = "input_type"
    }
  }

  /// `[number, requested primaries, simulated primaries, state]`
  struct Task: Decodable {
    var number: Int
    var requested: Int64
    var simulated: Int64
    var state: String

    init(number: Int, requested: Int64, simulated: Int64, state: String) {
      (self.number, self.requested, self.simulated, self.state) = (number, requested, simulated, state)
    }

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      number = try list.decode(Int.self)
      requested = try list.decode(Int64.self)
      simulated = try list.decode(Int64.self)
      state = try list.decode(String.self)
    }
  }

  struct Estimator: Decodable {
    var id: Int64
    var name: String
    var fileName: String
    var pages: [Page]

    enum CodingKeys: String, CodingKey {
      case id, name, pages
      case fileName = "file_name"
    }
  }

  struct Page: Decodable {
    var id: Int64
    var number: Int

    enum CodingKeys: String, CodingKey {
      case id
      case number = "page_number"
    }
  }

  var simulations: [Simulation]

  /// The simulations, newest first; in these stores the ids rise with time. One without data is without its estimators in
  /// the reference's index.
  static func simulations(_ origin: ConformingStore.Origin) throws -> [Simulation] {
    switch origin {
    case .made: return made
    case .reference:
      let data = try Data(contentsOf: URL(filePath: Reference.path("real_index.json")))
      return try JSONDecoder().decode(Self.self, from: data).simulations.sorted { $0.id > $1.id }
    }
  }

  private static let made: [Simulation] = {
    let rows = Dictionary(grouping: VariedStore().rows, by: \.table)
    func named(_ table: String) -> [[String: SampleRow.Value]] {
      let columns = Schema.table(table)?.columns.map(\.name) ?? []
      return (rows[table] ?? []).map { Dictionary(uniqueKeysWithValues: zip(columns, $0.values)) }
    }
    let (tasks, estimators, pages) = (named("Task"), named("Estimator"), named("Page"))
    return named("Simulation").map { row in
      Simulation(
        id: row.integer("id"), jobID: row.text("job_id"), title: row.text("title"),
        platform: row.text("platform"), simulator: row.text("sim_type"), inputType: row.text("input_type"),
        state: row.text("job_state"),
        tasks: tasks.filter { $0["simulation_id"] == row["id"] }.map {
          Task(
            number: Int($0.integer("task_id")), requested: $0.integer("requested_primaries"),
            simulated: $0.integer("simulated_primaries"), state: $0.text("task_state"))
        },
        estimators: estimators.filter { $0["simulation_id"] == row["id"] }.map { estimator in
          Estimator(
            id: estimator.integer("id"), name: estimator.text("name"), fileName: estimator.text("file_name"),
            pages: pages.filter { $0["estimator_id"] == estimator["id"] }.map {
              Page(id: $0.integer("id"), number: Int($0.integer("page_number")))
            })
        })
    }.sorted { $0.id > $1.id }
  }()
}

extension [String: SampleRow.Value] {
  fileprivate func integer(_ column: String) -> Int64 {
    guard case .integer(let value) = self[column] else { return -1 }
    return Int64(value)
  }

  fileprivate func text(_ column: String) -> String {
    guard case .text(let value) = self[column] else { return "" }
    return value
  }
}
