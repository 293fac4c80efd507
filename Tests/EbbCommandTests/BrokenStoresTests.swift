import EbbTestSupport
import Foundation
import Testing

/// Stores that are each wrong in one way.
@Suite("Broken stores", .enabled(if: Reference.isPresent))
struct BrokenStoresTests {
  private static let mostBytes = 1 << 30
  /// Below this the bomb, 1.5 GB of text, must not be inflated whole.
  private static let byteLimit = "268435456"

  struct Case: Sendable, Decodable, CustomTestStringConvertible {
    var exit: Int32
    var what: String
    var name = ""

    enum CodingKeys: CodingKey { case exit, what }
    var testDescription: String { name }
    /// Whether there is a simulation at all.
    var isStore: Bool { exit != 69 }
  }

  /// Made once for all tests.
  private static let folder = Result { () throws in
    let folder = try TemporaryFolder(staysForAllTests: true)
    let made = try Program.run("python3", [Reference.tool("make_broken.py"), folder.url.path])
    try #require(made.status == 0, "\(made.errors)")
    return folder
  }

  static func cases() throws -> [Case] {
    guard Reference.isPresent else { return [] }
    let data = try Data(contentsOf: folder.get().url.appending(path: "cases.json"))
    return try JSONDecoder().decode([String: Case].self, from: data).map { name, found in
      var found = found
      found.name = name
      return found
    }.sorted { $0.name < $1.name }
  }

  @Test("each gives its exit code, one clear message, and no output where it fails", arguments: try cases())
  func fails(_ broken: Case) throws {
    let output = try TemporaryFolder()
    let outcome = try export(broken, to: output)
    #expect(outcome.status == broken.exit, "\(outcome.errors)")
    #expect(outcome.peakBytes < Self.mostBytes)
    #expect(try output.names == (broken.exit == 0 ? ["export.json"] : []))
    guard broken.exit != 0 else { return }
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 2, "\(outcome.errors)")
    #expect(lines[0].hasPrefix("ebb: "))
    #expect(lines[1].hasPrefix("     "))
    #expect(lines.allSatisfy { $0.hasSuffix(".") })
  }

  @Test("with --keep-going the sound pages come out", arguments: try cases().filter(\.isStore))
  func keepsGoing(_ broken: Case) throws {
    let output = try TemporaryFolder()
    let outcome = try export(broken, to: output, "--keep-going")
    #expect(outcome.status == (broken.exit == 0 ? 0 : 1), "\(outcome.errors)")
    #expect(outcome.peakBytes < Self.mostBytes)
    let text = try String(contentsOfFile: output.path("export.json"), encoding: .utf8)
    let pages = try Ebb.decode(Document.self, text).pages
    // Page 0 of the first estimator and that of the second are sound in every store.
    #expect(pages.count { $0.pageNumber == 0 && $0.values == [1, 2.5, 3e-05] } >= 2)
    #expect(pages.contains { $0.pageNumber == 1 } == (broken.exit == 0 && !broken.hasNoData))
    #expect(outcome.errors.contains("left out") == (broken.exit != 0 || broken.hasNoData))
  }

  @Test("an audit finds each, once, in the page that is broken", arguments: try cases())
  func isFound(_ broken: Case) throws {
    let store = try Self.folder.get().path(broken.name + ".sqlite")
    let outcome = try Ebb.run("check", "id:1", "--json", "--db", store, "--max-page-bytes", Self.byteLimit)
    #expect(outcome.peakBytes < Self.mostBytes)
    guard broken.isStore else {
      #expect(outcome.status == 69)
      return
    }
    let findings = try Ebb.decode([Finding].self, outcome.output)
    let isSound = ["integers", "odd_spacing", "odd_names"].contains(broken.name)
    #expect(outcome.status == (isSound ? 0 : 1), "\(outcome.errors)")
    #expect(findings.map(\.pageNumber) == (isSound ? [] : [1]))
    #expect(findings.allSatisfy { $0.severity == (broken.exit == 0 ? "warning" : "error") })
  }

  private struct Finding: Decodable {
    var severity: String
    var pageNumber: Int?
  }

  private func export(
    _ broken: Case, to output: TemporaryFolder, _ options: String...
  ) throws -> Program.Outcome {
    let store = try Self.folder.get().path(broken.name + ".sqlite")
    return try Program.run(
      Ebb.path,
      ["export", "id:1", "--db", store, "-o", output.path("export.json")]
        + ["--max-page-bytes", Self.byteLimit] + options)
  }

  private struct Document: Decodable {
    struct Page: Decodable {
      var pageNumber: Int
      var values: [Double?]
    }
    struct Estimator: Decodable { var pages: [Page] }
    struct Simulation: Decodable { var estimators: [Estimator] }
    var simulations: [Simulation]
    var pages: [Page] { simulations.flatMap(\.estimators).flatMap(\.pages) }
  }
}

extension BrokenStoresTests.Case {
  fileprivate var hasNoData: Bool { ["null_data", "empty_data", "json_null"].contains(name) }
}
