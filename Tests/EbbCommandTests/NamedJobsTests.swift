import EbbTestSupport
import Foundation
import Testing

/// Two jobs of the sample: of the first a task FAILED, of the second the platform has averaged counts.
@Suite("Messages on several jobs") struct NamedJobsTests {
  private static let failed = "20260112-081500-3f6c1a52-8b0e-4d17-9a44-c05be7d2f6a1BATCH"
  private static let averaged = "20260114-081500-5ae07b93-d64f-4c21-b7f8-0e2c96a41d33DIRECT"
  private static let both = ["20260112", "20260114", "-e", "yz_profile"]

  @Test(
    "name the job that they are of, whatever is done with them",
    arguments: [
      ["export", "-f", "json", "-o", "one.json"], ["export", "-f", "json", "-o", "folder/"], ["stats"],
      ["values", "--at", "y=0", "--at", "z=10"], ["analyze", "dvh"], ["report", "-o", "r.html"],
      ["report", "-o", "reports/"],
    ])
  func several(words: [String]) throws {
    let folder = try TemporaryFolder()
    let errors = try AskingTests.run(words + Self.both, folder: folder.url.path).errors
    let warnings = errors.split(separator: "\n").filter { $0.contains("warning:") }
    #expect(warnings.contains { $0.contains("task 7") && $0.contains("FAILED") }, "\(errors)")
    // Of the second of two that a report compares it is said that nothing tells its noise.
    for warning in warnings where !warning.contains("B has no errors") {
      #expect(warning.contains(Self.failed) || warning.contains(Self.averaged), "\(warning)")
    }
  }

  @Test("of two that are compared too, and of one alone they do not")
  func others() throws {
    let compared = try AskingTests.run("compare", "20260112", "20260114", "-e", "z_profile").errors
    #expect(compared.contains("task 7 of \(Self.failed) FAILED"), "\(compared)")
    let alone = try AskingTests.run("stats", "20260112", "-e", "yz_profile").errors
    #expect(alone.contains("warning: task 7 FAILED"), "\(alone)")
    #expect(!alone.contains(Self.failed))
  }

  @Test("a file of one job does not depend on what was exported beside it")
  func files() throws {
    let folder = try TemporaryFolder()
    let words = ["export", "-e", "yz_profile", "-f", "json", "-q", "-o"]
    let path = folder.path("a.json")
    #expect(try AskingTests.run(words + [path, "20260112"]).status == 0)
    #expect(try AskingTests.run(words + [folder.path("all") + "/", "20260112", "20260114"]).status == 0)
    func warnings(_ path: String) throws -> [String] {
      let document = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
      let provenance = (document as? [String: Any])?["provenance"] as? [String: Any]
      return try #require(provenance?["warnings"] as? [String])
    }
    let own = try warnings(path)
    #expect(!own.isEmpty && own.allSatisfy { !$0.contains(Self.failed) })
    #expect(try warnings(folder.path("all/\(Self.failed).json")) == own)
    withExtendedLifetime(folder) {}
  }
}
