import EbbFiles
import EbbTestSupport
import EbbText
import Testing

@testable import EbbReport

@Suite("Pages of HTML") struct ReportDocumentTests {
  private let origin = ReportOrigin(creator: "1", time: "now", facts: [("Command", "ebb <b>")])

  private func text(_ document: ReportDocument, title: String? = nil) throws -> String {
    var pieces = document.pieces(title: title, origin)
    var bytes: [UInt8] = []
    while let piece = try pieces.next() { bytes += piece }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("sections stand in their order, whatever was laid aside first")
  func order() throws {
    let folder = try TemporaryFolder()
    let spool = try SpoolFile(in: folder.path(""))
    var written = SpooledText(spool)
    try written.append("<p>written before</p>\n")
    var document = ReportDocument(spool)
    try document.add(
      ReportArticle(
        ReportEntry(name: "a", title: "First & only"),
        [
          ReportSection("One", [.paragraph("p"), .fields([("<label>", "text")])]),
          ReportSection("Two", [.written(written), .file(name: "f<", text: "a\nb<")]),
        ]))
    let text = try text(document)
    let places = [
      "<h1>First &amp; only</h1>", "<h3>One</h3>", "<p>p</p>", "<dt>&lt;label&gt;</dt><dd>text</dd>",
      "<h3>Two</h3>",
      "written before", "<summary>f&lt;</summary><pre>a\nb&lt;</pre>", "<dd>ebb &lt;b&gt;</dd>", "<script>",
    ].map { text.firstRange(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil })
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    #expect(!text.contains("<nav"))
  }

  @Test("an index of other files has links that are only names of files, and no script")
  func index() throws {
    let folder = try TemporaryFolder()
    var document = ReportDocument(try SpoolFile(in: folder.path("")))
    document.add(
      ReportEntry(name: "a", title: "t", findings: [("error", 2), ("warning", 0), ("note", 1)]),
      inFile: "javascript:alert(1)/ä\".html")
    document.add(ReportEntry(name: "b", title: ""), inFile: "b.html")
    let text = try text(document, title: "2 simulations")
    #expect(text.contains("href=\"./javascript%3Aalert%281%29%2F%C3%A4%22.html\""))
    #expect(text.contains("<td class=\"n error\">2</td><td class=\"n\">0</td><td class=\"n note\">1</td>"))
    #expect(!text.contains("<script") && text.contains("script-src 'none'"))
  }

  @Test("a spool has no name, gives what it was given, and needs its folder no more")
  func spool() throws {
    let folder = try TemporaryFolder()
    let spool = try SpoolFile(in: folder.path(""))
    var ranges: [Range<Int>] = []
    for number in 0..<100 {
      ranges.append(try spool.append([UInt8](repeating: UInt8(number), count: number * 1000).span))
    }
    #expect(try folder.names.isEmpty)
    for (number, range) in ranges.enumerated().reversed() {
      #expect(try spool.read(range) == [UInt8](repeating: UInt8(number), count: number * 1000))
    }
    // Where the folder takes no files, another is found.
    _ = try SpoolFile(in: "/proc/self")
  }
}
