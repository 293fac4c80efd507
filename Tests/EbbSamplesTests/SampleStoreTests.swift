import EbbTestSupport
import Foundation
import GRDB
import Testing

@testable import EbbSamples

@Suite("SampleStore") struct SampleStoreTests {
  private static let committed = Reference.root.appending(path: "samples/pencil-beam.sqlite").path
  private let sample = SampleStore()

  private var folder: URL {
    get throws {
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "ebb-samples-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return folder
    }
  }

  /// The rows of a file by table, blobs inflated: zlib's versions may compress differently.
  private func rows(of path: String) throws -> [String: [[DatabaseValue]]] {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return try queue.read { database in
      var rows: [String: [[DatabaseValue]]] = [:]
      for table in Schema.tables {
        let names = table.columns.map(\.name).joined(separator: ", ")
        let fetched = try Row.fetchAll(
          database, sql: "SELECT \(names) FROM \"\(table.name)\" ORDER BY id")
        rows[table.name] = fetched.map { row in row.databaseValues.map(inflated) }
      }
      return rows
    }
  }

  private func inflated(_ value: DatabaseValue) -> DatabaseValue {
    guard case .blob(let data) = value.storage else { return value }
    return (inflatedText(Array(data)) ?? "").databaseValue
  }

  private func inflatedText(_ member: [UInt8]) -> String? {
    let length = member.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard let inflated = Gzip.text(of: member, limit: length), inflated.unread == 0 else { return nil }
    return String(decoding: inflated.text, as: UTF8.self)
  }

  @Test("the sample that is committed is what the generator makes, and under 2 MB")
  func committedIsGenerated() throws {
    let path = try folder.appending(path: "again.sqlite").path
    try sample.writeSQLite(to: path)
    let (found, expected) = (try rows(of: Self.committed), try rows(of: path))
    for table in Schema.tables {
      #expect(found[table.name] == expected[table.name], "table \(table.name)")
    }
    let size = try FileManager.default.attributesOfItem(atPath: Self.committed)[.size] as? Int
    #expect((size ?? .max) < 2_000_000)
  }

  @Test("the same request gives the same bytes, another seed others")
  func reproducible() throws {
    let folder = try folder
    func bytes(_ name: String, _ request: SampleRequest) throws -> Data {
      let path = folder.appending(path: name).path
      try SampleStore(request).writeSQLite(to: path)
      return try Data(contentsOf: URL(filePath: path))
    }
    let first = try bytes("a", SampleRequest(seed: 7, tasks: 3))
    #expect(try bytes("b", SampleRequest(seed: 7, tasks: 3)) == first)
    #expect(try bytes("c", SampleRequest(seed: 8, tasks: 3)) != first)
  }

