import EbbSamples
import EbbTestSupport
import Foundation
import Testing

/// Stores that are each wrong in one way.
@Suite("Broken stores")
struct BrokenStoresTests {
  private static let maxBytes = 1 << 30
  /// Below this the bomb, 1.5 GB of text, must not be inflated whole.
  private static let byteLimit = "268435456"

  /// Made once for all tests.
  private static let folder = Result { () throws in
    let folder = try TemporaryFolder(staysForAllTests: true)
    for broken in BrokenStore.all { try broken.write(to: folder.path(broken.name + ".sqlite")) }
    return folder
  }

  @Test(
    "there is one for every case of the reference's tool, with its exit code",
    .enabled(if: Reference.isPresent, "real results"))
  func kinds() throws {
    struct Case: Decodable { var exit: Int32 }
    let folder = try TemporaryFolder()
    let made = try Program.run("python3", [Reference.tool("make_broken.py"), folder.url.path])
    try #require(made.status == 0, "\(made.errors)")
    let data = try Data(contentsOf: folder.url.appending(path: "cases.json"))
    for (name, wanted) in try JSONDecoder().decode([String: Case].self, from: data) {
      #expect(BrokenStore.all.first { $0.name == name }?.exitStatus == wanted.exit, "\(name)")
    }
  }

  @Test(
    "each gives its exit code, one clear message, and no output where it fails", arguments: BrokenStore.all)
  func fails(_ broken: BrokenStore) throws {
    let output = try TemporaryFolder()
    let outcome = try export(broken, to: output)
    #expect(outcome.status == broken.exitStatus, "\(outcome.errors)")
    #expect(outcome.peakBytes < Self.maxBytes)
    #expect(try output.names == (broken.exitStatus == 0 ? ["export.json"] : []))
    guard broken.exitStatus != 0 else { return }
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 2, "\(outcome.errors)")
    #expect(lines[0].hasPrefix("ebb: "))
    #expect(lines[1].hasPrefix("     "))
    #expect(lines.allSatisfy { $0.hasSuffix(".") })
  }

  @Test("with --keep-going the sound pages come out", arguments: BrokenStore.all.filter(\.isStore))
  func keepsGoing(_ broken: BrokenStore) throws {
    let output = try TemporaryFolder()
    let outcome = try export(broken, to: output, "--keep-going")
    #expect(outcome.status == (broken.exitStatus == 0 ? 0 : 1), "\(outcome.errors)")
    #expect(outcome.peakBytes < Self.maxBytes)
    let text = try String(contentsOfFile: output.path("export.json"), encoding: .utf8)
    let pages = try Ebb.decode(Document.self, text).pages
    // Page 0 of the first estimator and that of the second are sound in every store.
    #expect(pages.count { $0.pageNumber == 0 && $0.values == [1, 2.5, 3e-05] } >= 2)
    #expect(pages.contains { $0.pageNumber == 1 } == (broken.exitStatus == 0 && !broken.hasNoData))
    #expect(outcome.errors.contains("left out") == (broken.exitStatus != 0 || broken.hasNoData))
  }

  @Test("an audit finds each, once, in the page that is broken", arguments: BrokenStore.all)
  func isFound(_ broken: BrokenStore) throws {
    let store = try Self.folder.get().path(broken.name + ".sqlite")
    let outcome = try Ebb.run("check", "id:1", "--json", "--db", store, "--max-page-bytes", Self.byteLimit)
    #expect(outcome.peakBytes < Self.maxBytes)
    guard broken.isStore else {
      #expect(outcome.status == 69)
      return
    }
    let findings = try Ebb.decode([Finding].self, outcome.output)
    #expect(outcome.status == (broken.isSound ? 0 : 1), "\(outcome.errors)")
    #expect(findings.map(\.pageNumber) == (broken.isSound ? [] : [1]))
    #expect(findings.allSatisfy { $0.severity == (broken.exitStatus == 0 ? "warning" : "error") })
  }

  private struct Finding: Decodable {
    var severity: String
    var pageNumber: Int?
  }

  private func export(
    _ broken: BrokenStore, to output: TemporaryFolder, _ options: String...
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
