import EbbTestSupport
import Foundation
import Testing

/// Statistics and audit of files of results.
@Suite("ebb stats and ebb check of result files")
struct StatsOfFilesTests {
  /// A file for each of four tasks, the last with a NaN.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (task, values) in [(1, "1.0, 2.0"), (2, "1.25, 2.5"), (3, "0.75, 2.25"), (4, "1.0, NaN")] {
      let place = folder.url.appending(path: "job/task_000\(task)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      let page =
        "{\"metadata\": {\"page_normalized\": \"2\"}, \"dimensions\": 1, "
        + "\"data\": {\"unit\": \"MeV/g\", \"name\": \"DOSE\", \"values\": [\(values)]}, "
        + "\"axis_dim1\": {\"unit\": \"cm\", \"name\": \"Position (Z)\", \"values\": [0.5, 1.5]}}"
      try Data(
        "{\"metadata\": {\"number_of_primaries\": \"100\", \"page_count\": \"2\"}, \"pages\": [\(page)]}".utf8
      ).write(to: place.appending(path: "dose.json"))
    }
    return folder
  }

  private struct Page: Decodable {
    var estimator: String
    var contributions: Int
    var primaries: Int
    var medianError: Double
    var problem: String?
  }

  @Test("files of tasks have statistics")
  func stats() throws {
    let folder = try Self.folder()
    let outcome = try Ebb.run("stats", folder.path("job"), "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let pages = try Ebb.decode([Page].self, outcome.output)
    #expect(pages.map(\.estimator) == ["dose"])
    #expect(pages[0].contributions == 4)
    #expect(pages[0].primaries == 400)
    // Of 1, 1.25, 0.75 and 1: s² = 0.125/3, over 4.
    #expect(abs(pages[0].medianError - (0.125 / 12).squareRoot()) < 1e-12)
    #expect(pages[0].problem == "1 bin not finite")
    withExtendedLifetime(folder) {}
  }

  private struct Finding: Decodable {
    var check: String
    var message: String
  }

  @Test("files of tasks are audited by what they say: they have no tasks that fail, no input")
  func check() throws {
    let folder = try Self.folder()
    let outcome = try Ebb.run("check", folder.path("job"), "--json")
    #expect(outcome.status == 1, "\(outcome.errors)")
    let findings = try Ebb.decode([Finding].self, outcome.output)
    #expect(findings.map(\.check) == ["missing-pages", "non-finite"])
    #expect(findings[0].message == "there is 1 page of the 2 that its file had, in tasks 1, 2, 3 and 4.")
    #expect(findings[1].message == "1 NaN of 8 values, in task 4.")
    withExtendedLifetime(folder) {}
  }

  @Test("a file that cannot be read is told, and the others are audited")
  func broken() throws {
    let folder = try Self.folder()
    try Data("{\"metadata\": {}, \"pages\": [".utf8).write(
      to: URL(filePath: folder.path("job/task_0002/dose.json")))
    let outcome = try Ebb.run("check", folder.path("job"), "--json")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("task_0002/dose.json"))
    let stats = try Ebb.run("stats", folder.path("job"), "--keep-going", "--json")
    #expect(stats.status == 1)
    #expect(try Ebb.decode([Page].self, stats.output)[0].contributions == 3)
    #expect(try Ebb.run("stats", folder.path("job")).status == 65)
    withExtendedLifetime(folder) {}
  }
}
