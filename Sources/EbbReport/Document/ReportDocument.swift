package import EbbFiles
internal import EbbModel
internal import EbbText

/// A page of HTML that needs nothing besides itself: no network; for screens, light and dark, and paper; with a script of
/// its own for pictures that answer, and whole without it.
///
/// Its parts go to a spool as they come, and to the file when all are there.
package struct ReportDocument: Sendable {
  private var body: SpooledText
  private var entries: [ReportEntry] = []
  /// The addresses of the entries.
  private var addresses: [String] = []
  private var isLive = false

  /// - Parameter spool: where its parts are laid aside.
  package init(_ spool: SpoolFile) { body = SpooledText(spool) }

  /// Adds the report of a simulation.
  package mutating func add(_ article: ReportArticle) throws(FileError) {
    let address = "a\(entries.count + 1)"
    entries.append(article.entry)
    addresses.append("#" + address)
    try body.append("<article id=\"\(address)\">\n<h2>\(article.entry.heading.printable.html)</h2>\n")
    for section in article.sections {
      try body.append(
        "<section\(section.isBroad ? " class=\"broad\"" : "")>\n<h3>\(section.heading.printable.html)</h3>\n")
      for block in section.blocks { try append(block) }
      try body.append("</section>\n")
    }
    try body.append("</article>\n")
  }

  /// Adds a line to the index that leads to another file.
  /// - Parameter file: its name in the folder of this one.
  package mutating func add(_ entry: ReportEntry, inFile file: String) {
    entries.append(entry)
    addresses.append(file.urlPath)
  }

  private mutating func append(_ block: ReportBlock) throws(FileError) {
    switch block {
    case .written(let text): body.append(text)
    default: try body.append(block.html)
    }
  }

  /// Gives the page piece by piece, for its file.
  /// - Parameter title: of the whole; `nil` for that of the only simulation.
  package func pieces(title: String?, _ origin: ReportOrigin) -> ReportPieces {
    let title = (title ?? entries.first?.heading ?? "").printable.html
    let script = body.isEmpty ? "" : LiveScript.text
    let head = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(ContentPolicy.text(script: script, style: PageStyle.text))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="generator" content="ebb \(origin.creator.html)">
      <title>\(title)</title>
      <style>\(PageStyle.text)</style>
      </head>
      <body\(entries.count == 1 ? " class=\"one\"" : "")>
      <header>
      <h1>\(title)</h1>
      \(entries.count == 1 && !body.isEmpty ? "" : index)</header>
      <main>

      """
    let end = """
      </main>
      <footer>
      \(ReportBlock.fields(origin.facts).html)<p>Made by ebb \(origin.creator.html), \(origin.time.html). \
      Errors are standard errors where nothing else is said.</p>
      </footer>
      \(script.isEmpty ? "" : "<script>\(script)</script>\n")</body>
      </html>

      """
    return ReportPieces(head: head, body: body, end: end)
  }

  /// The table of all simulations.
  private var index: String {
    let severities = FindingSeverity.allCases.map(\.rawValue)
    let headings =
      ["Simulation", "State", "Code", "Primaries", "Pages"] + severities.map { $0 + "s" }
    let rows = zip(entries, addresses).map { entry, address in
      let texts = [entry.state, entry.code].map { "<td>\($0.printable.html)</td>" }
      let counts = severities.map { severity -> String in
        guard let findings = entry.findings else { return "<td class=\"n\">–</td>" }
        let count = findings.first { $0.severity == severity }?.count ?? 0
        return "<td class=\"n\(count > 0 ? " \(severity)" : "")\">\(count)</td>"
      }
      let name = entry.title.isEmpty ? "" : "<br><small>\(entry.name.printable.html)</small>"
      return
        "<tr><td><a href=\"\(address.html)\">\(entry.heading.printable.html)</a>\(name)</td>\(texts.joined())"
        + "<td class=\"n\">\(entry.primaries.printable.html)</td><td class=\"n\">\(entry.pages)</td>"
        + "\(counts.joined())</tr>\n"
    }
    let head = headings.enumerated().map { "<th\($0 > 2 ? " class=\"n\"" : "")>\($1)</th>" }.joined()
    return "<nav aria-label=\"Simulations\"><div class=\"wide\"><table class=\"index\">\n<tr>\(head)</tr>\n"
      + "\(rows.joined())</table></div></nav>\n"
  }
}

extension String {
  /// As a path of a link to a file beside: what is no letter, digit or mark that URLs have is written in percents.
  fileprivate var urlPath: String {
    let plain = utf8.map { byte -> String in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        return String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return "./" + plain.joined()
  }
}
