internal import EbbModel
internal import EbbText

/// Pictures of gnuplot's within a page of HTML: black becomes the page's ink and white its paper, so they follow light and
/// dark.
///
/// What is written is made anew from elements, attributes and values that are known to draw; everything else is left out.
/// So a page has no identifiers, styles or references of theirs, and nothing that a title could have smuggled in.
struct InlineSVG {
  private var text = ""
  /// The marks that gnuplot defines, by their names: their elements.
  private var marks: [String: SVGElement] = [:]
  /// The elements that are open, and whether each was written.
  private var open: [(name: String, isWritten: Bool)] = []
  /// The number of open elements that are left out with all that is in them.
  private var hidden = 0
  private var isInDefinitions = false

  /// The picture as an element `svg`; `nil` where the bytes are no picture of gnuplot's.
  /// - Parameter label: what it shows, for those who do not see it.
  static func text(of bytes: [UInt8], label: String) -> String? {
    var picture = InlineSVG()
    var reader = SVGReader(bytes)
    while let token = reader.next() { picture.take(token, label: label) }
    return picture.open.isEmpty && picture.text.hasSuffix("</svg>") ? picture.text : nil
  }

  private static let drawn: Set = [
    "svg", "g", "path", "rect", "circle", "polygon", "polyline", "line", "text", "tspan", "image",
  ]

  private mutating func take(_ token: SVGReader.Token, label: String) {
    switch token {
    case .text(let words):
      guard hidden == 0, !isInDefinitions, let last = open.last, ["text", "tspan"].contains(last.name) else {
        return
      }
      text += words.printable.html
    case .close(let name):
      guard let last = open.popLast() else { return }
      if name == "defs" { isInDefinitions = false }
      if last.isWritten { text += "</\(last.name)>" } else if last.name != "defs" { hidden -= 1 }
    case .open(let element):
      if hidden == 0, isInDefinitions || element.name == "use" {
        if isInDefinitions, let id = element["id"] { marks[id] = element }
        if !isInDefinitions { text += mark(element, depth: 0) }
        if !element.isEmpty {
          open.append((element.name, false))
          hidden += 1
        }
        return
      }
      if hidden == 0, element.name == "defs" {
        isInDefinitions = !element.isEmpty
        if !element.isEmpty { open.append(("defs", false)) }
        return
      }
      let isWritten = hidden == 0 && Self.drawn.contains(element.name)
      if isWritten { text += tag(element, label: label) }
      if element.isEmpty { return }
      open.append((element.name, isWritten))
      if !isWritten { hidden += 1 }
    }
  }

  private func tag(_ element: SVGElement, label: String) -> String {
    var attributes = element.attributes.map(Self.attribute).joined()
    if element.name == "svg" { attributes += " role=\"img\" aria-label=\"\(label.html)\"" }
    // The background is the page's.
    if element.name == "rect", element["fill"] == "#ffffff", element["x"] == "0", element["y"] == "0" {
      attributes = attributes.replacing(" fill=\"#ffffff\"", with: " fill=\"none\"")
    }
    return "<\(element.name)\(attributes)\(element.isEmpty ? "/" : "")>"
  }

  /// A mark with the marks that it is made of, in the place of a reference to it.
  private func mark(_ use: SVGElement, depth: Int) -> String {
    guard depth < 4, let name = use["xlink:href"] ?? use["href"], let found = marks[String(name.dropFirst())]
    else {
      return ""
    }
    let inner =
      found.name == "use"
      ? mark(found, depth: depth + 1)
      : Self.drawn.contains(found.name)
        ? "<\(found.name)\(found.attributes.map(Self.attribute).joined())/>" : ""
    return "<g\(use.attributes.map(Self.attribute).joined())>\(inner)</g>"
  }

  private static let numbers: Set = [
    "width", "height", "viewBox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "points",
    "transform",
    "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "fill-opacity", "stroke-opacity",
    "opacity", "font-size", "text-anchor", "dx", "dy", "preserveAspectRatio", "fill-rule",
  ]

  /// An attribute as it is written; empty for what is not known, or may hold more than numbers and words.
  private static func attribute(_ name: String, _ value: String) -> String {
    switch name {
    case _ where numbers.contains(name):
      return value.utf8.allSatisfy(isPlain) ? " \(name)=\"\(value)\"" : ""
    case "fill", "stroke", "color":
      guard let colour = colour(value) else { return "" }
      // The ink of a page is what nothing else says.
      if colour == "currentColor", name == "color" { return "" }
      return " \(name)=\"\(colour)\""
    case "href", "xlink:href":
      let start = "data:image/png;base64,"
      let isImage = value.hasPrefix(start) && value.utf8.dropFirst(start.utf8.count).allSatisfy(isOfBase64)
      return isImage ? " href=\"\(value.filter { !$0.isWhitespace })\"" : ""
    default: return ""
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "."), UInt8(ascii: ","),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "%"):
      true
    default: false
    }
  }

  private static func isOfBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), 0x0A,
      0x0D,
      0x20:
      true
    default: false
    }
  }

  /// A colour as "#rrggbb", "none" or "currentColor", which black is; `nil` for anything else.
  private static func colour(_ value: String) -> String? {
    if ["none", "currentColor"].contains(value) { return value }
    if value == "black" { return "currentColor" }
    let digits = value.dropFirst()
    if value.hasPrefix("#"), digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit) {
      return value.lowercased()
    }
    guard value.hasPrefix("rgb("), value.hasSuffix(")") else { return nil }
    let parts = value.dropFirst(4).dropLast().split(separator: ",").map { part in
      Int(part.filter { $0 != " " }).flatMap { 0...255 ~= $0 ? $0 : nil }
    }
    guard parts.count == 3, parts.allSatisfy({ $0 != nil }) else { return nil }
    return "#" + parts.compactMap(\.self).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
