internal import EbbModel
internal import EbbPlot
internal import EbbText

/// The JSON that tells a page's script what a picture is of.
enum LiveDescription {
  /// JSON without a character that HTML or a script would take for more than a text.
  static func text(of page: ResultPage, label: String) -> String {
    let value = Figure.valueAxis(of: page)
    var json = TextBlock()
    json.append("{\"label\": ")
    append(label, to: &json)
    json.append(", \"value\": ")
    append(value.label, to: &json)
    json.append(", \"unit\": ")
    append(Typeset.unit(page.unit.text), to: &json)
    json.append(", \"errors\": \(page.errors != nil), \"band\": ")
    append(Figure.band(page), to: &json)
    if let round = round(page) { json.append(", \"round\": \(round)") }
    json.append(", \"names\": \(page.meaning.overBins == .label), \"axes\": [")
    for (index, axis) in page.axes.enumerated() {
      json.append(index > 0 ? ", {\"name\": " : "{\"name\": ")
      append(axis.name, to: &json)
      json.append(", \"label\": ")
      append(PlotAxis(axis).label, to: &json)
      json.append(", \"unit\": ")
      append(axis.unit == "1" ? "" : axis.unit, to: &json)
      json.append(", \"log\": \(axis.scale == .logarithmic), \"centres\": ")
      json.append(json: axis.centres)
      if let edges = axis.edges {
        json.append(", \"edges\": ")
        json.append(json: edges)
      }
      json.append("}")
    }
    json.append("]}")
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// The radius and the azimuth of a cylinder, and a whole turn in the azimuth's unit; `nil` of a page without both.
  private static func round(_ page: ResultPage) -> String? {
    guard
      let radius = page.axes.firstIndex(where: { $0.kind == .radius && $0.edges.map { $0[0] >= 0 } == true }),
      let azimuth = page.axes.firstIndex(where: { $0.kind == .azimuth && $0.edges != nil }),
      let radian = Unit(source: page.axes[azimuth].unit).convert(1, to: Unit(source: "rad"))
    else { return nil }
    return "{\"radius\": \(radius), \"azimuth\": \(azimuth), \"turn\": \(2 * Double.pi / radian)}"
  }

  /// A JSON text in which every character that is not a plain one of a sentence is a number: "<" is "\u003c".
  private static func append(_ text: String, to json: inout TextBlock) {
    json.append("\"")
    for unit in text.printable.utf16 {
      let isPlain =
        switch unit {
        case 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x5C, 0x60, 0x7F: false
        default: 0x20..<0x7F ~= unit
        }
      if isPlain {
        json.append(String(UnicodeScalar(UInt8(unit))))
      } else {
        let digits = String(unit, radix: 16)
        json.append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      }
    }
    json.append("\"")
  }
}
