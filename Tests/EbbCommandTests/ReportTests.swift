import EbbTestSupport
import Foundation
import Testing

@Suite("ebb report") struct ReportTests {
  private static let sample = Reference.root.appending(path: "samples/pencil-beam.sqlite").path

  private func report(_ arguments: String...) throws -> String {
    let outcome = try Program.run(Ebb.path, ["report"] + arguments + ["-o", "-", "-q"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  @Test("has all parts, and a picture of each page that can be drawn")
  func parts() throws {
    let text = try report("20260112", "--db", Self.sample)
    for heading in ["Audit", "Pages", "Statistics", "Tasks", "All pages", "Input", "Warnings"] {
      #expect(text.contains("<h2>\(heading)</h2>"), "\(heading)")
    }
    #expect(text.components(separatedBy: "<figure>").count - 1 == 18)
    #expect(text.components(separatedBy: "data:image/svg+xml;base64,").count - 1 == 8)
    #expect(text.contains("<summary>beam.dat</summary>"))
    #expect(text.contains("46,000 primaries"))
  }

  @Test("needs nothing besides itself")
  func selfContained() throws {
    let text = try report("20260112", "--db", Self.sample)
    #expect(!text.contains("<script"))
    #expect(!text.contains("<link"))
    for attribute in ["src=\"", "href=\"", "url("] {
      for part in text.components(separatedBy: attribute).dropFirst() {
        #expect(part.hasPrefix("data:"), "\(attribute)\(part.prefix(40))")
      }
    }
  }

  @Test("texts of the store stay texts, and tags are closed", .enabled(if: Python.isPresent))
  func escaping() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: Self.sample, toPath: folder.path("store.sqlite"))
    let changed = try Program.run(
      "sqlite3",
      [
        folder.path("store.sqlite"),
        "UPDATE Simulation SET title = '<script>alert(1)</script> & \"it''s\"' WHERE job_id LIKE '20260112%'",
      ])
    try #require(changed.status == 0, "\(changed.errors)")
    let text = try report("20260112", "--db", folder.path("store.sqlite"))
    #expect(!text.contains("<script"))
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;it&#39;s&quot;"))
    try text.write(toFile: folder.path("report.html"), atomically: true, encoding: .utf8)
    let program = """
      import html.parser, sys
      open_ = []
      class Parser(html.parser.HTMLParser):
          def handle_starttag(self, tag, attributes):
              if tag not in ("meta", "br", "img"): open_.append(tag)
          def handle_endtag(self, tag):
              assert open_.pop() == tag, tag
      Parser().feed(open(sys.argv[1], encoding="utf-8").read())
      assert not open_, open_
      """
    let parsed = try Program.run(Python.path, ["-c", program, folder.path("report.html")])
    #expect(parsed.status == 0, "\(parsed.errors)")
  }

  @Test("without gnuplot there are numbers only, which is said")
  func withoutPictures() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      Ebb.path, ["report", "20260112", "-o", "-", "--db", Self.sample], environment: ["PATH": folder.path("")]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("gnuplot"))
    #expect(!outcome.output.contains("<img"))
    #expect(outcome.output.contains("15.35 cm"))
  }

  @Test("the same store gives the same bytes, whatever the threads")
  func sameBytes() throws {
    let one = try report("20260112", "--db", Self.sample, "--threads", "1")
    let isSame = try report("20260112", "--db", Self.sample, "--threads", "4") == one
    #expect(isSame)
  }

  @Test("a file that exists stays")
  func existing() throws {
    let folder = try TemporaryFolder()
    try Data("mine".utf8).write(to: URL(filePath: folder.path("r.html")))
    let outcome = try Ebb.run("report", "20260112", "-o", folder.path("r.html"), "--db", Self.sample)
    #expect(outcome.status == 73)
    #expect(try String(contentsOfFile: folder.path("r.html"), encoding: .utf8) == "mine")
  }
}
