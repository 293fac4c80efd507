internal import EbbModel
internal import EbbText

extension ReportBlock {
  /// As HTML, made of texts that are written as texts. What was written before is not among it.
  package var html: String {
    switch self {
    case .paragraph(let text): "<p>\(text.printable.html)</p>\n"
    case .heading(let text): "<h4>\(text.printable.html)</h4>\n"
    case .fields(let fields): Self.html(fields)
    case .table(let listing): listing.html
    case .findings(let findings):
      "<ul class=\"findings\">\n\(findings.map(\.html).joined())</ul>\n"
    case .file(let name, let text):
      "<details><summary>\(name.printable.html)</summary><pre>\(text.printableLines.html)</pre></details>\n"
    case .written: ""
    }
  }

  static func html(_ fields: [(label: String, text: String)]) -> String {
    guard !fields.isEmpty else { return "" }
    let rows = fields.map { "<dt>\($0.label.printable.html)</dt><dd>\($0.text.printable.html)</dd>\n" }
    return "<dl>\n\(rows.joined())</dl>\n"
  }
}

extension ReportFinding {
  fileprivate var html: String {
    "<li class=\"\(severity.html)\"><b>\(severity.html)</b> \(check.printable.html)"
      + (place.isEmpty ? "" : ", \(place.printable.html)") + "<br>"
      + "\(message.printable.html)<br><i>\(advice.printable.html)</i></li>\n"
  }
}

extension ReportFigure {
  /// What stands around figures that lie side by side.
  package static let gridOpening = "<div class=\"pages\">\n"
  package static let gridEnding = "</div>\n"

  /// A figure: its name, the picture, the data that the script draws, the facts.
  package var html: String {
    opening + (svg.map { Self.picture($0, label: caption) } ?? "") + ending
  }

  /// What stands before the picture.
  package var opening: String {
    "<figure\(live == nil ? "" : " data-live")>\n<figcaption>\(caption.printable.html)</figcaption>\n"
  }

  /// A picture of gnuplot's within a figure; nothing where it is none.
  /// - Parameter label: what it shows, for those who do not see it.
  package static func picture(_ svg: [UInt8], label: String) -> String {
    InlineSVG.text(of: svg, label: label.printable).map { "<div class=\"still\">\($0)</div>\n" } ?? ""
  }

  /// What stands behind it.
  package var ending: String {
    var text = ""
    if let live {
      text += "<script type=\"application/json\">\(live.about)</script>\n"
      text += "<script type=\"text/plain\">\n\(live.numbers.joined(separator: "\n"))\n</script>\n"
    }
    if let remark { text += "<p class=\"remark\">\(remark.printable.html)</p>\n" }
    return text + ReportBlock.html(facts) + "</figure>\n"
  }
}
