import EbbTestSupport
import Foundation
import Testing

@testable import EbbOperations

/// The table of checks in docs/audit.md.
@Suite("The table of checks") struct CheckTableTests {
  @Test("has each check in the order of the list, in its own words")
  func table() throws {
    let file = Reference.root.appending(path: "docs/audit.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(page.range(of: "| check | what |\n|---|---|\n"))
    let end = try #require(page.range(of: "\n\n", range: start.upperBound..<page.endIndex))
    let all =
      checks.map { (name: $0.name, looksFor: $0.looksFor) }
      + jobsChecks.map { (name: $0.name, looksFor: $0.looksFor) }
    let rows = all.map { "| `\($0.name)` | \($0.looksFor) |" }.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["EBB_UPDATE_SNAPSHOTS"] == "1" {
      let text = page.replacingCharacters(in: start.upperBound..<end.lowerBound, with: rows)
      try Data(text.utf8).write(to: file)
    } else {
      #expect(page[start.upperBound..<end.lowerBound] == rows)
    }
  }
}
