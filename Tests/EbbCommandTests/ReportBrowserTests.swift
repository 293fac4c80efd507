import EbbTestSupport
import Foundation
import Testing

/// What a report does in a browser: Chromium, driven by Tests/Browser/report.py.
@Suite("ebb report in a browser") struct ReportBrowserTests {
  /// Whether there is a browser. Says so when there is none.
  private static let isPresent: Bool = {
    guard Python.isPresent else { return false }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let isThere = folders.contains { folder in
      ["chromium", "chromium-browser"].contains {
        FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
      }
    }
    if !isThere {
      print(
        "SKIPPED: tests of reports in a browser, since there is no chromium; script/setup --browser installs it."
      )
    }
    return isThere
  }()

  @Test(
    "pictures tell what exports say, by mouse, touch and keys, on small and large screens, on paper and without scripts",
    .enabled(if: isPresent))
  func browser() throws {
    let folder = try TemporaryFolder()
    let sample = Reference.root.appending(path: "samples/pencil-beam.sqlite").path
    let report = try Ebb.run("report", "20260112", "-o", folder.path("r.html"), "--db", sample)
    try #require(report.status == 0, "\(report.errors)")
    let export = try Ebb.run("export", "20260112", "-o", folder.path("r.json"), "--db", sample)
    try #require(export.status == 0, "\(export.errors)")
    let outcome = try Program.run(
      Python.path,
      [
        Reference.root.appending(path: "Tests/Browser/report.py").path, folder.path("r.html"),
        folder.path("r.json"),
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
