internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText
internal import Foundation

/// A page of HTML that needs nothing besides itself: no network, no scripts; for screens, light and dark, and paper.
struct HTMLReport {
  private var body = ""
  private let title: String
  private let creator: String

  init(title: String, creator: String) {
    self.title = title.printable
    self.creator = creator
  }

  mutating func begin(_ heading: String) { body += "<h2>\(heading.html)</h2>\n" }

  mutating func add(paragraph text: String) { body += "<p>\(text.printable.html)</p>\n" }

  mutating func add(_ listing: Listing) { body += listing.html }

  mutating func add(_ fields: [(label: String, text: String)]) {
    let rows = fields.map { "<dt>\($0.label.html)</dt><dd>\($0.text.printable.html)</dd>\n" }
    body += "<dl>\n\(rows.joined())</dl>\n"
  }

  mutating func add(_ findings: [Finding]) {
    body += "<ul class=\"findings\">\n"
    for finding in findings {
      let place = Failure.page(finding.page, of: finding.estimator)
      let severity = finding.severity.rawValue
      body += "<li class=\"\(severity)\"><b>\(severity.html)</b> \(finding.check.html)"
      body += (place.isEmpty ? "" : ", \(place.printable.html)") + "<br>"
      body += "\(finding.message.printable.html)<br><i>\(finding.advice.printable.html)</i></li>\n"
    }
    body += "</ul>\n"
  }

  mutating func add(_ pictures: [PagePicture]) {
    body += "<div class=\"pages\">\n"
    for picture in pictures {
      let name = "\(picture.estimator), page \(picture.number): \(picture.quantity)".printable
      body += "<figure><figcaption>\(name.html)</figcaption>\n"
      if let svg = picture.svg {
        let data = Data(svg).base64EncodedString()
        body += "<img alt=\"\(name.html)\" src=\"data:image/svg+xml;base64,\(data)\">\n"
      }
      add(picture.facts)
      body += "</figure>\n"
    }
    body += "</div>\n"
  }

  mutating func add(file: String, _ text: String) {
    body +=
      "<details><summary>\(file.printable.html)</summary><pre>\(text.printableLines.html)</pre></details>\n"
  }

  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="ebb \(creator.html)">
    <title>\(title.html)</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <h1>\(title.html)</h1>
    \(body)<footer>Made by ebb \(creator.html). Errors are standard errors.</footer>
    </body>
    </html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; --line: #ccc; --soft: #666; --card: #fff; }
    @media (prefers-color-scheme: dark) { :root { --line: #444; --soft: #aaa; --card: #1c1c1c; } }
    body { font: 15px/1.45 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem; margin: .5rem 0; }
    dt { color: var(--soft); }
    dd { margin: 0; overflow-wrap: anywhere; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .9rem; }
    th, td { text-align: left; padding: .15rem .6rem .15rem 0; white-space: nowrap; }
    th { color: var(--soft); font-weight: 600; }
    tr + tr { border-top: 1px solid var(--line); }
    .n { text-align: right; font-variant-numeric: tabular-nums; }
    .pages { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1rem; }
    figure { margin: 0; padding: .8rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); }
    figcaption { font-weight: 600; overflow-wrap: anywhere; }
    img { display: block; width: 100%; height: auto; margin: .5rem 0; background: #fff; border-radius: .2rem; }
    .findings { padding-left: 1.1rem; }
    .findings li { margin-bottom: .6rem; }
    .error b { color: #c62828; } .warning b { color: #b26a00; } .note b { color: var(--soft); }
    pre { overflow-x: auto; font-size: .8rem; }
    footer { margin-top: 2rem; color: var(--soft); font-size: .85rem; }
    @media print {
      body { max-width: none; padding: 0; font-size: 10pt; }
      figure { break-inside: avoid; } .wide { overflow: visible; }
      .pages { grid-template-columns: 1fr 1fr; }
    }
    """
}
