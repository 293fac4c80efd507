import EbbTestSupport
import Foundation
import Testing

/// A run of `ebb` that may fail, but not otherwise than docs/operations.md says.
enum HostileRun {
  /// Those of docs/operations.md. What a signal ends, and what `timeout` ends, is not among them.
  private static let statuses: Set<Int32> = [0, 1, 64, 65, 66, 69, 73, 74, 77, 130]
  /// Long beyond any of these runs on a busy machine.
  private static let maxSeconds = 120

  @discardableResult
  static func expectEnd(
    _ arguments: [String], environment: [String: String?] = [:], in folder: TemporaryFolder, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Program.Outcome {
    var variables: [String: String?] = [
      "EBB_DB": nil, "FLASK_SQLALCHEMY_DATABASE_URI": nil, "SWIFT_BACKTRACE": "enable=no",
    ]
    variables.merge(environment) { $1 }
    let outcome = try Program.run(
      "timeout", ["-s", "KILL", String(maxSeconds), Ebb.path] + arguments, environment: variables,
      folder: folder.url.path)
    #expect(
      statuses.contains(outcome.status),
      "\(outcome.status): ebb \(arguments.joined(separator: " ")), \(what): \(outcome.errors.prefix(500))",
      sourceLocation: sourceLocation)
    return outcome
  }
}
