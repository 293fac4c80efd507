import EbbTestSupport
import Foundation
import Testing

/// The examples that users copy.
@Suite("README", .enabled(if: Python.isPresent)) struct ReadmeTests {
  /// The commands of the section "Examples", block by block. What needs a server of the reader's is left out.
  private static func examples() throws -> [String] {
    let readme = try String(contentsOf: Reference.root.appending(path: "README.md"), encoding: .utf8)
    let section = try #require(
      readme.split(separator: "\n## Examples\n").last?.split(separator: "\n## ").first)
    let blocks = section.split(separator: "```").enumerated().compactMap { index, block in
      index % 2 == 1 ? String(block) : nil
    }
    return blocks.filter { !$0.contains("postgresql") }
  }

  @Test("every example runs as it stands")
  func runs() throws {
    let folder = try TemporaryFolder()
    let root = Reference.root
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "samples"), withDestinationURL: root.appending(path: "samples"))
    let folders = [
      URL(filePath: Ebb.path).deletingLastPathComponent().path,
      URL(filePath: Python.path).deletingLastPathComponent().path,
      ProcessInfo.processInfo.environment["PATH"] ?? "",
    ]
    let examples = try Self.examples()
    #expect(examples.count >= 5)
    let outcome = try Program.run(
      "bash", ["-euo", "pipefail", "-c", examples.joined()],
      environment: ["PATH": folders.joined(separator: ":")], folder: folder.url.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("15.3"))
    #expect(
      try folder.names == [
        "bragg.png", "dose.csv", "gray.csv", "report.html", "results", "results.h5", "samples",
      ])
  }
}
