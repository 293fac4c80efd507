/// Reads SVG as gnuplot writes it: tags and texts, one after another. Comments and instructions are passed over.
struct SVGReader {
  enum Token: Equatable {
    case open(SVGElement)
    case close(String)
    case text(String)
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next tag or text; `nil` at the end, and where a tag has none.
  mutating func next() -> Token? {
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "<") else {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "<") { place += 1 }
        return .text(Self.unescaped(String(decoding: bytes[start..<place], as: UTF8.self)))
      }
      place += 1
      guard place < bytes.count else { return nil }
      switch bytes[place] {
      case UInt8(ascii: "?"), UInt8(ascii: "!"):
        while place < bytes.count, bytes[place] != UInt8(ascii: ">") { place += 1 }
        place += 1
      case UInt8(ascii: "/"):
        place += 1
        let name = word()
        while place < bytes.count, bytes[place] != UInt8(ascii: ">") { place += 1 }
        place += 1
        return .close(name)
      default: return element().map { .open($0) }
      }
    }
    return nil
  }

  private mutating func element() -> SVGElement? {
    var element = SVGElement(name: word())
    while true {
      skipBlanks()
      guard place < bytes.count else { return nil }
      switch bytes[place] {
      case UInt8(ascii: ">"):
        place += 1
        return element
      case UInt8(ascii: "/"):
        element.isEmpty = true
        place += 1
      default:
        let name = word()
        skipBlanks()
        guard !name.isEmpty, place < bytes.count, bytes[place] == UInt8(ascii: "=") else { return nil }
        place += 1
        skipBlanks()
        guard place < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[place]) else {
          return nil
        }
        let quote = bytes[place]
        let start = place + 1
        place = start
        while place < bytes.count, bytes[place] != quote { place += 1 }
        guard place < bytes.count else { return nil }
        element.attributes.append(
          (name, Self.unescaped(String(decoding: bytes[start..<place], as: UTF8.self))))
        place += 1
      }
    }
  }

  private mutating func word() -> String {
    let start = place
    while place < bytes.count, Self.isOfWord(bytes[place]) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private mutating func skipBlanks() {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }

  /// The text with the five characters that XML names in the place of their names.
  private static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&apos;", with: "'").replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }
}

/// A tag that opens an element, or stands for one without content.
struct SVGElement: Equatable {
  var name: String
  var attributes: [(name: String, value: String)] = []
  var isEmpty = false

  init(name: String) { self.name = name }

  subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }

  static func == (a: SVGElement, b: SVGElement) -> Bool {
    a.name == b.name && a.isEmpty == b.isEmpty
      && a.attributes.elementsEqual(b.attributes) { $0.name == $1.name && $0.value == $1.value }
  }
}
