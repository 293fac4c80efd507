internal import EbbModel

extension Listing {
  /// A table of what people see, for a page of HTML.
  package var html: String {
    let shown = columns.indices.filter { columns[$0].heading != nil }
    func row(_ cells: [(text: String, isNumber: Bool)], _ tag: String) -> String {
      cells.map { "<\(tag)\($0.isNumber ? " class=\"n\"" : "")>\($0.text.html)</\(tag)>" }.joined()
    }
    let heading = row(shown.map { (columns[$0].heading ?? "", false) }, "th")
    let body = rows.map { cells in
      let texts = shown.map { column -> (String, Bool) in
        switch cells[column] {
        case .integer, .number: (forPeople(column, in: cells), true)
        default: (forPeople(column, in: cells), false)
        }
      }
      return "<tr>\(row(texts, "td"))</tr>\n"
    }
    return "<div class=\"wide\"><table>\n<tr>\(heading)</tr>\n\(body.joined())</table></div>\n"
  }
}

extension String {
  /// As text of a page of HTML, also within quotes.
  package var html: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
