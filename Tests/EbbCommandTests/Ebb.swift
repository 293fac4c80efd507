import EbbSamples
import EbbTestSupport
import Foundation
import Testing

/// The command as its users run it.
enum Ebb {
  static let path = BuiltProgram.path(of: "ebb")

  /// The environment of a user who has set nothing.
  private static let plain: [String: String?] = [
    "EBB_DB": nil, "FLASK_SQLALCHEMY_DATABASE_URI": nil, "SOURCE_DATE_EPOCH": "1750000000",
  ]

  static func run(
    _ arguments: String..., environment: [String: String?] = [:], folder: String? = nil,
    interruptWhen: (() -> Bool)? = nil
  ) throws -> Program.Outcome {
    try Program.run(
      path, arguments, environment: plain.merging(environment) { $1 }, folder: folder,
      interruptWhen: interruptWhen)
  }

  /// Reads an answer in JSON; `job_id` is `jobId`.
  static func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(json.utf8))
  }
}

/// The made results, behind both drivers and in the first and the current schema.
enum SameResults: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, firstSQLite, postgreSQL, firstPostgreSQL

  var testDescription: String { rawValue }

  /// Those that there can be here: never none.
  static var present: [SameResults] {
    allCases.filter { PostgreSQLServer.isPresent || [.sqlite, .firstSQLite].contains($0) }
  }

  func url() throws -> String {
    switch self {
    case .sqlite: MadeStore.path
    case .firstSQLite: try MadeStore.sqlite(Schema.revisions[0])
    case .postgreSQL: try MadeStore.postgreSQL()
    case .firstPostgreSQL: try MadeStore.postgreSQL(Schema.revisions[0])
    }
  }
}

/// The reference results, in each of the stores that hold the same rows.
enum ReferenceStore: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, firstSchema, postgreSQL

  var testDescription: String { rawValue }

  /// Those that there are here, for tests that need the reference.
  static var present: [ReferenceStore] {
    allCases.filter { $0 != .postgreSQL || PostgreSQLServer.isPresent }
  }

  func url() throws -> String {
    switch self {
    case .sqlite: Reference.path("real.sqlite")
    case .firstSchema: Reference.path("real_seed_schema.sqlite")
    case .postgreSQL: try PostgreSQLServer.loadReference()
    }
  }
}
