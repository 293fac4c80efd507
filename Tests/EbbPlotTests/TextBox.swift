import EbbTestSupport
import Foundation

/// A text of a picture and the room that it takes, in points; y downwards.
struct TextBox {
  var text: String
  var left: Double
  var right: Double
  var top: Double
  var bottom: Double

  func overlaps(_ other: TextBox, by slack: Double) -> Bool {
    left < other.right - slack && other.left < right - slack && top < other.bottom - slack
      && other.top < bottom - slack
  }

  /// The size of the picture, and its texts as its elements place them and the font measures them.
  static func all(inSVG picture: String, _ font: FontFile) -> (
    width: Double, height: Double, boxes: [TextBox]
  ) {
    func number(_ text: some StringProtocol) -> Double { Double(String(text)) ?? .nan }
    func attribute(_ name: String, _ text: Substring) -> Substring? {
      guard let start = text.range(of: name + "=\"") else { return nil }
      return text[start.upperBound...].prefix { $0 != "\"" }
    }
    let points = 72.0 / 96
    let root = picture[picture.range(of: "<svg")!.lowerBound...]
    var boxes: [TextBox] = []
    for part in picture.components(separatedBy: "<g transform=\"translate(").dropFirst() {
      guard let begin = part.range(of: "<text>"), let end = part.range(of: "</text>") else { continue }
      let place = part.prefix { $0 != ")" }.split(separator: ",").map(number)
      let isTurned = part[..<begin.lowerBound].contains("rotate(-90")
      let size = number(attribute("font-size", part[...])!) * points
      let inner = part[begin.upperBound..<end.lowerBound].components(separatedBy: "<").enumerated()
        .map { $0 == 0 ? $1 : String($1.drop { $0 != ">" }.dropFirst()) }.joined()
      let text = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&amp;": "&"].sorted { $0.key > $1.key }
        .reduce(inner) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
      if text.isEmpty { continue }
      let width = font.width(text) * size
      let before =
        switch attribute("text-anchor", part[...]) {
        case "middle": width / 2
        case "end": width
        default: 0.0
        }
      // From the base line: letters reach 0.76 em up, 0.24 em down.
      let (x, y) = (place[0] * points, place[1] * points)
      boxes.append(
        isTurned
          ? TextBox(
            text: text, left: x - 0.76 * size, right: x + 0.24 * size, top: y - width + before,
            bottom: y + before)
          : TextBox(
            text: text, left: x - before, right: x - before + width, top: y - 0.76 * size,
            bottom: y + 0.24 * size)
      )
    }
    return (number(attribute("width", root)!) * points, number(attribute("height", root)!) * points, boxes)
  }

  /// The same of a PDF, word by word, by poppler's pdftotext.
  static func all(inPDF path: String) throws -> (width: Double, height: Double, boxes: [TextBox]) {
    let read = try Program.run("pdftotext", ["-bbox", path, "-"])
    func attribute(_ name: String, _ text: some StringProtocol) -> Double {
      guard let start = text.range(of: name + "=\"") else { return .nan }
      return Double(String(text[start.upperBound...].prefix { $0 != "\"" })) ?? .nan
    }
    let page = read.output.components(separatedBy: "<page").dropFirst().first ?? ""
    let boxes = page.components(separatedBy: "<word").dropFirst().map { word in
      TextBox(
        text: String(word.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" }), left: attribute("xMin", word),
        right: attribute("xMax", word), top: attribute("yMin", word), bottom: attribute("yMax", word))
    }
    return (attribute("width", page), attribute("height", page), boxes)
  }

  /// Whether pdftotext is there. Says so when it is not.
  static let readsPDF: Bool = {
    if (try? Program.run("pdftotext", ["-v"]))?.status == 0 { return true }
    print(
      "SKIPPED: texts in PDF, since there is no pdftotext (poppler-utils); script/setup --tests installs it.")
    return false
  }()
}
