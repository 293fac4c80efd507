/// An opening tag of GDML, with its attributes. Enough of XML for names: what is not closed ends with the text.
struct GDMLTag {
  var name: String
  var attributes: [String: String]

  /// The most bytes of a tag that are looked at.
  private static let longest = 4000

  /// The opening tags of a text, in order. Linear in it.
  static func tags(of text: String) -> [GDMLTag] {
    var tags: [GDMLTag] = []
    let bytes = Array(text.utf8)
    var at = 0
    while let start = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
      if bytes[start...].starts(with: "<!--".utf8) {
        at = end(of: "-->", in: bytes, from: start + 4)
        continue
      }
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
      if let tag = GDMLTag(bytes[(start + 1)..<min(end, start + 1 + longest)]) { tags.append(tag) }
      at = min(end + 1, bytes.count)
    }
    return tags
  }

  private static func end(of mark: String, in bytes: [UInt8], from start: Int) -> Int {
    let wanted = Array(mark.utf8)
    var at = min(start, bytes.count)
    while at + wanted.count <= bytes.count {
      if bytes[at] == wanted[0], Array(bytes[at..<at + wanted.count]) == wanted { return at + wanted.count }
      at += 1
    }
    return bytes.count
  }

  /// - Returns: `nil` of what closes, declares or instructs.
  private init?(_ bytes: ArraySlice<UInt8>) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let first = text.first, first.isLetter else { return nil }
    name = String(text.prefix { !$0.isWhitespace && $0 != "/" })
    attributes = [:]
    var rest = text.dropFirst(name.count)
    while let sign = rest.firstIndex(of: "=") {
      let key = rest[..<sign].split(whereSeparator: \.isWhitespace).last ?? ""
      rest = rest[rest.index(after: sign)...].drop(while: \.isWhitespace)
      guard let quote = rest.first, quote == "\"" || quote == "'" else { return }
      let value = rest.dropFirst().prefix { $0 != quote }
      attributes[String(key)] = String(value)
      rest = rest.dropFirst().dropFirst(value.count).dropFirst()
    }
  }
}