  @Test(
    "the schema is the platform's: columns, types, keys, references, uniqueness",
    .enabled(if: Reference.isPresent, "real results"))
  func schema() throws {
    func description(_ path: String) throws -> [String] {
      var configuration = Configuration()
      configuration.readonly = true
      return try DatabaseQueue(path: path, configuration: configuration).read { database in
        let tables = try String.fetchAll(
          database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return try tables.flatMap { table in
          try ["table_info", "foreign_key_list", "index_list"].flatMap { pragma in
            try Row.fetchAll(database, sql: "PRAGMA \(pragma)(\"\(table)\")")
              .map { "\(table) \(pragma) \($0.dropFirst(pragma == "table_info" ? 0 : 2))" }.sorted()
          }
        }
      }
    }
    #expect(try description(Self.committed) == description(Reference.path("real.sqlite")))
  }

  @Test("every reference holds, and SQLite finds the file sound")
  func integrity() throws {
    try DatabaseQueue(path: Self.committed).read { database in
      try database.checkForeignKeys()
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
    }
  }

  private struct PageJSON: Decodable {
    struct Data: Decodable {
      var unit: String
      var name: String
      var values: [Double]
    }
    var metadata: [String: String]
    var dimensions: Int
    var data: Data
    var axis1: Data?
    var axis2: Data?
    var axis3: Data?

    enum CodingKeys: String, CodingKey {
      case metadata, dimensions, data
      case axis1 = "axis_dim1"
      case axis2 = "axis_dim2"
      case axis3 = "axis_dim3"
    }

    var axes: [Data] { [axis1, axis2, axis3].compactMap { $0 } }
  }

  private func pages(_ simulation: Int) throws -> [(row: Row, page: PageJSON)] {
    try DatabaseQueue(path: Self.committed).read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT e.name, e.file_name, p.page_name, p.page_number, p.page_dimension, p.compressed_data
          FROM Page p JOIN Estimator e ON e.id = p.estimator_id WHERE e.simulation_id = ? ORDER BY p.id
          """, arguments: [simulation]
      ).map { row in
        let bytes: Foundation.Data = row["compressed_data"]
        let text = try #require(inflatedText(Array(bytes)))
        return (row, try JSONDecoder().decode(PageJSON.self, from: Foundation.Data(text.utf8)))
      }
    }
  }

  @Test("pages are JSON whose axes, dimensions and rows agree, in SHIELD-HIT12A's order")
  func pageJSON() throws {
    let pages = try pages(1)
    #expect(pages.count == 12 * sample.estimators.reduce(0) { $0 + $1.pages.count })
    for (row, page) in pages {
      let estimator: String = row["name"]
      let number: Int = row["page_number"]
      let truth = try #require(sample.truth(of: estimator, page: number))
      #expect(page.axes.map(\.values.count) == truth.shape)
      #expect(page.data.values.count == truth.values.count)
      #expect(page.dimensions == truth.shape.count)
      #expect(row["page_dimension"] as Int == page.dimensions)
      #expect(row["page_name"] as String == page.data.name)
      #expect(page.metadata["page_number"] == "\(number)")
      #expect(page.metadata["unit"] == page.data.unit)
    }
    // Of the mesh, bin (y, z) lies at y + 40·z.
    let mesh = try #require(pages.first { $0.row["name"] == "yz_profile" })
    let values = mesh.page.data.values
    let column = (0..<40).map { values[$0 + 40 * 5] }
    let peak = try #require(column.indices.max { column[$0] < column[$1] })
    #expect(abs((mesh.page.axis1?.values[peak] ?? .nan) - 0.25) < 0.16)
    #expect(mesh.page.axes.map(\.name) == ["Position (Y)", "Position (Z)"])
  }

  @Test("the spectrum's axis is stored as the platform does: geometric centres, no name, the shifted unit")
  func logarithmicAxis() throws {
    let pages = try pages(1)
    let spectrum = try #require(pages.first { $0.row["name"] == "peak" && $0.page.dimensions == 1 })
    let axis = try #require(spectrum.page.axis1)
    #expect((axis.name, axis.unit) == ("", "/cm^2"))
    let ratio = axis.values[1] / axis.values[0]
    #expect(zip(axis.values, axis.values.dropFirst()).allSatisfy { isClose($1 / $0, ratio, 1e-9) })
    #expect(spectrum.page.metadata["page_diff_flag"] == "[-1 -1]")
    #expect(spectrum.page.metadata["page_diff_start"] == "[0.1 0. ]")
    #expect(spectrum.page.metadata["page_diff_stop"] == "[200.   0.]")
    #expect(spectrum.page.metadata["page_diff_size"] == "[66  1]")
    #expect(spectrum.page.metadata["page_diff_units"] == "/cm^2;MeV")
    #expect(spectrum.page.data.unit == "/cm^2/MeV/prim")
  }

  @Test("a merged job holds the plain mean of its tasks, counts too, and one task's primaries")
  func merged() throws {
    let job = sample.mergedJob
    let pages = try pages(2)
    #expect(pages.count == sample.estimators.reduce(0) { $0 + $1.pages.count })
    for (row, page) in pages {
      let name: String = row["name"]
      let index = try #require(sample.estimators.firstIndex { $0.name == name })
      let number: Int = row["page_number"]
      #expect(row["file_name"] as String == name + "_")
      let tasks = job.tasks.map { sample.values(of: index, job: job, task: $0)[number] }
      let shape = sample.estimators[index].shape(of: sample.estimators[index].pages[number])
      let mean = tasks[0].indices.map { bin in
        tasks.reduce(0) { $0 + $1[bin] } / Double(tasks.count)
      }
      let stored = firstAxisFastest(mean, shape: shape)
      #expect(zip(page.data.values, stored).allSatisfy { isClose($0, $1, 1e-12) })
    }
    let metadata = try DatabaseQueue(path: Self.committed).read { database in
      try Foundation.Data.fetchAll(
        database, sql: "SELECT compressed_data FROM Estimator WHERE simulation_id = 2")
    }
    for member in metadata {
      let text = try #require(inflatedText(Array(member)))
      let object = try JSONDecoder().decode([String: String].self, from: Foundation.Data(text.utf8))
      #expect(object["number_of_primaries"] == "1666")
      #expect(object["file_counter"] == "6")
    }
  }

  @Test("the jobs: unequal tasks of which one FAILED, a merged one, two replicas, a FAILED one")
  func jobs() throws {
    let job = sample.perTaskJob
    #expect(job.tasks.filter(\.isFailed).map(\.number) == [7])
    #expect(Set(job.tasks.map(\.simulated)).count > 3)
    #expect(Set(sample.jobs.map(\.jobID)).count == 5)
    let inputs = try rows(of: Self.committed)["Input"]?.map { $0[2] }
    let texts = inputs?.compactMap { String.fromDatabaseValue($0) } ?? []
    #expect(texts.count == 5)
    for text in texts {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Foundation.Data(text.utf8)) as? [String: Any])
      #expect((object["number_of_all_primaries"] as? Int ?? 0) > 0)
      let files = try #require(object["input_files"] as? [String: String])
      #expect(files["detect.dat"]?.contains("Filename yz_profile.bdo") == true)
      #expect((object["input_json"] != nil) == (object["input_type"] as? String == "EDITOR"))
    }
    // The replicas have one input, but for the number of primaries.
    func geometry(_ text: String) -> Substring {
      text[(text.range(of: "\"mat.dat\"")?.lowerBound ?? text.startIndex)...]
    }
    #expect(geometry(texts[2]) == geometry(texts[3]))
    #expect(texts[2] != texts[3])
  }

  @Test("the columns of secrets hold no secret")
  func secrets() throws {
    let rows = try rows(of: Self.committed)
    let secrets = (rows["YaptideUser"] ?? []) + (rows["KeycloakUser"] ?? [])
    #expect(secrets.count == 3)
    #expect(secrets.allSatisfy { $0.dropFirst().allSatisfy { $0 == "not-a-secret".databaseValue } })
  }

  @Test("more tasks and finer meshes are as many rows and bins more")
  func larger() throws {
    let larger = SampleStore(SampleRequest(tasks: 25, scale: 3))
    #expect(larger.truth(of: "yz_profile", page: 0)?.shape == [40, 300])
    #expect(larger.truth(of: "xyz_dose", page: 0)?.shape == [8, 10, 60])
    #expect(larger.truth(of: "z_profile", page: 0)?.shape == [200])
    #expect(larger.perTaskJob.tasks.count == 25)
    #expect(SampleRequest(tasks: 2).isValid == false)
    #expect(SampleRequest(scale: 0).isValid == false)
  }

  @Test("a file is overwritten only when that is said, and nothing is left of one that fails")
  func overwriting() throws {
    let folder = try folder
    let path = folder.appending(path: "a.sqlite").path
    try Data("kept".utf8).write(to: URL(filePath: path))
    let small = SampleStore(SampleRequest(tasks: 3))
    #expect(throws: SampleError.exists(path: path)) { try small.writeSQLite(to: path) }
    #expect(throws: SampleError.exists(path: path)) { try small.writePostgreSQL(to: path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("kept".utf8))
    try small.writeSQLite(to: path, overwrite: true)
    #expect(try rows(of: path)["Simulation"]?.count == 5)
    #expect(throws: SampleError.self) {
      try small.writeSQLite(to: folder.appending(path: "no/such/folder.sqlite").path)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.sqlite"])
  }
}
