import EbbTestSupport
import Foundation
import Testing

/// The table of docs/formats.md, which is made of the formats themselves.
@Suite("The table of formats") struct FormatsDocumentTests {
  private struct Format: Decodable {
    var format: String
    var suffixes: String
    var holds: String
    var readers: String?
  }

  @Test("has every format, in its words")
  func table() throws {
    let formats = try Ebb.decode([Format].self, Ebb.run("export", "--list-formats", "-f", "json").output)
    #expect(formats.count > 12)
    var table = "| `-f` | suffix | what | who reads it |\n|---|---|---|---|\n"
    for format in formats {
      let suffixes = format.suffixes.split(separator: " ").map { "`\($0)`" }.joined(separator: ", ")
      table += "| `\(format.format)` | \(suffixes) | \(format.holds) | \(format.readers ?? "") |\n"
    }
    let file = Reference.root.appending(path: "docs/formats.md")
    var text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.range(of: "--list-formats`. -->\n\n")?.upperBound)
    let end = try #require(text.range(of: "\n**Versions.**")?.lowerBound)
    if ProcessInfo.processInfo.environment["EBB_UPDATE_SNAPSHOTS"] == "1" {
      text.replaceSubrange(start..<end, with: table)
      try Data(text.utf8).write(to: file)
    } else {
      #expect(String(text[start..<end]) == table)
    }
  }
}
