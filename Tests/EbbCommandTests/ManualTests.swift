import EbbTestSupport
import Foundation
import Testing

/// The manual pages that `script/man-pages` makes of what the parser says.
@Suite("Manual pages") struct ManualTests {
  @Test("are there for every command, with all its options")
  func pages() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      "python3", [Reference.root.appending(path: "script/man-pages").path, Ebb.path, folder.url.path])
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try folder.names
        == CommandTree.all.map {
          (["ebb"] + $0.split(separator: " ").map(String.init)).joined(separator: "-") + ".1"
        }
        .sorted())
    for (words, arguments) in CommandTree.leaves {
      let page = try String(
        contentsOfFile: folder.path((["ebb"] + words).joined(separator: "-") + ".1"), encoding: .utf8)
      for name in arguments.filter({ $0.shouldDisplay != false }).compactMap(\.name) {
        #expect(page.contains("\\fB" + name.replacing("-", with: "\\-")), "\(words): \(name)")
      }
      // Requests that roff knows, and no line of text that it would take for one.
      let requests = Set(
        page.split(separator: "\n").filter { $0.hasPrefix(".") }.map { $0.prefix { $0 != " " } })
      #expect(
        requests.isSubset(of: [".TH", ".SH", ".TP", ".IP", ".PP", ".nf", ".fi", ".RS", ".RE"]), "\(words)")
    }
  }
}
