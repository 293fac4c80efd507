import EbbTestSupport
import Foundation

/// `reference/real_index.json`: what the reference stores hold.
struct ReferenceIndex: Decodable {
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

  /// The simulations, newest first; in the reference stores the ids rise with time.
  static func simulations() throws -> [Simulation] {
    let data = try Data(contentsOf: URL(filePath: Reference.path("real_index.json")))
    return try JSONDecoder().decode(Self.self, from: data).simulations.sorted { $0.id > $1.id }
  }
}
