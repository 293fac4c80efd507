import EbbSamples
import EbbTestSupport
import Foundation
import Testing

/// README and the pages of docs/: what readers copy, follow and look at.
@Suite("Documents") struct DocumentsTests {
  /// Paths from the project's root.
  static let all: [String] = {
    let docs =
      (try? FileManager.default.contentsOfDirectory(atPath: Reference.root.appending(path: "docs").path))
      ?? []
    return ["README.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
  }()

  static func text(_ document: String) throws -> String {
    try String(contentsOf: Reference.root.appending(path: document), encoding: .utf8)
  }

  /// A database with the sample, for readers who have a server.
  private static let sampleURL = Result {
    let folder = try TemporaryFolder()
    try SampleStore(SampleRequest()).writePostgreSQL(to: folder.path("sample.sql"), overwrite: false)
    return try PostgreSQLServer.shared().createDatabase(file: folder.path("sample.sql"))
  }

  /// `EBB_UPDATE_SNAPSHOTS=1` writes the outputs and pictures anew.
  @Test("every command runs, and prints what stands there", .enabled(if: Python.isPresent), arguments: all)
  func commands(document: String) throws {
    var environment: [String: String?] = ["EBB_WALK_PYTHON": Python.path]
    let folders = [
      URL(filePath: Ebb.path).deletingLastPathComponent().path,
      ProcessInfo.processInfo.environment["PATH"] ?? "",
    ]
    environment["PATH"] = folders.joined(separator: ":")
    if PostgreSQLServer.isPresent, try Self.text(document).contains("```sh postgresql") {
      environment["EBB_WALK_POSTGRESQL"] = try Self.sampleURL.get()
    }
    let isUpdating = ProcessInfo.processInfo.environment["EBB_UPDATE_SNAPSHOTS"] == "1"
    let outcome = try Program.run(
      Reference.root.appending(path: "script/walk-guide").path,
      (isUpdating ? ["--update"] : []) + [Reference.root.path, document], environment: environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    // The package is installed by `script/package --try`; all else a reader has who has what the tests have.
    let passedOver = outcome.errors.matches(of: #/passed over, as it needs (.*)/#).map { String($0.output.1) }
    let unavailable = PostgreSQLServer.isPresent ? ["sh package"] : ["sh package", "sh postgresql"]
    #expect(passedOver.filter { !unavailable.contains($0) } == [])
  }

  @Test("what looks like a command says what it is, so that it is run", arguments: all)
  func fences(document: String) throws {
    let fences = try Self.text(document).split(separator: "\n").filter { $0.hasPrefix("```") && $0 != "```" }
    let languages = Set(fences.map { String($0.dropFirst(3).prefix { $0 != " " }) })
    #expect(languages.subtracting(["console", "sh", "python", "text", "sql"]) == [])
  }

  @Test(
    "every link leads somewhere", arguments: all + ["CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"])
  func links(document: String) throws {
    let text = try Self.text(document)
    let folder = Reference.root.appending(path: document).deletingLastPathComponent()
    for link in text.matches(of: #/\]\(([^)\s]+)\)/#).map({ String($0.output.1) }) where !link.contains("://")
    {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let target =
        parts[0].isEmpty ? Reference.root.appending(path: document) : folder.appending(path: parts[0])
      #expect(FileManager.default.fileExists(atPath: target.path), "\(link)")
      guard parts.count == 2 else { continue }
      let headings = try String(contentsOf: target, encoding: .utf8).split(separator: "\n").filter {
        $0.hasPrefix("#")
      }
      let anchors = headings.map { heading in
        heading.drop { $0 == "#" || $0 == " " }.lowercased().filter {
          $0.isLetter || $0.isNumber || " -_".contains($0)
        }
        .replacing(" ", with: "-")
      }
      #expect(anchors.contains(parts[1]), "\(link)")
    }
  }

  @Test("README leads to every page of docs/")
  func contents() throws {
    let readme = try Self.text("README.md")
    for page in Self.all.dropFirst() where page != "docs/coverage.md" {
      #expect(readme.contains("(\(page))"), "\(page)")
    }
    #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).count < 125)
  }

  @Test("README and --help name completion and manual pages")
  func named() throws {
    for text in [try Self.text("README.md"), try Ebb.run("--help").output] {
      let words = text.replacing(#/\s+/#, with: " ")
      #expect(words.contains("--generate-completion-script") && words.contains("man ebb"))
    }
  }
}
